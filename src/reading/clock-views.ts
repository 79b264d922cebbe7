import {
  lengthInWords,
  type Deadline,
  type LocalDate,
  type Rules,
  type Timescale,
} from '../../workflows/protocol/index.js';
import type { DeadlineRow } from './deadline-views.js';
import type { BreachView, ClockSigned, DeadlineView, Named } from './views.js';

/** An event about a clock: who recorded it, when, and the words kept beside it. */
export interface RecordedRow {
  seq: number;
  on_day: LocalDate;
  by_person: string | null;
  words: string | null;
}

/** What was recorded about clocks: the events by their number, and the names of everyone in them. */
export interface Recorded {
  events: ReadonlyMap<number, RecordedRow>;
  names: ReadonlyMap<string, string>;
}

/** The numbers of the events that rows of deadlines speak of, and the people they name. */
export function namedInRows(rows: readonly DeadlineRow[]): { events: number[]; people: string[] } {
  const signed = rows.flatMap(({ exception, extensions, pauses }) => [
    ...(exception ? [exception] : []),
    ...extensions,
    ...pauses,
  ]);
  const people = signed.flatMap((each) => [
    each.approvedBy,
    ...('secondedBy' in each ? [each.secondedBy] : []),
  ]);
  return {
    events: [
      ...signed.map(({ seq }) => seq),
      ...rows.flatMap(({ breach_reason_seq: seq }) => (seq === null ? [] : [seq])),
    ],
    people: [...people, ...rows.flatMap(({ breach_reason_by: by }) => (by === null ? [] : [by]))],
  };
}

const named = (id: string | null | undefined, { names }: Recorded): Named | null =>
  id ? { id, name: names.get(id) ?? '' } : null;

function signed({ seq, approvedBy }: { seq: number; approvedBy: string }, recorded: Recorded): ClockSigned {
  const event = recorded.events.get(seq);
  return {
    seq,
    on: event?.on_day ?? null,
    why: event?.words ?? null,
    recordedBy: named(event?.by_person, recorded),
    approvedBy: named(approvedBy, recorded),
  };
}

/** What was agreed about the clock: its exception, extensions and pauses, each with who, why and when. */
export function changeViews(
  { exception, extensions, pauses }: Deadline,
  timescale: Timescale | undefined,
  recorded: Recorded,
): Pick<DeadlineView, 'exception' | 'extensions' | 'pauses'> {
  const titleOf = (reason: string): string =>
    timescale?.pause?.reasons.find(({ slug }) => slug === reason)?.title ?? reason;
  return {
    exception: exception ? { newTarget: exception.newTarget, ...signed(exception, recorded) } : null,
    extensions: extensions.map((each) => ({
      by: each.by,
      byWords: lengthInWords(each.by),
      ...signed(each, recorded),
      secondedBy: named(each.secondedBy, recorded),
    })),
    pauses: pauses.map((each) => ({
      from: each.from,
      fromAt: each.fromAt ?? null,
      until: each.until,
      untilAt: each.untilAt ?? null,
      reason: each.reason,
      reasonTitle: titleOf(each.reason),
      ...signed(each, recorded),
      secondedBy: named(each.secondedBy, recorded),
      endedBy: each.endedBy,
    })),
  };
}

function reasonView(row: DeadlineRow, { protocol }: Rules, recorded: Recorded): BreachView['reason'] {
  const { breach_reason: code, breach_ours: ours, breach_reason_seq: seq, breach_reason_on: on } = row;
  if (code === null || ours === null || seq === null || on === null) return null;
  const kind = protocol.parameters.breachReasons.value.find(({ slug }) => slug === code);
  return {
    code,
    title: kind?.title ?? code,
    ours,
    words: recorded.events.get(seq)?.words ?? null,
    by: named(row.breach_reason_by, recorded),
    on,
    seq,
  };
}

/** That the deadline passed unmet, and the reason for it once one was given; null where it never passed. */
export const breachView = (row: DeadlineRow, rules: Rules, recorded: Recorded): BreachView | null =>
  row.passed_by === null
    ? null
    : {
        occurrence: row.passed_occurrence ?? 1,
        seq: row.passed_by,
        stands: row.withdrawn_by === null,
        reason: reasonView(row, rules, recorded),
      };

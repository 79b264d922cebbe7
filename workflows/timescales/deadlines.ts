import type { LocalDate } from '../calendar/local-date.js';
import { isLate, type Instant } from '../calendar/london-time.js';
import type { Calendar } from '../calendar/working-days.js';
import type {
  CaseRecord,
  ClockException,
  ClockExtension,
  ClockPause,
  Milestone,
} from '../protocol/record.js';
import { changedDue, openPause, type DueChanges } from './changed-due.js';
import type { ClockStartFacts } from './clock-start.js';
import { dueOf, type Due } from './count-due.js';
import type { ProtocolData } from './protocol-data.js';
import type { Timescale } from './timescale.js';

/** How a deadline came to its end: met, or stopped because what it was for is over. */
export type Settlement =
  | { as: 'met'; on: LocalDate; at?: Instant; by: number; late: boolean }
  | { as: 'stopped'; on: LocalDate; by: number; why: string };

/** One dated instance of a timescale in one case. */
export interface Deadline {
  /** `decision-national/referral-1`: the timescale, and what it is for. */
  key: string;
  timescale: string;
  clauses: readonly string[];
  guidance: boolean;
  /** The role that owns it, and the person where the case names one. */
  owner: string;
  ownerPerson: string | null;
  startedOn: LocalDate;
  startedAt: Instant | null;
  startedBy: number;
  /** The day it is due, with every extension and ended pause. */
  dueOn: LocalDate;
  /** The last moment in time, UTC. */
  dueAt: Instant;
  /** When it was due before anything was agreed about it; never changed by an extension or a pause. */
  originalDueOn: LocalDate;
  originalDueAt: Instant;
  settled: Settlement | null;
  /** It never moves the due date, which still counts (HNA-11). */
  exception: ClockException | null;
  extensions: readonly ClockExtension[];
  pauses: readonly ClockPause[];
  /** The day since which it stands still; null while it runs, and once it is settled. */
  pausedSince: LocalDate | null;
}

interface Rules {
  protocol: ProtocolData;
  calendar: Calendar;
}

/** The milestone's key that names what a clock is for: of what starts it, and of what meets it. */
export const keyOf = (row: Timescale) => row.starts.key ?? row.starts.per;
export const metKeyOf = (row: Timescale) => row.metBy.key ?? row.starts.per;

const startFacts = (
  row: Timescale,
  start: Milestone,
  record: CaseRecord,
  { protocol }: Rules,
): ClockStartFacts => ({
  on: start.on,
  ...(start.at ? { at: start.at } : {}),
  ...(row.starts.birthday === undefined
    ? {}
    : { dob: record.facts.dateOfBirth, leap: protocol.parameters.leapDayBirthday.value }),
});

function metBy(row: Timescale, value: string, start: Milestone, milestones: readonly Milestone[]) {
  const mine = milestones.filter((m) => m.keys[metKeyOf(row)] === value && m.seq >= start.seq);
  const any = mine.find(({ kind }) => row.metBy.anyOf?.includes(kind));
  if (any) return any;
  const all = row.metBy.allOf?.map((kind) => mine.find((m) => m.kind === kind));
  if (!all || all.length === 0 || all.some((m) => m === undefined)) return undefined;
  return (all as Milestone[]).reduce((last, m) => (m.on > last.on ? m : last));
}

function stoppedBy(row: Timescale, value: string, start: Milestone, milestones: readonly Milestone[]) {
  const mine = milestones.filter(
    (m) => m.seq >= start.seq && (m.keys[keyOf(row)] === value || m.keys[metKeyOf(row)] === value),
  );
  const last = mine.filter(({ kind }) => row.stoppedBy?.includes(kind)).at(-1);
  return last && mine.some((m) => row.resumedBy?.includes(m.kind) && m.seq >= last.seq && m !== last)
    ? undefined
    : last;
}

const isLateMeeting = (due: Due, met: Milestone): boolean =>
  due.inHours && met.at ? isLate(due.dueAt, met.at) : met.on > due.dueOn;

/** What was agreed about the clock of that key. */
const changesOf = (key: string, { facts }: CaseRecord): DueChanges => ({
  extensions: facts.extensions.filter(({ deadline }) => deadline === key),
  pauses: facts.pauses.filter(({ deadline }) => deadline === key),
});

/** How it came to its end; while it stands still no due date is reached, so that it is then met in time. */
function settle(
  row: Timescale,
  value: string,
  { due, paused }: { due: Due; paused: boolean },
  start: Milestone,
  record: CaseRecord,
): Settlement | null {
  const met = metBy(row, value, start, record.milestones);
  if (met) {
    return {
      as: 'met',
      on: met.on,
      ...(met.at ? { at: met.at } : {}),
      by: met.seq,
      late: !paused && isLateMeeting(due, met),
    };
  }
  const stop = stoppedBy(row, value, start, record.milestones);
  if (stop) return { as: 'stopped', on: stop.on, by: stop.seq, why: stop.kind };
  const { died, closed } = record.facts;
  if (died) return { as: 'stopped', on: died.on, by: died.seq, why: 'CHILD_DIED' };
  return closed ? { as: 'stopped', on: closed.on, by: closed.seq, why: 'CASE_CLOSED' } : null;
}

function deadlineOf(
  row: Timescale,
  value: string,
  start: Milestone,
  record: CaseRecord,
  rules: Rules,
): Deadline {
  const key = `${row.id}/${value}`;
  const changes = changesOf(key, record);
  const original = dueOf(row, startFacts(row, start, record, rules), rules.calendar, start.due);
  const due = changedDue(row, original, changes, rules.calendar);
  const pause = openPause(changes.pauses);
  const settled = settle(row, value, { due, paused: pause !== undefined }, start, record);
  return {
    key,
    timescale: row.id,
    clauses: row.clauses,
    guidance: row.guidance,
    owner: row.owner,
    ownerPerson: row.owner === 'assessor' ? record.facts.assessor : null,
    startedOn: due.startedOn,
    startedAt: due.startedAt ?? null,
    startedBy: start.seq,
    dueOn: due.dueOn,
    dueAt: due.dueAt,
    originalDueOn: original.dueOn,
    originalDueAt: original.dueAt,
    settled,
    exception: record.facts.exceptions.find(({ deadline }) => deadline === key) ?? null,
    ...changes,
    pausedSince: settled === null ? (pause?.from ?? null) : null,
  };
}

/** The first milestone that starts the timescale, for each thing it is counted for. */
function startsOf(row: Timescale, milestones: readonly Milestone[]): Map<string, Milestone> {
  const starts = new Map<string, Milestone>();
  for (const milestone of milestones) {
    const value = milestone.keys[keyOf(row)];
    if (value !== undefined && row.starts.milestones.includes(milestone.kind) && !starts.has(value)) {
      starts.set(value, milestone);
    }
  }
  return starts;
}

/**
 * Every deadline of the case's live milestones, settled or not, in the order they fall due. A pure function of the
 * record, the protocol version and the calendar: nothing is scheduled, everything is derived.
 */
export function deriveDeadlines(record: CaseRecord, rules: Rules): Deadline[] {
  const kinds = new Set(record.milestones.map(({ kind }) => kind));
  return rules.protocol.timescales
    .filter(({ starts }) => starts.milestones.some((kind) => kinds.has(kind)))
    .flatMap((row) =>
      [...startsOf(row, record.milestones)].map(([value, start]) =>
        deadlineOf(row, value, start, record, rules),
      ),
    )
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.key < b.key ? -1 : 1));
}

/** A deadline that was met stays as it was, whoever owns the case later; any other is as it is derived now. */
export const asItStays = (before: Deadline | undefined, now: Deadline): Deadline =>
  before?.settled?.as === 'met' ? before : now;

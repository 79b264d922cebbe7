import type { LocalDate } from '../calendar/local-date.js';
import { isLate, type Instant } from '../calendar/london-time.js';
import type { Calendar } from '../calendar/working-days.js';
import type { Breach, CaseRecord, ClockException, Milestone } from '../protocol/record.js';
import type { ClockStartFacts } from './clock-start.js';
import { countDue, dueOf, type CountedDue, type Due } from './count-due.js';
import { moments } from './moments.js';
import { timescaleOf, type ProtocolData } from './protocol-data.js';
import { countsHours, type Timescale } from './timescale.js';

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
  dueOn: LocalDate;
  /** The last moment in time, UTC. */
  dueAt: Instant;
  settled: Settlement | null;
  exception: ClockException | null;
}

/** What people can see of a deadline. */
export const DEADLINE_STATES = [
  'notStarted',
  'running',
  'dueSoon',
  'overdue',
  'excepted',
  'metInTime',
  'metLate',
  'stopped',
] as const;

/** What people see of a deadline at a moment. */
export type DeadlineState = (typeof DEADLINE_STATES)[number];

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

function settle(
  row: Timescale,
  value: string,
  due: Due,
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
      late: isLateMeeting(due, met),
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
  const due = dueOf(row, startFacts(row, start, record, rules), rules.calendar, start.due);
  const key = `${row.id}/${value}`;
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
    settled: settle(row, value, due, start, record),
    exception: record.facts.exceptions.find(({ deadline }) => deadline === key) ?? null,
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

const dueFrom = (deadline: Deadline, row: Timescale): Due => ({
  startedOn: deadline.startedOn,
  ...(deadline.startedAt ? { startedAt: deadline.startedAt } : {}),
  dueOn: deadline.dueOn,
  dueAt: deadline.dueAt,
  inHours: row.length !== null && countsHours(row.length.unit),
  baseOn: deadline.dueOn,
});

/** Whether it has passed unsettled, or was settled only after it had: what a breach rests on. Guidance never has. */
export function hasPassed(deadline: Deadline, at: Instant): boolean {
  if (deadline.guidance) return false;
  const { settled } = deadline;
  if (settled === null) return isLate(deadline.dueAt, at);
  return settled.as === 'met' ? settled.late : settled.on > deadline.dueOn;
}

/** How the deadline stands at that moment, in the words people see. */
export function stateOf(
  deadline: Deadline,
  at: Instant,
  today: LocalDate,
  { protocol, calendar }: Rules,
): DeadlineState {
  const { settled } = deadline;
  if (settled?.as === 'met') return settled.late ? 'metLate' : 'metInTime';
  if (settled) return 'stopped';
  if (deadline.startedOn > today) return 'notStarted';
  if (deadline.exception) return 'excepted';
  if (isLate(deadline.dueAt, at)) return 'overdue';
  const row = timescaleOf(protocol, deadline.timescale);
  return row && at >= moments(row, dueFrom(deadline, row), calendar, protocol.parameters).dueSoonFrom
    ? 'dueSoon'
    : 'running';
}

/** When to warn about it, when it is due soon and late, and who hears of a breach when. */
export function momentsOf(deadline: Deadline, { protocol, calendar }: Rules) {
  const row = timescaleOf(protocol, deadline.timescale);
  return row ? moments(row, dueFrom(deadline, row), calendar, protocol.parameters) : null;
}

/** How the due date was counted, worked out again from what started it. */
export function explainDeadline(
  deadline: Deadline,
  record: Pick<CaseRecord, 'facts'>,
  rules: Rules,
): CountedDue | null {
  const row = timescaleOf(rules.protocol, deadline.timescale);
  if (!row) return null;
  const start: ClockStartFacts = {
    on: deadline.startedOn,
    ...(deadline.startedAt ? { at: deadline.startedAt } : {}),
    ...(row.starts.birthday === undefined
      ? {}
      : { dob: record.facts.dateOfBirth, leap: rules.protocol.parameters.leapDayBirthday.value }),
  };
  return countDue(row, start, rules.calendar, deadline.dueOn);
}

/** Breaches that no longer hold, because a correction or a late record showed it was in time. */
export function breachesThatNoLongerHold(
  deadlines: readonly Deadline[],
  breaches: Readonly<Record<string, Breach>>,
  at: Instant,
): { deadline: string; occurrence: number }[] {
  return deadlines.flatMap((deadline) => {
    const breach = breaches[deadline.key];
    return breach && breach.withdrawn === undefined && !hasPassed(deadline, at)
      ? [{ deadline: deadline.key, occurrence: breach.occurrence }]
      : [];
  });
}

/** A deadline that was met stays as it was, whoever owns the case later; any other is as it is derived now. */
export const asItStays = (before: Deadline | undefined, now: Deadline): Deadline =>
  before?.settled?.as === 'met' ? before : now;

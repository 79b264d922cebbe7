import type { LocalDate } from '../calendar/local-date.js';
import { isLate, type Instant } from '../calendar/london-time.js';
import type { Calendar } from '../calendar/working-days.js';
import type { Breach, CaseRecord } from '../protocol/record.js';
import { changedDue, changesInWords, openPause } from './changed-due.js';
import type { ClockStartFacts } from './clock-start.js';
import { countDue, type CountedDue } from './count-due.js';
import type { Deadline } from './deadlines.js';
import { criticalFrom, moments, type Run } from './moments.js';
import { timescaleOf, type ProtocolData } from './protocol-data.js';
import { countsMoments, type Timescale } from './timescale.js';

interface Rules {
  protocol: ProtocolData;
  calendar: Calendar;
}

/** What people can see of a deadline. */
export const DEADLINE_STATES = [
  'notStarted',
  'running',
  'dueSoon',
  'paused',
  'overdue',
  'excepted',
  'metInTime',
  'metLate',
  'stopped',
] as const;

/** What people see of a deadline at a moment. */
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** The clock as it runs, with what it would be without its pauses. */
function runOf(deadline: Deadline, row: Timescale, calendar: Calendar): Run {
  const { startedOn, startedAt, dueOn, dueAt, extensions } = deadline;
  const inHours = countsMoments(row);
  const due = { startedOn, ...(startedAt ? { startedAt } : {}), dueOn, dueAt, inHours, baseOn: dueOn };
  const pauses = deadline.pauses.filter(({ until }) => until !== null);
  if (pauses.length === 0) return due;
  const original = { ...due, dueOn: deadline.originalDueOn, dueAt: deadline.originalDueAt };
  const unpaused = inHours ? changedDue(row, original, { extensions, pauses: [] }, calendar).dueAt : dueAt;
  return { ...due, pauses, unpausedDueAt: unpaused };
}

/** Whether it has passed unsettled, or was settled only after it had: what a breach rests on. Guidance never has. */
export function hasPassed(deadline: Deadline, at: Instant): boolean {
  if (deadline.guidance) return false;
  const { settled } = deadline;
  const paused = openPause(deadline.pauses) !== undefined;
  if (settled?.as === 'met') return settled.late;
  if (paused) return false;
  return settled === null ? isLate(deadline.dueAt, at) : settled.on > deadline.dueOn;
}

/**
 * Whether it is open and its last moment is over. An exception changes nothing in that: the due date stays and still
 * counts (HNA-11). Guidance, and a clock that stands still, are never overdue.
 */
export const isOverdue = (deadline: Deadline, at: Instant): boolean =>
  deadline.settled === null && hasPassed(deadline, at);

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
  if (deadline.pausedSince !== null) return 'paused';
  if (deadline.exception) return 'excepted';
  if (isLate(deadline.dueAt, at)) return 'overdue';
  const row = timescaleOf(protocol, deadline.timescale);
  return row && at >= moments(row, runOf(deadline, row, calendar), calendar, protocol.parameters).dueSoonFrom
    ? 'dueSoon'
    : 'running';
}

/** When to warn about it, when it is due soon and late, and who hears of a breach when; null while it stands still. */
export function momentsOf(deadline: Deadline, { protocol, calendar }: Rules) {
  const row = timescaleOf(protocol, deadline.timescale);
  return row && deadline.pausedSince === null
    ? moments(row, runOf(deadline, row, calendar), calendar, protocol.parameters)
    : null;
}

/** From when it is critically overdue; null for guidance, and while it stands still. */
export function criticalFromOf(deadline: Deadline, { protocol, calendar }: Rules): Instant | null {
  const row = timescaleOf(protocol, deadline.timescale);
  return row && deadline.pausedSince === null
    ? criticalFrom(row, runOf(deadline, row, calendar), calendar, protocol.parameters)
    : null;
}

/** How the due date was counted, worked out again from what started it, and how what was agreed changed it. */
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
  const original = countDue(row, start, rules.calendar, deadline.originalDueOn);
  const { trace } = original;
  return {
    ...changedDue(row, original, deadline, rules.calendar),
    trace: { ...trace, words: [...trace.words, ...changesInWords(row, original, deadline, rules.calendar)] },
  };
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

import { daysBetween, type LocalDate } from '../calendar/local-date.js';
import { addMilliseconds, endOfDay, millisecondsOf, type Instant } from '../calendar/london-time.js';
import type { Calendar } from '../calendar/working-days.js';
import type { CaseRecord, ClockPause } from '../protocol/record.js';
import { openPause } from './changed-due.js';
import { deriveDeadlines, type Deadline } from './deadlines.js';
import { timescaleOf, type ProtocolData } from './protocol-data.js';
import { countsMoments, type ClockChange, type Length, type Timescale } from './timescale.js';

/** When something is due: the day, and the last moment in time. */
export interface DueAt {
  on: LocalDate;
  at: Instant;
}

/** When a paused clock would be due if it ran on from that day. */
export interface IfRunsOn {
  from: LocalDate;
  due: DueAt;
  /** How much later than before the pause; null for a clock in hours. */
  later: Length | null;
}

/** What a step does to one clock of a case. */
export interface ClockEffect {
  key: string;
  title: string;
  /** The clause by which the clock may be changed so. */
  clause: string;
  change: ClockChange;
  /** Whether it is due at a moment rather than at the close of a day. */
  inHours: boolean;
  before: DueAt;
  after: DueAt;
  /** How much later it is due; null for a clock in hours. */
  later: Length | null;
  /** The day since which it stands still; null where it runs. */
  pausedSince: LocalDate | null;
  /** For a clock that stands still: when it would be due if it ran on today, or later. */
  ifRunsOn: readonly IfRunsOn[];
  /** The target an exception names beside the due date, which stays (HNA-11). */
  newTarget: LocalDate | null;
}

/** What the effects are counted by: the rules, and the day and moment it happens. */
export interface EffectAsked {
  protocol: ProtocolData;
  calendar: Calendar;
  on: LocalDate;
  at: Instant;
}

const CHANGING: readonly string[] = [
  'CLOCK_EXCEPTION_RECORDED',
  'CLOCK_EXTENDED',
  'CLOCK_PAUSED',
  'CLOCK_RESUMED',
];

/** Whether an event of that type changes a clock of its case, so that its effect is shown before it is recorded. */
export const changesClock = (type: string): boolean => CHANGING.includes(type);

const dueOf = ({ dueOn, dueAt }: Deadline): DueAt => ({ on: dueOn, at: dueAt });

/** How much later the second day is than the first, in the clock's own kind of days. */
const laterBy = (row: Timescale, from: LocalDate, to: LocalDate, calendar: Calendar): Length | null => {
  if (countsMoments(row)) return null;
  return row.length?.unit === 'workingDays'
    ? { amount: calendar.workingDaysBetween(from, to), unit: 'workingDays' }
    : { amount: daysBetween(from, to), unit: 'calendarDays' };
};

const changeOf = (before: Deadline, after: Deadline): ClockChange | null => {
  if (after.pauses.length !== before.pauses.length || after.pausedSince !== before.pausedSince)
    return 'pause';
  if (after.extensions.length !== before.extensions.length) return 'extension';
  return after.exception?.seq === before.exception?.seq ? null : 'exception';
};

const dayAhead = (on: LocalDate, days: number, calendar: Calendar): LocalDate =>
  days === 0 ? on : calendar.addWorkingDays(on, days);

/** The pause, ended on that day, at the time of day it is now. */
const endedOn = (pause: ClockPause, day: LocalDate, { on, at }: EffectAsked): ClockPause => {
  if (pause.fromAt === undefined) return { ...pause, until: day };
  const then = millisecondsOf(endOfDay(day)) - millisecondsOf(endOfDay(on));
  return { ...pause, until: day, untilAt: addMilliseconds(at, then) };
};

function ifRunsOn(row: Timescale, deadline: Deadline, record: CaseRecord, asked: EffectAsked): IfRunsOn[] {
  const pause = openPause(deadline.pauses);
  if (!pause) return [];
  const ahead = asked.protocol.parameters.pauseForeseenWorkingDays.value;
  return ahead
    .map((days) => dayAhead(asked.on, days, asked.calendar))
    .map((from) => {
      const pauses = record.facts.pauses.map((each) =>
        each.deadline === deadline.key && each.until === null ? endedOn(each, from, asked) : each,
      );
      const imagined = deriveDeadlines({ ...record, facts: { ...record.facts, pauses } }, asked);
      const then = imagined.find(({ key }) => key === deadline.key) ?? deadline;
      return { from, due: dueOf(then), later: laterBy(row, deadline.dueOn, then.dueOn, asked.calendar) };
    });
}

function effectOf(
  before: Deadline,
  after: Deadline,
  record: CaseRecord,
  asked: EffectAsked,
): ClockEffect | null {
  const row = timescaleOf(asked.protocol, after.timescale);
  const change = changeOf(before, after);
  if (!row || change === null) return null;
  return {
    key: after.key,
    title: row.title,
    clause: row[change]?.clause ?? after.clauses[0] ?? '',
    change,
    inHours: countsMoments(row),
    before: dueOf(before),
    after: dueOf(after),
    later: laterBy(row, before.dueOn, after.dueOn, asked.calendar),
    pausedSince: after.pausedSince,
    ifRunsOn: ifRunsOn(row, after, record, asked),
    newTarget: change === 'exception' ? (after.exception?.newTarget ?? null) : null,
  };
}

/**
 * What lies between two records of a case for its open clocks: which were excepted, extended, paused or let run on, and
 * what that does to their due dates, as the rules derive them (HNA-11, DIS-1).
 */
export function clockEffects(before: CaseRecord, after: CaseRecord, asked: EffectAsked): ClockEffect[] {
  const was = new Map(deriveDeadlines(before, asked).map((deadline) => [deadline.key, deadline]));
  return deriveDeadlines(after, asked).flatMap((deadline) => {
    const earlier = was.get(deadline.key);
    const effect = earlier && deadline.settled === null ? effectOf(earlier, deadline, after, asked) : null;
    return effect ? [effect] : [];
  });
}

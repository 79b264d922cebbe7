import { addDays, compare, daysBetween, type LocalDate } from '../calendar/local-date.js';
import {
  addMilliseconds,
  endOfDay,
  lateFrom,
  londonDateOf,
  londonTimeOfDay,
  millisecondsOf,
  onLondonDay,
  startOfDay,
  type Instant,
} from '../calendar/london-time.js';
import type { Calendar } from '../calendar/working-days.js';
import type { ClockPause } from '../protocol/record.js';
import { daysLost, laterBy } from './changed-due.js';
import type { Due } from './count-due.js';
import type { ProtocolParameters } from './parameters.js';
import type { Timescale } from './timescale.js';

/** When someone is to hear of a deadline that is still open. */
export interface Moments {
  /** When that part of the clock's whole length has passed at which the owner is warned. */
  warnAt: Instant;
  /** From when it is due soon. */
  dueSoonFrom: Instant;
  /** The first moment at which it is late. */
  lateFrom: Instant;
  /** From when it is critically overdue; null for guidance, which is never a breach. */
  criticalFrom: Instant | null;
  /** Who hears of the breach, and from when; none for guidance. */
  escalations: readonly { to: string; at: Instant }[];
}

type Marks = Pick<ProtocolParameters, 'warning' | 'dueSoon' | 'critical' | 'escalation'>;

/** A clock with the time in which it stood still, which is no part of its length. */
export interface Run extends Due {
  /** Pauses that have ended, in their order. */
  pauses?: readonly ClockPause[];
  /** When it would be due without them; as it is where there were none. */
  unpausedDueAt?: Instant;
}

const DAY_MS = 86_400_000;

/** Where counting begins: the moment itself for clocks in hours, the close of day 0 for clocks in days. */
const countedFrom = (due: Due): Instant =>
  due.inHours && due.startedAt !== undefined ? due.startedAt : endOfDay(due.startedOn);

/** The moment at which that part of the length of a clock in hours has passed: what it stood still does not count. */
function partPassed(timescale: Timescale, run: Run, part: number, calendar: Calendar): Instant {
  const from = countedFrom(run);
  const seconds = Math.round((lengthOf(run) * part) / 1000);
  const unpaused = addMilliseconds(from, Math.max(0, seconds * 1000));
  return (run.pauses ?? []).reduce(
    (at, pause) =>
      pause.fromAt !== undefined && at > pause.fromAt ? laterBy(timescale, at, pause, calendar) : at,
    unpaused,
  );
}

/** Milliseconds a clock in hours runs in all. */
const lengthOf = (run: Run): number =>
  millisecondsOf(run.unpausedDueAt ?? run.dueAt) - millisecondsOf(countedFrom(run));

/** The moment at which so many days have passed since the close of day 0: within a day, that part of it. */
function afterDays(days: number, dayAfter: (days: number) => LocalDate): Instant {
  const whole = Math.floor(days);
  return Number.isInteger(days)
    ? endOfDay(dayAfter(whole))
    : onLondonDay(dayAfter(whole + 1), Math.round((days - whole) * DAY_MS));
}

/** The moment at which that part of the length of a clock in days has passed: days it stood still do not count. */
function partOfDaysPassed(timescale: Timescale, run: Run, part: number, calendar: Calendar): Instant {
  const { startedOn, dueOn, pauses = [] } = run;
  const working = timescale.length?.unit === 'workingDays';
  const count = (from: LocalDate, to: LocalDate): number =>
    working ? calendar.workingDaysBetween(from, to) : daysBetween(from, to);
  const lost = pauses.map((pause) => ({
    after: Math.max(0, count(startedOn, addDays(pause.from, -1))),
    days: daysLost(timescale, pause, calendar).amount,
  }));
  const length = lost.reduce((left, { days }) => left - days, count(startedOn, dueOn));
  const passed = lost.reduce((so, { after, days }) => (so > after ? so + days : so), length * part);
  return afterDays(passed, (days) =>
    working ? calendar.addWorkingDays(startedOn, days) : addDays(startedOn, days),
  );
}

function warnAt(timescale: Timescale, run: Run, marks: Marks, calendar: Calendar): Instant {
  const { part, of } = marks.warning.value.lengthPassed;
  const passed = run.inHours ? partPassed : partOfDaysPassed;
  return passed(timescale, run, part / of, calendar);
}

const notBefore = (day: LocalDate, floor: LocalDate): LocalDate => (compare(day, floor) < 0 ? floor : day);

function dueSoonFrom(timescale: Timescale, run: Run, marks: Marks, calendar: Calendar): Instant {
  const { lastWorkingDays, lastPartOfHours } = marks.dueSoon.value;
  if (run.inHours) return partPassed(timescale, run, 1 - lastPartOfHours.part / lastPartOfHours.of, calendar);
  const lastDay = calendar.workingDayOnOrBefore(run.dueOn);
  const day = calendar.addWorkingDays(lastDay, 1 - lastWorkingDays);
  return startOfDay(notBefore(day, run.startedOn));
}

/** From when the clock is critically overdue; null for guidance, which is never a breach. */
export function criticalFrom(
  timescale: Timescale,
  run: Run,
  calendar: Calendar,
  marks: Pick<Marks, 'critical'>,
): Instant | null {
  if (timescale.guidance) return null;
  const { overByWorkingDays, overByOwnLengths } = marks.critical.value;
  if (!run.inHours) return startOfDay(addDays(calendar.addWorkingDays(run.dueOn, overByWorkingDays), 1));
  return lateFrom(addMilliseconds(run.dueAt, lengthOf(run) * overByOwnLengths));
}

/** The same time of day so many working days after the due moment; for day clocks, once those days have passed. */
function escalateAt(due: Due, workingDaysOver: number, calendar: Calendar): Instant {
  if (workingDaysOver === 0) return lateFrom(due.dueAt);
  const day = calendar.addWorkingDays(londonDateOf(due.dueAt), workingDaysOver);
  return lateFrom(onLondonDay(day, londonTimeOfDay(due.dueAt)));
}

/** When to warn, when it is due soon, and who hears of a breach when, as the protocol version's parameters say. */
export function moments(timescale: Timescale, run: Run, calendar: Calendar, marks: Marks): Moments {
  const breaches = !timescale.guidance;
  return {
    warnAt: warnAt(timescale, run, marks, calendar),
    dueSoonFrom: dueSoonFrom(timescale, run, marks, calendar),
    lateFrom: lateFrom(run.dueAt),
    criticalFrom: criticalFrom(timescale, run, calendar, marks),
    escalations: breaches
      ? marks.escalation.value.map(({ to, overByWorkingDays }) => ({
          to,
          at: escalateAt(run, overByWorkingDays, calendar),
        }))
      : [],
  };
}

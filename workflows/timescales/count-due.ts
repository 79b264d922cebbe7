import { addDays, addMonths, type LocalDate } from '../calendar/local-date.js';
import {
  addHours,
  addMilliseconds,
  endOfDay,
  londonDateOf,
  londonTimeOfDay,
  millisecondsOf,
  onLondonDay,
  startOfDay,
  type Instant,
} from '../calendar/london-time.js';
import type { Calendar } from '../calendar/working-days.js';
import { lastBirthday, startOfClock, type ClockStartFacts } from './clock-start.js';
import { countsHours, HOURS_IN_A_DAY, type Length, type Timescale } from './timescale.js';
import { traceOf, type Trace } from './trace.js';

/** When a clock is due. */
export interface Due {
  /** Day 0, in London. */
  startedOn: LocalDate;
  /** The moment it started, where that is known. */
  startedAt?: Instant;
  /** The day it is due, in London. */
  dueOn: LocalDate;
  /** The last moment in time: the close of that day, or the moment itself for clocks in hours. */
  dueAt: Instant;
  /** Whether it runs to a moment rather than to the close of a day. */
  inHours: boolean;
  /** The counted day before any rolling, to which extensions are added. */
  baseOn: LocalDate;
}

/** When a clock is due, with how it was counted. */
export interface CountedDue extends Due {
  trace: Trace;
}

const HOUR_MS = 3_600_000;

type Started = Pick<Due, 'startedOn' | 'startedAt'>;

/** The day a length of days, weeks, months or years ends. Throws a RangeError for a length in hours. */
export function addLength(date: LocalDate, { amount, unit }: Length, calendar: Calendar): LocalDate {
  switch (unit) {
    case 'workingDays':
      return calendar.addWorkingDays(date, amount);
    case 'calendarDays':
      return addDays(date, amount);
    case 'calendarWeeks':
      return addDays(date, amount * 7);
    case 'calendarMonths':
      return addMonths(date, amount);
    case 'calendarYears':
      return addMonths(date, amount * 12);
    case 'hours':
    case 'hoursOnWorkingDays':
      throw new RangeError('A length in hours is counted from a moment, not from a day.');
  }
}

/** The moment by which so many milliseconds of working days have passed; a start on another day waits for the next one. */
export function elapseOnWorkingDays(at: Instant, ms: number, calendar: Calendar): Instant {
  const first = londonDateOf(at);
  let day = calendar.workingDayOnOrAfter(first);
  let from = day === first ? at : startOfDay(day);
  let left = ms;
  for (;;) {
    const room = millisecondsOf(startOfDay(addDays(day, 1))) - millisecondsOf(from);
    if (left <= room) return addMilliseconds(from, left);
    left -= room;
    day = calendar.nextWorkingDay(day);
    from = startOfDay(day);
  }
}

function hoursOnWorkingDaysLater(
  timescale: Timescale,
  hours: number,
  at: Instant,
  calendar: Calendar,
): Instant {
  if (timescale.reading === 'elapsed') return elapseOnWorkingDays(at, hours * HOUR_MS, calendar);
  const day = calendar.addWorkingDays(londonDateOf(at), hours / HOURS_IN_A_DAY);
  return timescale.reading === 'closeOfDay' ? endOfDay(day) : onLondonDay(day, londonTimeOfDay(at));
}

function hoursLater(
  timescale: Timescale,
  length: Length,
  start: ClockStartFacts,
  calendar: Calendar,
): Instant {
  if (start.at === undefined)
    throw new RangeError(`${timescale.id} counts hours, so it needs a date and a time.`);
  if (length.unit === 'hoursOnWorkingDays') {
    return hoursOnWorkingDaysLater(timescale, length.amount, start.at, calendar);
  }
  const due = addHours(start.at, length.amount);
  const heard = timescale.lateAwareness === 'atOnce' ? start.awareAt : undefined;
  return heard !== undefined && heard > due ? heard : due;
}

function byDay(started: Started, baseOn: LocalDate, timescale: Timescale, calendar: Calendar): Due {
  const rolled = {
    none: () => baseOn,
    next: () => calendar.workingDayOnOrAfter(baseOn),
    previous: () => calendar.workingDayOnOrBefore(baseOn),
  };
  const dueOn = rolled[timescale.roll]();
  return { ...started, dueOn, dueAt: endOfDay(dueOn), inHours: false, baseOn };
}

/** A clock that runs to that moment. */
export function byHour(started: Started, dueAt: Instant): Due {
  const dueOn = londonDateOf(dueAt);
  return { ...started, dueOn, dueAt, inHours: true, baseOn: dueOn };
}

/** When the clock is due, without the account of how it was counted. Throws as countDue does. */
export function dueOf(
  timescale: Timescale,
  start: ClockStartFacts,
  calendar: Calendar,
  givenDue?: LocalDate,
): Due {
  const startedOn = startOfClock(timescale, start);
  const started: Started =
    startedOn === start.on && start.at !== undefined ? { startedOn, startedAt: start.at } : { startedOn };
  const birthday = lastBirthday(timescale, start);
  if (birthday !== null) {
    const afterIt = startedOn > birthday ? timescale.until?.joiningAfterIt : undefined;
    return byDay(started, afterIt ? addLength(startedOn, afterIt, calendar) : birthday, timescale, calendar);
  }
  const { length } = timescale;
  if (length === null) {
    if (givenDue !== undefined) return byDay(started, givenDue, timescale, calendar);
    throw new RangeError(`${timescale.id} has no length of its own: its due date comes with what starts it.`);
  }
  return countsHours(length.unit)
    ? byHour(started, hoursLater(timescale, length, start, calendar))
    : byDay(started, addLength(startedOn, length, calendar), timescale, calendar);
}

/**
 * When the clock is due, and how that was counted. Day 0 is the day of the start; a due day ends at 23:59:59 in London.
 * Throws a RangeError where a clock in hours has no moment, or one without a length of its own is given no due day.
 */
export function countDue(
  timescale: Timescale,
  start: ClockStartFacts,
  calendar: Calendar,
  givenDue?: LocalDate,
): CountedDue {
  const due = dueOf(timescale, start, calendar, givenDue);
  return { ...due, trace: traceOf(timescale, start, due, calendar) };
}

/**
 * The due date with an extension: added to the day that was counted before any rolling, then rolled once. Throws a
 * RangeError where hours would be added to days or days to hours.
 */
export function extend(timescale: Timescale, due: Due, by: Length, calendar: Calendar): Due {
  if (due.inHours !== countsHours(by.unit)) {
    throw new RangeError(`${timescale.id}: hours and days are never converted into each other.`);
  }
  const { startedOn, startedAt } = due;
  const started: Started = startedAt === undefined ? { startedOn } : { startedOn, startedAt };
  if (!due.inHours) return byDay(started, addLength(due.baseOn, by, calendar), timescale, calendar);
  const at =
    by.unit === 'hours'
      ? addHours(due.dueAt, by.amount)
      : hoursOnWorkingDaysLater(timescale, by.amount, due.dueAt, calendar);
  return byHour(started, at);
}

import {
  addDays,
  addMilliseconds,
  addMonths,
  birthdayOn,
  isLocalDate,
  londonDateOf,
  londonToInstant,
  type Calendar,
  type Instant,
  type LocalDate,
} from '../../workflows/protocol/index.js';
import type { Path, Report } from '../protocols/checks.js';
import { offered } from './nearest.js';

/** A day or time that is written in a way that cannot be read; its message says what is wrong and how it is written. */
export class UnreadableTime extends Error {
  override readonly name = 'UnreadableTime';
}

/** What is read; where it cannot be read, that is reported at its place, and it is undefined. */
export function readable<T>(read: () => T, path: Path, report: Report): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableTime)) throw error;
    report(path, `is not right: ${error.message}`);
    return undefined;
  }
}

/** The days that can be spoken of by name, each written as a date or by way of another. */
export interface DayNames {
  calendar: Calendar;
  /** As written; `today` is always among them. */
  named: Readonly<Record<string, string>>;
  /** The day of birth of the child the step is about, where it is known. */
  birthday?: LocalDate;
  /** The day of the step, for what it says. */
  step?: LocalDate;
}

const DAY = /^([A-Za-z][A-Za-z0-9]*|\d{4}-\d{2}-\d{2})((?:[+-]\d{1,4}(?:wd|d|w|m|y))*)$/;
const STEP = /([+-])(\d{1,4})(wd|d|w|m|y)/g;
const DAYS_IN_A_WEEK = 7;
const MONTHS_IN_A_YEAR = 12;
const HOW = 'write 2026-01-05, or today-12wd (wd working days, d days, w weeks, m months, y years)';

function moved(day: LocalDate, amount: number, unit: string, calendar: Calendar): LocalDate {
  switch (unit) {
    case 'wd':
      return calendar.addWorkingDays(day, amount);
    case 'w':
      return addDays(day, amount * DAYS_IN_A_WEEK);
    case 'm':
      return addMonths(day, amount);
    case 'y':
      return addMonths(day, amount * MONTHS_IN_A_YEAR);
    default:
      return addDays(day, amount);
  }
}

function startOf(name: string, days: DayNames, through: readonly string[]): LocalDate {
  if (isLocalDate(name)) return name;
  if (name === 'step' && days.step) return days.step;
  if (name === 'birthday' && days.birthday) return days.birthday;
  const written = Object.hasOwn(days.named, name) ? days.named[name] : undefined;
  if (written === undefined) {
    const known = [
      ...Object.keys(days.named),
      ...(days.birthday ? ['birthday'] : []),
      ...(days.step ? ['step'] : []),
    ];
    const what = /^\d/.test(name)
      ? `'${name}' is not a day of the calendar`
      : `there is no day called '${name}'`;
    throw new UnreadableTime(`${what}; ${/^\d/.test(name) ? HOW : offered(name, known)}`);
  }
  if (through.includes(name))
    throw new UnreadableTime(`the day '${name}' is told by way of itself; give it a date`);
  return dayOf(written, days, [...through, name]);
}

/** The day that is written: a date, or a named day with what is added to it. Throws UnreadableTime. */
export function dayOf(written: string, days: DayNames, through: readonly string[] = []): LocalDate {
  const match = DAY.exec(written.trim());
  if (!match) throw new UnreadableTime(`'${written}' is not a day; ${HOW}`);
  const [, name = '', steps = ''] = match;
  const parts = [...steps.matchAll(STEP)];
  const start = startOf(name, days, through);
  return parts.reduce((day, [, sign, amount, unit = ''], at) => {
    const signed = Number(`${sign}${amount}`);
    // A birthday of 29 February falls as the law says, not on the last day of the month.
    if (name === 'birthday' && at === 0 && unit === 'y' && signed > 0) return birthdayOn(day, signed);
    return moved(day, signed, unit, days.calendar);
  }, start);
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const LATER = /^\+(\d{1,4})(wd|d|w|m|y|h|min)(?: (\S+))?$/;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FIRST_THING = '09:00';

function inLondon(day: LocalDate, time: string): Instant {
  if (!TIME.test(time)) throw new UnreadableTime(`'${time}' is not a time of day; write 09:30`);
  try {
    return londonToInstant(`${day}T${time}`);
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableTime(error.message);
    throw error;
  }
}

const firstThing = (day: LocalDate, before: Instant | null): Instant => {
  const morning = inLondon(day, FIRST_THING);
  return before !== null && morning <= before && londonDateOf(before) === day
    ? addMilliseconds(before, MINUTE)
    : morning;
};

/**
 * The moment of a step: a day and London time, `+5wd 09:30` after the step before, a time on the same day, or nothing for
 * a minute later. A day without a time is its morning. Throws UnreadableTime.
 */
export function momentOf(written: string | undefined, before: Instant | null, days: DayNames): Instant {
  const text = written?.trim().replace('T', ' ').replace(/\s+/g, ' ');
  if (text === undefined || TIME.test(text) || text.startsWith('+')) {
    if (before === null)
      throw new UnreadableTime('the first step needs a day and time of its own; write 2026-01-05 09:30');
    if (text === undefined) return addMilliseconds(before, MINUTE);
    if (TIME.test(text)) return inLondon(londonDateOf(before), text);
    const later = LATER.exec(text);
    if (!later)
      throw new UnreadableTime(
        `'${text}' is not a time after the step before; write +5wd 09:30, +2d or +30min`,
      );
    const [, amount, unit = '', time] = later;
    if (unit === 'min' || unit === 'h')
      return addMilliseconds(before, Number(amount) * (unit === 'h' ? HOUR : MINUTE));
    const day = moved(londonDateOf(before), Number(amount), unit, days.calendar);
    return time === undefined ? firstThing(day, before) : inLondon(day, time);
  }
  const [day = '', time, ...rest] = text.split(' ');
  if (rest.length > 0) throw new UnreadableTime(`'${text}' is not a day and a time; write 2026-01-05 09:30`);
  const on = dayOf(day, days);
  return time === undefined ? firstThing(on, before) : inLondon(on, time);
}

/** The day of birth among who a child is; undefined where it cannot be read. */
export function birthdayIn(child: Readonly<Record<string, unknown>>, days: DayNames): LocalDate | undefined {
  const written = child['dateOfBirth'];
  if (typeof written !== 'string') return undefined;
  try {
    return dayOf(written, days);
  } catch (error) {
    if (error instanceof UnreadableTime) return undefined;
    throw error;
  }
}

import { holidaysByRule, type Holiday, type HolidayChange, type HolidayRule } from './holiday-rules.js';
import {
  dayNumber,
  fromDayNumber,
  weekdayName,
  weekdayOfDayNumber,
  yearOfDate,
  type LocalDate,
} from './local-date.js';

/** One version of a calendar as data: what an administrator keeps. */
export interface CalendarData {
  id: string;
  version: string;
  name: string;
  /** Weekdays on which nobody works, 1 for Monday to 7 for Sunday. */
  weekend: readonly number[];
  rules: readonly HolidayRule[];
  /** Proclaimed, cancelled and moved days. */
  days: readonly HolidayChange[];
  /** The last day up to which it is known which days were proclaimed, cancelled and moved. */
  knownUntil?: LocalDate;
}

/** A day that was not counted, and why. */
export interface SkippedDay {
  date: LocalDate;
  why: string;
}

/** The working days of one version of a calendar. */
export interface Calendar {
  readonly id: string;
  readonly version: string;
  /** The last day whose holidays are known; null where the calendar does not say. */
  readonly knownUntil: LocalDate | null;
  isWorkingDay(date: LocalDate): boolean;
  /** 'Saturday' or 'bank holiday: Good Friday'; null for a working day. */
  whyNotWorking(date: LocalDate): string | null;
  /** The nth working day after `date`, or before it where negative; `date` itself for 0. */
  addWorkingDays(date: LocalDate, days: number): LocalDate;
  /** The first working day after `date`. */
  nextWorkingDay(date: LocalDate): LocalDate;
  /** `date`, or the first working day after it where it is none. */
  workingDayOnOrAfter(date: LocalDate): LocalDate;
  /** `date`, or the last working day before it where it is none. */
  workingDayOnOrBefore(date: LocalDate): LocalDate;
  /** How many working days lie after `from`, up to and with `to`; negative where `to` is earlier. */
  workingDaysBetween(from: LocalDate, to: LocalDate): number;
  /** The days after `from`, up to and with `to`, that are not worked, each with why. */
  skippedBetween(from: LocalDate, to: LocalDate): SkippedDay[];
  /** The holidays kept in a year, in order. */
  holidaysOf(year: number): readonly Holiday[];
}

const DAYS_IN_A_WEEK = 7;
const REMEMBERED_YEARS = 400;

/** What each changed day is called, null where it is no holiday: of several changes of a day the last one counts. */
function namesByDay(days: readonly HolidayChange[]): ReadonlyMap<LocalDate, string | null> {
  const names = new Map<LocalDate, string | null>();
  for (const change of days) {
    if (change.kind === 'moved') names.set(change.from, null);
    names.set(change.date, change.kind === 'cancelled' ? null : change.name);
  }
  return names;
}

/** The calendar of that data. Throws a RangeError where no day of the week would be worked. */
export function buildCalendar(data: CalendarData): Calendar {
  if (new Set(data.weekend).size >= DAYS_IN_A_WEEK)
    throw new RangeError(`Calendar ${data.id} leaves no working day.`);
  const changed = namesByDay(data.days);
  const years = new Map<number, ReadonlyMap<number, string>>();

  const namesOf = (year: number): ReadonlyMap<number, string> => {
    const known = years.get(year);
    if (known) return known;
    const byRule = [year - 1, year].flatMap((each) =>
      each < 1 ? [] : holidaysByRule(data.rules, data.weekend, each),
    );
    const names = new Map<number, string>();
    for (const { date, name } of byRule) if (yearOfDate(date) === year) names.set(dayNumber(date), name);
    for (const [date, name] of changed) {
      if (yearOfDate(date) !== year) continue;
      if (name === null) names.delete(dayNumber(date));
      else names.set(dayNumber(date), name);
    }
    if (years.size >= REMEMBERED_YEARS) years.clear();
    years.set(year, names);
    return names;
  };

  const isWeekend = (day: number) => data.weekend.includes(weekdayOfDayNumber(day));
  const bound = (year: number, monthAndDay: string): number =>
    dayNumber(`${String(year).padStart(4, '0')}-${monthAndDay}` as LocalDate);
  /** The year last looked into: days are walked in order, so the next is nearly always in it too. */
  let recent = { first: 1, last: 0, names: new Map() as ReadonlyMap<number, string> };
  const holiday = (day: number): string | undefined => {
    if (day < recent.first || day > recent.last) {
      const year = yearOfDate(fromDayNumber(day));
      recent = { first: bound(year, '01-01'), last: bound(year, '12-31'), names: namesOf(year) };
    }
    return recent.names.get(day);
  };

  const walk = (date: LocalDate, days: number): LocalDate => {
    const step = Math.sign(days);
    let day = dayNumber(date);
    let left = Math.abs(days);
    while (left > 0) {
      day += step;
      if (!isWeekend(day) && holiday(day) === undefined) left -= 1;
    }
    return fromDayNumber(day);
  };

  const why = (day: number): string | null => {
    if (isWeekend(day)) return weekdayName(weekdayOfDayNumber(day));
    const name = holiday(day);
    return name === undefined ? null : `bank holiday: ${name}`;
  };
  const whyNotWorking = (date: LocalDate) => why(dayNumber(date));
  const isWorkingDay = (date: LocalDate) => whyNotWorking(date) === null;

  const skippedBetween = (from: LocalDate, to: LocalDate): SkippedDay[] => {
    const skipped: SkippedDay[] = [];
    const end = dayNumber(to);
    for (let day = dayNumber(from) + 1; day <= end; day += 1) {
      const reason = why(day);
      if (reason !== null) skipped.push({ date: fromDayNumber(day), why: reason });
    }
    return skipped;
  };

  const workingDaysBetween = (from: LocalDate, to: LocalDate): number => {
    if (to < from) return -workingDaysBetween(to, from);
    const end = dayNumber(to);
    let count = 0;
    for (let day = dayNumber(from) + 1; day <= end; day += 1) {
      if (!isWeekend(day) && holiday(day) === undefined) count += 1;
    }
    return count;
  };

  return {
    id: data.id,
    version: data.version,
    knownUntil: data.knownUntil ?? null,
    isWorkingDay,
    whyNotWorking,
    addWorkingDays: (date, days) => {
      if (!Number.isInteger(days)) throw new RangeError('Working days are counted whole.');
      return walk(date, days);
    },
    nextWorkingDay: (date) => walk(date, 1),
    workingDayOnOrAfter: (date) => (isWorkingDay(date) ? date : walk(date, 1)),
    workingDayOnOrBefore: (date) => (isWorkingDay(date) ? date : walk(date, -1)),
    workingDaysBetween,
    skippedBetween,
    holidaysOf: (year) =>
      [...namesOf(year)]
        .map(([day, name]) => ({ date: fromDayNumber(day), name }))
        .sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

/** The same calendar with more days, as a new version. */
export const withDays = (
  data: CalendarData,
  version: string,
  days: readonly HolidayChange[],
): CalendarData => ({
  ...data,
  version,
  days: [...data.days, ...days],
});

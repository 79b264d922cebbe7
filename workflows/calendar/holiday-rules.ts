import { addDays, dateOf, dayOfWeek, type LocalDate } from './local-date.js';

/** A rule by which a holiday falls each year. Months are 1 to 12, weekdays 1 for Monday to 7 for Sunday. */
export type HolidayRule =
  | { name: string; kind: 'fixed'; month: number; day: number; substitute: boolean }
  | { name: string; kind: 'easter'; offset: number }
  | { name: string; kind: 'nthWeekday'; month: number; weekday: number; nth: number };

/** A day as it stands in no rule: added, taken away, or moved from where its rule puts it. */
export type HolidayChange =
  | { kind: 'proclaimed'; date: LocalDate; name: string }
  | { kind: 'cancelled'; date: LocalDate; name: string }
  | { kind: 'moved'; from: LocalDate; date: LocalDate; name: string };

/** A holiday on the day it is kept. */
export interface Holiday {
  date: LocalDate;
  name: string;
}

/** Easter Sunday of a year of the Gregorian calendar. */
export function easterSunday(year: number): LocalDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const moonShift = Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const weekdayShift =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekdayShift) / 451);
  const days = epact + weekdayShift - 7 * late + 114;
  return dateOf(year, Math.floor(days / 31), (days % 31) + 1);
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): LocalDate {
  if (nth > 0) {
    const first = dateOf(year, month, 1);
    return addDays(first, ((weekday - dayOfWeek(first) + 7) % 7) + (nth - 1) * 7);
  }
  const last = addDays(month === 12 ? dateOf(year + 1, 1, 1) : dateOf(year, month + 1, 1), -1);
  return addDays(last, -((dayOfWeek(last) - weekday + 7) % 7) + (nth + 1) * 7);
}

function dayOfRule(rule: HolidayRule, year: number): LocalDate {
  switch (rule.kind) {
    case 'fixed':
      return dateOf(year, rule.month, rule.day);
    case 'easter':
      return addDays(easterSunday(year), rule.offset);
    case 'nthWeekday':
      return nthWeekday(year, rule.month, rule.weekday, rule.nth);
  }
}

/**
 * The holidays the rules give a year, in order. One that falls at the weekend and has a substitute is kept on the next
 * weekday that is not a holiday itself, which may be in the next year.
 */
export function holidaysByRule(
  rules: readonly HolidayRule[],
  weekend: readonly number[],
  year: number,
): readonly Holiday[] {
  const kept: Holiday[] = [];
  const displaced: Holiday[] = [];
  for (const rule of rules) {
    const date = dayOfRule(rule, year);
    const moves = rule.kind === 'fixed' && rule.substitute && weekend.includes(dayOfWeek(date));
    (moves ? displaced : kept).push({ date, name: rule.name });
  }
  const inOrder = (a: Holiday, b: Holiday) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0);
  for (const { date, name } of displaced.sort(inOrder)) {
    let substitute = addDays(date, 1);
    while (weekend.includes(dayOfWeek(substitute)) || kept.some((holiday) => holiday.date === substitute)) {
      substitute = addDays(substitute, 1);
    }
    kept.push({ date: substitute, name: `${name} (substitute day)` });
  }
  return kept.sort(inOrder);
}

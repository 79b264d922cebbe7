import { yearOfDate, type LocalDate } from './local-date.js';
import type { Calendar } from './working-days.js';

/** A day that one calendar keeps as a holiday and another does not. */
export interface ChangedDay {
  kind: 'nowHoliday' | 'noHoliday';
  date: LocalDate;
  name: string;
}

/** The days from `from` to `to` that the two calendars keep differently, in order. */
export function changedDays(before: Calendar, after: Calendar, from: LocalDate, to: LocalDate): ChangedDay[] {
  const years = Array.from(
    { length: yearOfDate(to) - yearOfDate(from) + 1 },
    (_, at) => yearOfDate(from) + at,
  );
  const only = (kind: ChangedDay['kind'], its: Calendar, other: Calendar): ChangedDay[] =>
    years.flatMap((year) => {
      const kept = new Set(other.holidaysOf(year).map(({ date }) => date));
      return its
        .holidaysOf(year)
        .filter(({ date }) => date >= from && date <= to && !kept.has(date))
        .map(({ date, name }) => ({ kind, date, name }));
    });
  return [...only('nowHoliday', after, before), ...only('noHoliday', before, after)].sort((a, b) =>
    a.date < b.date ? -1 : 1,
  );
}

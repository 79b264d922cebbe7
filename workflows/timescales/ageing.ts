import { addDays, daysBetween, type LocalDate } from '../calendar/local-date.js';
import type { Calendar } from '../calendar/working-days.js';
import type { AgeingBucket, QueueRules } from './parameters.js';

/** In what overdue days are counted. */
export const AGEING_UNITS = ['workingDays', 'calendarDays'] as const;
export type AgeingUnit = (typeof AGEING_UNITS)[number];

/** The due days of what is overdue by as much as a bucket says; null: without an end on that side. */
export interface AgeingRange {
  slug: string;
  title: string;
  dueFrom: LocalDate | null;
  dueTo: LocalDate | null;
}

/** How long something due on that day is overdue: days after it, up to and with today. */
export const overdueBy = (
  dueOn: LocalDate,
  today: LocalDate,
  calendar: Calendar,
): Record<AgeingUnit, number> => ({
  workingDays: calendar.workingDaysBetween(dueOn, today),
  calendarDays: daysBetween(dueOn, today),
});

/** The first due day that is overdue by no more than so many days. */
const lastDueWith = (days: number, unit: AgeingUnit, today: LocalDate, calendar: Calendar): LocalDate =>
  unit === 'calendarDays' ? addDays(today, -days) : calendar.addWorkingDays(addDays(today, 1), -(days + 1));

/**
 * The buckets as ranges of due days, seen from today: whatever is overdue falls into exactly one of each unit, and what is
 * overdue by less than a day into the first.
 */
export function ageingRanges(
  unit: AgeingUnit,
  { ageing }: QueueRules,
  today: LocalDate,
  calendar: Calendar,
): AgeingRange[] {
  const from = ageing[unit].map(({ upTo }) =>
    upTo === null ? null : lastDueWith(upTo, unit, today, calendar),
  );
  return ageing[unit].map(({ slug, title }, at) => {
    const before = at === 0 ? null : (from[at - 1] ?? null);
    return { slug, title, dueFrom: from[at] ?? null, dueTo: before && addDays(before, -1) };
  });
}

/** The bucket of something overdue by so many days. */
export const bucketOf = (days: number, buckets: readonly AgeingBucket[]): AgeingBucket | undefined =>
  buckets.find(({ upTo }) => upTo === null || days <= upTo);

/** The last day that is so many working days ahead. */
export const lastDayWithin = (workingDays: number, today: LocalDate, calendar: Calendar): LocalDate =>
  calendar.addWorkingDays(today, workingDays);

/** The due days of what was escalated, seen from a moment of today. */
export interface EscalatedDue {
  /** Due by then: escalated already, at whatever time of day it was due. */
  by: LocalDate;
  /** Due after that and by then: escalated today, at the time of day it was due. */
  today: LocalDate;
}

/** What was due on which days is escalated by now, where that happens so many working days after the due moment (ROL-5). */
export function escalatedDue(workingDaysOver: number, today: LocalDate, calendar: Calendar): EscalatedDue {
  const before = (day: LocalDate): LocalDate =>
    addDays(lastDueWith(workingDaysOver - 1, 'workingDays', addDays(day, -1), calendar), -1);
  return { by: before(today), today: before(addDays(today, 1)) };
}

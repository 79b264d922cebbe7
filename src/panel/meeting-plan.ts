import {
  addDays,
  addMonths,
  dayOfWeek,
  localDate,
  type Calendar,
  type LocalDate,
} from '../../workflows/protocol/index.js';

/** Which day of a month a panel meets on: the first to fourth of a weekday, or the last. */
export type WhichOfMonth = 1 | 2 | 3 | 4 | 'last';

/** A rhythm in which meetings are wanted. */
export interface Rhythm {
  /** Any day of the first month. */
  from: LocalDate;
  months: number;
  which: WhichOfMonth;
  /** 1 is Monday. */
  weekday: number;
}

/** A day that the rhythm comes to. */
export interface PlannedDay {
  on: LocalDate;
  /** The day it would have been, and why it is not worked; null where it is. */
  instead: { of: LocalDate; why: string } | null;
}

const WEEK = 7;

function dayIn(first: LocalDate, which: WhichOfMonth, weekday: number): LocalDate {
  if (which === 'last') {
    const end = addDays(addMonths(first, 1), -1);
    return addDays(end, -((dayOfWeek(end) - weekday + WEEK) % WEEK));
  }
  return addDays(first, ((weekday - dayOfWeek(first) + WEEK) % WEEK) + (which - 1) * WEEK);
}

/** The days of a rhythm, month by month; one that is not worked gives way to the next that is (PAN-1). */
export function plannedDays({ from, months, which, weekday }: Rhythm, calendar: Calendar): PlannedDay[] {
  const first = localDate(`${from.slice(0, 7)}-01`);
  return Array.from({ length: months }, (_, month) => {
    const wanted = dayIn(addMonths(first, month), which, weekday);
    const why = calendar.whyNotWorking(wanted);
    return why === null
      ? { on: wanted, instead: null }
      : { on: calendar.nextWorkingDay(wanted), instead: { of: wanted, why } };
  });
}

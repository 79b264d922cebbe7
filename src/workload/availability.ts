import type { Calendar, LocalDate } from '../../workflows/protocol/index.js';

/** Days on which someone is away, from the first to the last; until further notice where there is no last. */
export interface Away {
  from: LocalDate;
  to: LocalDate | null;
}

/** What someone can carry in the days ahead, and how much of it is taken. */
export interface Availability {
  /** Working days looked at, and on how many of them they are there. */
  workingDays: number;
  present: number;
  /** Capacity in points, lessened by absence; to a tenth. */
  available: number;
  /** Points carried, as a whole per cent of that; null where they are away throughout. */
  percent: number | null;
  /** Whether they are away today, and until when where that is known. */
  absentToday: boolean;
  absentUntil: LocalDate | null;
}

const isAway = (absences: readonly Away[], day: LocalDate): Away | undefined =>
  absences.find(({ from, to }) => from <= day && (to === null || day <= to));

const TENTHS = 10;
const PER_CENT = 100;

/** How much room somebody has in the next working days, today among them where it is one (ROL-1). */
export function availabilityOf(
  { points, capacity, absences }: { points: number; capacity: number; absences: readonly Away[] },
  { today, workingDays, calendar }: { today: LocalDate; workingDays: number; calendar: Calendar },
): Availability {
  const first = calendar.workingDayOnOrAfter(today);
  const days = Array.from({ length: workingDays }, (_, nth) => calendar.addWorkingDays(first, nth));
  const present = days.filter((day) => !isAway(absences, day)).length;
  const available = Math.round((capacity * present * TENTHS) / workingDays) / TENTHS;
  const away = isAway(absences, today);
  return {
    workingDays,
    present,
    available,
    percent: available === 0 ? null : Math.round((points * PER_CENT) / available),
    absentToday: away !== undefined,
    absentUntil: away?.to ?? null,
  };
}

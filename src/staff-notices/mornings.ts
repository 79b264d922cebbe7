import {
  addDays,
  compare,
  londonDateOf,
  londonToInstant,
  type Calendar,
  type Instant,
  type LocalDate,
} from '../../workflows/protocol/index.js';

/** A working morning: its day, and the moment at which staff are written to. */
export interface Morning {
  on: LocalDate;
  at: Instant;
}

/** The morning of that working day; `at` is a London time of day. Every morning's time exists on the days clocks change. */
const morningOf = (on: LocalDate, at: string): Morning => ({ on, at: londonToInstant(`${on}T${at}`) });

/** The last working morning that has come by then: of several that were missed, the only one that still matters. */
export function latestMorning(now: Instant, at: string, calendar: Calendar): Morning {
  const today = londonDateOf(now);
  const last = morningOf(calendar.workingDayOnOrBefore(today), at);
  return compare(last.on, today) < 0 || last.at <= now
    ? last
    : morningOf(calendar.workingDayOnOrBefore(addDays(last.on, -1)), at);
}

/** The first working morning after that moment. */
export function nextMorning(now: Instant, at: string, calendar: Calendar): Morning {
  const first = morningOf(calendar.workingDayOnOrAfter(londonDateOf(now)), at);
  return first.at > now ? first : morningOf(calendar.nextWorkingDay(first.on), at);
}

import {
  birthdayOn,
  later,
  LAW_OF_ENGLAND,
  type LeapBirthday,
  type LocalDate,
} from '../calendar/local-date.js';
import type { Instant } from '../calendar/london-time.js';
import type { Timescale } from './timescale.js';

/** What a clock is counted from. */
export interface ClockStartFacts {
  /** Day 0, in London. */
  on: LocalDate;
  /** The moment, which a clock in hours needs. */
  at?: Instant;
  /** For clocks of an age: the child's date of birth. Without it `on` is taken as the birthday that starts the clock. */
  dob?: LocalDate;
  /** When the owner heard of it, for clocks due at once where that is later. */
  awareAt?: Instant;
  /** How a 29 February birthday is counted. */
  leap?: LeapBirthday;
}

/**
 * The day a clock of an age starts: that birthday, or the day of joining where it is later. Without a date of birth, and
 * for every other clock, `on` itself.
 */
export function startOfClock(
  timescale: Timescale,
  { on, dob, leap = LAW_OF_ENGLAND }: ClockStartFacts,
): LocalDate {
  const age = timescale.starts.birthday;
  return age === undefined || dob === undefined ? on : later(on, birthdayOn(dob, age, leap));
}

/** The birthday on which a clock that runs to one is due; null for every other clock. */
export function lastBirthday(timescale: Timescale, start: ClockStartFacts): LocalDate | null {
  if (!timescale.until) return null;
  const { birthday } = timescale.until;
  return start.dob === undefined
    ? birthdayOn(start.on, birthday - (timescale.starts.birthday ?? birthday), start.leap)
    : birthdayOn(start.dob, birthday, start.leap);
}

import { Temporal } from 'temporal-polyfill';
import {
  dateInWords,
  dayNumber,
  fromDayNumber,
  isLocalDate,
  localDate,
  type LocalDate,
} from './local-date.js';

/** A moment, as ISO text in UTC with milliseconds: '2026-03-29T09:00:00.000Z'. Such moments sort as text. */
export type Instant = string;

const ZONE = 'Europe/London';
const DAY_MS = 86_400_000;
const SECOND_MS = 1000;
const REMEMBERED_DAYS = 20_000;
const WRITTEN_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const LONDON_TIME = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

const textOf = (ms: number): Instant => new Date(ms).toISOString();

/** A moment's milliseconds since 1970. Throws a RangeError for text that is no moment. */
export function millisecondsOf(instant: Instant): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`"${String(instant).slice(0, 40)}" is not a moment in UTC.`);
  return ms;
}

/** That moment in the one form used throughout. Throws a RangeError for text without a date, a time and an offset. */
export function instantOf(text: string): Instant {
  if (!WRITTEN_INSTANT.test(text) || !isLocalDate(text.slice(0, 10))) {
    throw new RangeError(`"${String(text).slice(0, 40)}" is not a moment: write it as 2026-03-29T09:00:00Z.`);
  }
  return textOf(millisecondsOf(text));
}

/** The moment so many milliseconds later. */
export const addMilliseconds = (instant: Instant, ms: number): Instant =>
  textOf(millisecondsOf(instant) + ms);

/** The moment so many hours of 60 minutes later, whatever the clocks do. */
export const addHours = (instant: Instant, hours: number): Instant =>
  addMilliseconds(instant, hours * 3_600_000);

const offsetByDay = new Map<number, number | null>();

const offsetAt = (ms: number): number =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(ZONE).offsetNanoseconds / 1_000_000;

/** London's offset from UTC over one day of UTC and an hour to either side, or null where the clocks change in it. */
function steadyOffset(utcDay: number): number | null {
  const known = offsetByDay.get(utcDay);
  if (known !== undefined) return known;
  const start = offsetAt(utcDay * DAY_MS - 2 * 3_600_000);
  const offset = start === offsetAt((utcDay + 1) * DAY_MS + 2 * 3_600_000) ? start : null;
  if (offsetByDay.size >= REMEMBERED_DAYS) offsetByDay.clear();
  offsetByDay.set(utcDay, offset);
  return offset;
}

const offsetOf = (ms: number): number => steadyOffset(Math.floor(ms / DAY_MS)) ?? offsetAt(ms);

/** The day it is in London at that moment. */
export function londonDateOf(instant: Instant): LocalDate {
  const ms = millisecondsOf(instant);
  return fromDayNumber(Math.floor((ms + offsetOf(ms)) / DAY_MS));
}

/** The time of day in London at that moment, in milliseconds since midnight by the clock on the wall. */
export function londonTimeOfDay(instant: Instant): number {
  const ms = millisecondsOf(instant);
  return (((ms + offsetOf(ms)) % DAY_MS) + DAY_MS) % DAY_MS;
}

/** What the clock on the wall says, or null where no clock ever said it; the earlier moment of two. */
function momentOnChangeDay(date: LocalDate, timeOfDay: number): { ms: number; exists: boolean } {
  const plain = Temporal.PlainDate.from(date).toPlainDateTime().add({ milliseconds: timeOfDay });
  const earlier = plain.toZonedDateTime(ZONE, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(plain)) return { ms: earlier.epochMilliseconds, exists: true };
  return { ms: plain.toZonedDateTime(ZONE, { disambiguation: 'later' }).epochMilliseconds, exists: false };
}

function momentOn(date: LocalDate, timeOfDay: number): { ms: number; exists: boolean } {
  const day = dayNumber(date);
  const offset = steadyOffset(day);
  return offset === null
    ? momentOnChangeDay(date, timeOfDay)
    : { ms: day * DAY_MS + timeOfDay - offset, exists: true };
}

/**
 * The moment at that time of day in London (milliseconds since midnight). Of two, the earlier; where the clocks skip that
 * time, the same time after they have gone forward.
 */
export const onLondonDay = (date: LocalDate, timeOfDay: number): Instant =>
  textOf(momentOn(date, timeOfDay).ms);

/** The moment of every day at one time of day: days are asked for again and again. */
function everyDayAt(timeOfDay: number): (date: LocalDate) => Instant {
  const known = new Map<LocalDate, Instant>();
  return (date) => {
    const moment = known.get(date) ?? onLondonDay(date, timeOfDay);
    if (known.size >= REMEMBERED_DAYS) known.clear();
    known.set(date, moment);
    return moment;
  };
}

/** Midnight in London at which that day begins. */
export const startOfDay = everyDayAt(0);

/** The close of that day: 23:59:59 in London. */
export const endOfDay = everyDayAt(DAY_MS - SECOND_MS);

/** The first moment that is late for something due at `due`: the whole second of its close is still in time. */
export const lateFrom = (due: Instant): Instant => addMilliseconds(due, SECOND_MS);

/** Whether something due at `due` is late at `at`. */
export const isLate = (due: Instant, at: Instant): boolean => at >= lateFrom(due);

/** Whether it is written as a London date and time, as londonToInstant takes it. */
export const isLondonTime = (text: string): boolean => LONDON_TIME.test(text);

/**
 * The moment of a London date and time such as '2026-03-29T10:00'. Of a time that comes twice, the earlier moment.
 * Throws a RangeError for one that does not exist because the clocks go forward.
 */
export function londonToInstant(text: string): Instant {
  const match = LONDON_TIME.exec(text);
  if (!match) {
    throw new RangeError(
      `"${String(text).slice(0, 40)}" is not a London date and time: write it as 2026-03-29T10:00.`,
    );
  }
  const [, day = '', hours, minutes, seconds = '0'] = match;
  const date = localDate(day);
  const timeOfDay = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * SECOND_MS;
  const { ms, exists } = momentOn(date, timeOfDay);
  if (exists) return textOf(ms);
  throw new RangeError(
    `${text.slice(11)} on ${dateInWords(date)} does not exist in London: the clocks go forward then.`,
  );
}

/** The time of day in London in words, '10:00'. */
export function londonTimeInWords(instant: Instant): string {
  const minutes = Math.floor(londonTimeOfDay(instant) / 60_000);
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** A moment as London shows it, 'Sunday 29 March 2026 at 10:00'. */
export const formatLondon = (instant: Instant): string =>
  `${dateInWords(londonDateOf(instant))} at ${londonTimeInWords(instant)}`;

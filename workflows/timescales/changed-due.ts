import { addDays, dateInWords, daysBetween } from '../calendar/local-date.js';
import {
  addMilliseconds,
  endOfDay,
  formatLondon,
  londonDateOf,
  millisecondsOf,
  startOfDay,
  type Instant,
} from '../calendar/london-time.js';
import type { Calendar } from '../calendar/working-days.js';
import type { ClockExtension, ClockPause } from '../protocol/record.js';
import { byHour, elapseOnWorkingDays, extend, type Due } from './count-due.js';
import { lengthInWords, type Length, type Timescale } from './timescale.js';

/** What was agreed about a clock that moves its due date: extensions in their order, and pauses in theirs. */
export interface DueChanges {
  extensions: readonly ClockExtension[];
  pauses: readonly ClockPause[];
}

/** The pause that has not ended; undefined while the clock runs. */
export const openPause = (pauses: readonly ClockPause[]): ClockPause | undefined =>
  pauses.find(({ until }) => until === null);

/** Milliseconds of working days between two moments. */
function workingMilliseconds(from: Instant, to: Instant, calendar: Calendar): number {
  let passed = 0;
  for (let day = londonDateOf(from); startOfDay(day) < to; day = addDays(day, 1)) {
    const begins = startOfDay(day) > from ? startOfDay(day) : from;
    const next = startOfDay(addDays(day, 1));
    const ends = next < to ? next : to;
    if (calendar.isWorkingDay(day)) passed += millisecondsOf(ends) - millisecondsOf(begins);
  }
  return passed;
}

/** The days a pause held up a clock in days: working days where it counts those, calendar days otherwise. */
export function daysLost({ length }: Timescale, { from, until }: ClockPause, calendar: Calendar): Length {
  const unit = length?.unit === 'workingDays' ? 'workingDays' : 'calendarDays';
  if (until === null) return { amount: 0, unit };
  return {
    amount: unit === 'workingDays' ? calendar.workingDaysBetween(from, until) : daysBetween(from, until),
    unit,
  };
}

/** A moment of a clock in hours after a pause that came before it: as much later as the clock stood still. */
export function laterBy(timescale: Timescale, at: Instant, pause: ClockPause, calendar: Calendar): Instant {
  const { fromAt, untilAt } = pause;
  if (fromAt === undefined || untilAt === undefined) return at;
  return timescale.length?.unit === 'hours'
    ? addMilliseconds(at, millisecondsOf(untilAt) - millisecondsOf(fromAt))
    : elapseOnWorkingDays(at, workingMilliseconds(fromAt, untilAt, calendar), calendar);
}

/** The moment a clock in hours is due after a pause. */
function momentAfter(timescale: Timescale, { dueAt }: Due, pause: ClockPause, calendar: Calendar): Instant {
  const later = laterBy(timescale, dueAt, pause, calendar);
  return timescale.reading === 'closeOfDay' && timescale.length?.unit === 'hoursOnWorkingDays'
    ? endOfDay(londonDateOf(later))
    : later;
}

function afterPause(timescale: Timescale, due: Due, pause: ClockPause, calendar: Calendar): Due {
  if (pause.until === null) return due;
  if (!due.inHours) return extend(timescale, due, daysLost(timescale, pause, calendar), calendar);
  const { startedOn, startedAt } = due;
  const started = startedAt === undefined ? { startedOn } : { startedOn, startedAt };
  return byHour(started, momentAfter(timescale, due, pause, calendar));
}

/**
 * The due date with what was agreed: extensions first, then the time lost to each pause that has ended, all added to the
 * day counted before any rolling, which is then rolled once. A pause that has not ended moves nothing yet.
 */
export function changedDue(
  timescale: Timescale,
  due: Due,
  { extensions, pauses }: DueChanges,
  calendar: Calendar,
): Due {
  const extended = extensions.reduce((so, { by }) => extend(timescale, so, by, calendar), due);
  return pauses.reduce((so, pause) => afterPause(timescale, so, pause, calendar), extended);
}

const dueInWords = ({ inHours, dueAt, dueOn }: Due): string =>
  inHours ? formatLondon(dueAt) : `the close of ${dateInWords(dueOn)}`;

function pauseInWords(timescale: Timescale, pause: ClockPause, inHours: boolean, calendar: Calendar): string {
  const { from, fromAt, until, untilAt } = pause;
  const since = inHours && fromAt ? formatLondon(fromAt) : dateInWords(from);
  if (until === null) return `It is paused since ${since}: until it runs on, no due date is reached.`;
  const to = inHours && untilAt ? formatLondon(untilAt) : dateInWords(until);
  const lost = inHours ? 'that time' : lengthInWords(daysLost(timescale, pause, calendar));
  return `It was paused from ${since} to ${to}: ${lost} did not count.`;
}

/** How the due date was changed by what was agreed, in sentences; none where nothing was. */
export function changesInWords(
  timescale: Timescale,
  original: Due,
  changes: DueChanges,
  calendar: Calendar,
): string[] {
  const { extensions, pauses } = changes;
  const now = changedDue(timescale, original, changes, calendar);
  const told = [
    ...extensions.map(
      ({ by, on }) =>
        `On ${dateInWords(on)} it was extended by ${lengthInWords(by)}, added to the day counted before any moving.`,
    ),
    ...pauses.map((pause) => pauseInWords(timescale, pause, original.inHours, calendar)),
  ];
  return now.dueAt === original.dueAt
    ? told
    : [
        ...told,
        `It is now due by ${dueInWords(now)}; the original due date, ${dueInWords(original)}, stays on record.`,
      ];
}

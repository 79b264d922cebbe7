import { dateInWords, daysBetween, type LocalDate } from '../calendar/local-date.js';
import type { EventOf } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { addLength } from '../timescales/count-due.js';
import { deriveDeadlines, type Deadline } from '../timescales/deadlines.js';
import { lengthInWords, type LengthUnit } from '../timescales/timescale.js';
import { withExtension } from './clock-facts.js';
import type { ClockEvents } from './clock.events.js';

type S = Situation<object>;

/** The last day to which such a change may move a clock, in all, and the words that say why it is that day (HNA-11). */
export function latestFor(change: 'extension' | 'exception', { originalDueOn }: Deadline, s: S) {
  const most = s.protocol.parameters.clockMovedAtMost.value[change];
  const on = addLength(originalDueOn, most, s.calendar);
  return {
    on,
    words: `${dateInWords(on)}, ${lengthInWords(most)} after the original due date, ${dateInWords(originalDueOn)}`,
  };
}

/** Days that one of a unit lasts at least: what is far too long is told without counting it out on a calendar. */
const DAYS_AT_LEAST: Readonly<Record<LengthUnit, number>> = {
  hours: 1 / 24,
  hoursOnWorkingDays: 1 / 24,
  workingDays: 1,
  calendarDays: 1,
  calendarWeeks: 7,
  calendarMonths: 28,
  calendarYears: 365,
};

/** Whether the extension, with those before it, moves the clock beyond that day; time lost to pauses is not counted. */
export function movesBeyond(
  last: LocalDate,
  deadline: Deadline,
  event: EventOf<ClockEvents, 'CLOCK_EXTENDED'>,
  s: S,
): boolean {
  const { amount, unit } = event.content;
  if (amount * DAYS_AT_LEAST[unit] > daysBetween(deadline.originalDueOn, last)) return true;
  const facts = { ...s.record.facts, ...withExtension(s.record.facts, event), pauses: [] };
  const moved = deriveDeadlines({ ...s.record, facts }, s).find(({ key }) => key === deadline.key);
  return moved !== undefined && moved.dueOn > last;
}

import { addDays, dateInWords, type LocalDate } from '../calendar/local-date.js';
import { addHours, formatLondon, type Instant } from '../calendar/london-time.js';
import type { Calendar, SkippedDay } from '../calendar/working-days.js';
import { lastBirthday, type ClockStartFacts } from './clock-start.js';
import type { Due } from './count-due.js';
import { HOURS_IN_A_DAY, lengthInWords, ordinalInWords, type Length, type Timescale } from './timescale.js';

/** How a due date was counted. */
export interface Trace {
  /** Plain sentences, in order. */
  words: string[];
  /** Days that were passed over, each with why. */
  skipped: SkippedDay[];
  /** Working days that were counted, in order; empty for clocks that count none. */
  counted: LocalDate[];
}

const isHoliday = (why: string): boolean => why.startsWith('bank holiday');

function skippedInWords(skipped: readonly SkippedDay[]): string {
  if (skipped.length === 0) return 'No day in between is passed over.';
  const days = skipped.map(
    ({ date, why }) => dateInWords(date, { year: false }) + (isHoliday(why) ? ` (${why})` : ''),
  );
  const last = days[days.length - 1] ?? '';
  return `Not counted: ${days.length === 1 ? last : `${days.slice(0, -1).join(', ')} and ${last}`}.`;
}

function workingDaysOf(due: Due, calendar: Calendar): Pick<Trace, 'skipped' | 'counted'> {
  const skipped = calendar.skippedBetween(due.startedOn, due.dueOn);
  const passedOver = new Set(skipped.map(({ date }) => date));
  const counted: LocalDate[] = [];
  for (let day = addDays(due.startedOn, 1); day <= due.dueOn; day = addDays(day, 1)) {
    if (!passedOver.has(day)) counted.push(day);
  }
  return { skipped, counted };
}

const dayZero = (due: Due): string => `Day 0 is ${dateInWords(due.startedOn)}.`;
const BY_CLOSE = 'it is due by the close of that day.';

function traceOfWorkingDays(amount: number, due: Due, calendar: Calendar): Trace {
  const days = workingDaysOf(due, calendar);
  const last = `The ${ordinalInWords(amount)} working day is ${dateInWords(due.dueOn)}; ${BY_CLOSE}`;
  return { ...days, words: [dayZero(due), skippedInWords(days.skipped), last] };
}

/** What follows a counted day that may be no working day: how it rolled, or that it stays. */
function closeOfCalendarClock(
  timescale: Timescale,
  counted: readonly string[],
  due: Due,
  calendar: Calendar,
): Trace {
  const why = calendar.whyNotWorking(due.baseOn);
  const words = [...counted];
  if (due.baseOn !== due.dueOn) {
    words.push(
      `That day is a ${why ?? 'day not worked'}, so it moves once, to ${dateInWords(due.dueOn)}; ${BY_CLOSE}`,
    );
  } else {
    if (why !== null) words.push('It stays there although that is not a working day.');
    words.push('It is due by the close of that day.');
  }
  const skipped =
    timescale.roll === 'next' ? calendar.skippedBetween(addDays(due.baseOn, -1), due.dueOn) : [];
  return { words, skipped, counted: [] };
}

const SHORTER_MONTH: Partial<Record<Length['unit'], string>> = {
  calendarMonths: ', the last day of a month that has no such day',
  calendarYears: ', in a year that has no 29 February',
};

function traceOfCalendarDays(timescale: Timescale, length: Length, due: Due, calendar: Calendar): Trace {
  const shorter = due.baseOn.slice(8) === due.startedOn.slice(8) ? '' : (SHORTER_MONTH[length.unit] ?? '');
  const counted = `${lengthInWords(length)} on, with weekends and bank holidays counted, is ${dateInWords(due.baseOn)}${shorter}.`;
  return closeOfCalendarClock(timescale, [dayZero(due), counted], due, calendar);
}

function traceOfBirthday(timescale: Timescale, start: ClockStartFacts, due: Due, calendar: Calendar): Trace {
  const birthday = lastBirthday(timescale, start);
  const { birthday: age, joiningAfterIt } = timescale.until ?? { birthday: 0 };
  const onBirthday = due.baseOn === birthday;
  const begun = timescale.starts.birthday;
  const words = [`It starts on ${dateInWords(due.startedOn)}${startInWords(start, begun)}.`];
  if (birthday !== null && !onBirthday && joiningAfterIt) {
    words.push(
      `The ${ordinalInWords(age)} birthday, ${dateInWords(birthday)}, has passed, so it is ${lengthInWords(joiningAfterIt)} from then: ${dateInWords(due.baseOn)}.`,
    );
  } else {
    const leap = birthdayMoved(start, due) ? ', since that year has no 29 February' : '';
    words.push(`It runs to the ${ordinalInWords(age)} birthday, ${dateInWords(due.baseOn)}${leap}.`);
  }
  return closeOfCalendarClock(timescale, words, due, calendar);
}

const startInWords = (start: ClockStartFacts, age: number | undefined): string =>
  start.dob === undefined && age !== undefined ? `, taken as the ${ordinalInWords(age)} birthday` : '';

const birthdayMoved = (start: ClockStartFacts, due: Due): boolean =>
  (start.dob ?? start.on).endsWith('-02-29') && !due.baseOn.endsWith('-02-29');

const READINGS_IN_WORDS = {
  sameTimeOfDay: (hours: number, due: Due) =>
    `${hours} hours are read as the same time of day ${hours / HOURS_IN_A_DAY} working days later: ${formatLondon(due.dueAt)}.`,
  closeOfDay: (hours: number, due: Due) =>
    `${hours} hours are read as ${hours / HOURS_IN_A_DAY} working days: the close of ${dateInWords(due.dueOn)}.`,
  elapsed: (hours: number, due: Due) =>
    `Only the hours of working days elapse; ${hours} of them end on ${formatLondon(due.dueAt)}.`,
};

function traceOfHours(
  timescale: Timescale,
  { amount, unit }: Length,
  at: Instant,
  due: Due,
  calendar: Calendar,
): Trace {
  const starts = `It starts on ${formatLondon(at)}.`;
  if (unit === 'hoursOnWorkingDays') {
    const days = workingDaysOf(due, calendar);
    const reading = READINGS_IN_WORDS[timescale.reading ?? 'sameTimeOfDay'](amount, due);
    return { ...days, words: [starts, skippedInWords(days.skipped), reading] };
  }
  const counted = `${amount} hours later, whatever the day, is ${formatLondon(addHours(at, amount))}.`;
  const heard = `It was heard of only on ${formatLondon(due.dueAt)}, so it is due at once.`;
  const late = due.dueAt > addHours(at, amount) ? [heard] : [];
  return { skipped: [], counted: [], words: [starts, counted, ...late] };
}

/** The account of how `due` was counted from `start`. */
export function traceOf(timescale: Timescale, start: ClockStartFacts, due: Due, calendar: Calendar): Trace {
  if (timescale.until) return traceOfBirthday(timescale, start, due, calendar);
  const { length } = timescale;
  if (length === null) {
    const given = `The due date came with what started it: ${dateInWords(due.baseOn)}.`;
    return closeOfCalendarClock(timescale, [dayZero(due), given], due, calendar);
  }
  if (length.unit === 'workingDays') return traceOfWorkingDays(length.amount, due, calendar);
  return due.inHours && start.at !== undefined
    ? traceOfHours(timescale, length, start.at, due, calendar)
    : traceOfCalendarDays(timescale, length, due, calendar);
}

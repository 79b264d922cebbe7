import {
  countDue,
  countsHours,
  isLondonTime,
  localDate,
  londonToInstant,
  timescaleOf,
  type ClockStartFacts,
  type CountedDue,
  type Timescale,
  type Trace,
} from '../../workflows/protocol/index.js';
import type { LoadedPlace } from './load-place.js';

/** What is asked: a timescale, and the London day or moment it starts, as they were written. */
export interface DueQuestion {
  timescale: string;
  start: string;
}

/** When it would be due: a day, or a UTC moment for clocks in hours; or why that cannot be said. */
export type DueAnswer = (DueQuestion & { due: string; trace: Trace }) | (DueQuestion & { error: string });

type Rules = Pick<LoadedPlace, 'protocol' | 'calendar'>;

/** The question in a line of two or three words: `checklist-decision 2026-03-29`, perhaps with a time after the date. */
export function questionOf(line: string): DueQuestion {
  const [timescale = '', ...start] = line.trim().split(/\s+/);
  return { timescale, start: start.join(' ') };
}

/** The start as a clock takes it. Throws a RangeError for what is neither a London day nor a London moment. */
function startOf(text: string): ClockStartFacts {
  if (text === '')
    throw new RangeError('There is no start: write a date, or a London date and time, after it.');
  if (isLondonTime(text)) {
    return { on: localDate(text.slice(0, '2026-03-29'.length)), at: londonToInstant(text) };
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { on: localDate(text) };
  throw new RangeError(
    `"${text.slice(0, 40)}" is neither a date such as 2026-03-29 nor a London date and time such as 2026-03-29T10:00.`,
  );
}

/** The timescale of that id. Throws a RangeError where the protocol has none. */
export function knownTimescale(id: string, { protocol }: Pick<Rules, 'protocol'>): Timescale {
  if (id === '') throw new RangeError('The line is empty: write a timescale and its start.');
  const timescale = timescaleOf(protocol, id);
  if (timescale) return timescale;
  throw new RangeError(`There is no timescale "${id.slice(0, 60)}" in ${protocol.version}.`);
}

/** When it would be due, counted. Throws a RangeError saying why that cannot be counted. */
export function dueOfQuestion(
  question: DueQuestion,
  rules: Rules,
): { timescale: Timescale; due: CountedDue } {
  const timescale = knownTimescale(question.timescale, rules);
  const leap = rules.protocol.parameters.leapDayBirthday.value;
  const due = countDue(timescale, { ...startOf(question.start), leap }, rules.calendar);
  return { timescale, due };
}

const withoutMilliseconds = (instant: string): string => instant.replace('.000Z', 'Z');

/** The due date as it is written for machines: a UTC moment for clocks in hours, else a day. */
export const writtenDue = (timescale: Timescale, due: CountedDue): string =>
  timescale.length && countsHours(timescale.length.unit) ? withoutMilliseconds(due.dueAt) : due.dueOn;

/** When it would be due, or the error that tells why that cannot be said; it never throws for what was asked. */
export function answerDue(question: DueQuestion, rules: Rules): DueAnswer {
  try {
    const { timescale, due } = dueOfQuestion(question, rules);
    return { ...question, due: writtenDue(timescale, due), trace: due.trace };
  } catch (error) {
    if (error instanceof RangeError) return { ...question, error: error.message };
    throw error;
  }
}

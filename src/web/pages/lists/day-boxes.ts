import { wordsAt, type Posted } from '../forms/draft.js';

/** The three boxes of a day as they were filled. */
export interface DayBoxes {
  day: string;
  month: string;
  year: string;
}

/** What was typed into the boxes of a day. */
export const boxesOf = (posted: Posted, name: string): DayBoxes => ({
  day: wordsAt(posted, `${name}-day`).trim(),
  month: wordsAt(posted, `${name}-month`).trim(),
  year: wordsAt(posted, `${name}-year`).trim(),
});

/** The day those boxes say, as 2026-03-29, whether or not there is such a day; empty where they are. */
export function dayOf({ day, month, year }: DayBoxes): string {
  if (`${day}${month}${year}` === '') return '';
  return `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The day a form says under that name; empty where its boxes are. */
export const dayIn = (posted: Posted, name: string): string => dayOf(boxesOf(posted, name));

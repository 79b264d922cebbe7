import { isLocalDate, type HolidayChange } from '../../../../workflows/protocol/index.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { dayIn } from '../lists/day-boxes.js';
import type { Wrong } from '../workload/caseload-form.js';

/** What can be done to a day of the calendar, as a form offers it. */
export const DAY_KINDS = [
  { value: 'proclaimed', text: 'A day is added, such as a bank holiday that is proclaimed' },
  { value: 'moved', text: 'A bank holiday is kept on another day' },
  { value: 'cancelled', text: 'A bank holiday is not kept' },
] as const;

/** A day as a form describes it, or everything that is wrong with it. */
export function dayChangeOf(posted: Posted): HolidayChange | Wrong[] {
  const kind = DAY_KINDS.find(({ value }) => value === wordsAt(posted, 'kind'))?.value;
  const name = wordsAt(posted, 'name').trim();
  const date = dayIn(posted, 'date');
  const from = dayIn(posted, 'from');
  const moved = kind === 'moved';
  const wrong: Wrong[] = [
    ...(kind === undefined ? [{ field: 'kind', message: 'Choose what is done to the day' }] : []),
    ...(name === '' ? [{ field: 'name', message: 'Enter what the day is called' }] : []),
    ...(isLocalDate(date) ? [] : [{ field: 'date', message: 'Enter a real day, such as 27 3 2026' }]),
    ...(moved && !isLocalDate(from)
      ? [{ field: 'from', message: 'Enter the day it would be on, such as 27 3 2026' }]
      : []),
    ...(!moved && kind !== undefined && from !== ''
      ? [{ field: 'from', message: 'Leave this empty: the day is not moved' }]
      : []),
  ];
  if (wrong.length > 0 || kind === undefined || !isLocalDate(date)) return wrong;
  if (kind !== 'moved') return { kind, date, name };
  return isLocalDate(from) ? { kind, date, from, name } : wrong;
}

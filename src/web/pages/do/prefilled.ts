import {
  isLocalDate,
  type Field,
  type Fields,
  type LocalDate,
} from '../../../../workflows/protocol/index.js';
import { wordsAt, type Posted } from '../forms/draft.js';

/** Fields that an address may fill: ids, codes, numbers and days, never words about anybody. */
const FROM_ADDRESS: readonly Field['kind'][] = [
  'code',
  'choice',
  'integer',
  'person',
  'organisation',
  'subject',
  'date',
  'yesNo',
];

/** What in an address says where to go afterwards, and never fills a field of that name. */
const ONWARD = 'to';

/** A day in the three boxes of the field of that name. */
const dayBoxes = (name: string, date: LocalDate): [string, string][] => {
  const [year = '', month = '', day = ''] = date.split('-');
  return [
    [`${name}-day`, String(Number(day))],
    [`${name}-month`, String(Number(month))],
    [`${name}-year`, year],
  ];
};

function boxesOf(name: string, field: Field, value: string): [string, string][] {
  if (field.kind !== 'date') return [[name, value]];
  return isLocalDate(value) ? dayBoxes(name, value) : [];
}

/** Today, in the boxes of each field that asks for the day of what is recorded. */
export const happeningToday = (fields: Fields, today: LocalDate): Posted =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { usuallyToday }]) => (usuallyToday ? dayBoxes(name, today) : [])),
  );

/**
 * A form as it is shown first: filled with what the address says, so that other pages can lead into it, and with today for
 * the day of what is recorded.
 */
export const prefilled = (fields: Fields, query: Posted, today: LocalDate): Posted => ({
  ...happeningToday(fields, today),
  ...Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const value = name === ONWARD ? '' : wordsAt(query, name);
      return value !== '' && FROM_ADDRESS.includes(field.kind) ? boxesOf(name, field, value) : [];
    }),
  ),
});

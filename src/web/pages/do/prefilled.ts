import { isLocalDate, type Field, type Fields } from '../../../../workflows/protocol/index.js';
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

function boxesOf(name: string, field: Field, value: string): [string, string][] {
  if (field.kind !== 'date') return [[name, value]];
  if (!isLocalDate(value)) return [];
  const [year = '', month = '', day = ''] = value.split('-');
  return [
    [`${name}-day`, String(Number(day))],
    [`${name}-month`, String(Number(month))],
    [`${name}-year`, year],
  ];
}

/** A form as it is shown first: filled with what the address says, so that other pages can lead into it. */
export const prefilled = (fields: Fields, query: Posted): Posted =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const value = name === ONWARD ? '' : wordsAt(query, name);
      return value !== '' && FROM_ADDRESS.includes(field.kind) ? boxesOf(name, field, value) : [];
    }),
  );

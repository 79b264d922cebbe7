import {
  instantOf,
  isLocalDate,
  isLondonTime,
  londonToInstant,
  type Field,
  type FieldKind,
} from '../../../workflows/protocol/index.js';
import { isNhsNumber, withoutSpaces } from './nhs-number.js';
import { isShownInLines, isShownLine } from './shown-characters.js';

/** A field that holds one value, not a list or a group. */
export type ScalarKind = Exclude<FieldKind, 'list' | 'group'>;

/** What is wrong with a value, as the rest of a sentence that begins with the field's label; null where nothing is. */
type Wrong = (value: unknown, field: Field) => string | null;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether it is written as an id of a person, case or meeting. */
export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

const words: Wrong = (value, { max }) => {
  if (typeof value !== 'string') return 'must be words.';
  if (value.trim() === '') return 'is empty: write what is meant, or leave it out where it may be.';
  if (!isShownInLines(value)) return 'holds characters that cannot be shown: type it again.';
  return max !== undefined && value.length > max
    ? `is too long: ${value.length} characters, and at most ${max} are kept.`
    : null;
};

const code: Wrong = (value, field) =>
  words(value, field) ?? (isShownLine(value as string) ? null : 'is one word or code, without line breaks.');

const whole: Wrong = (value, { min = 0, max = Number.MAX_SAFE_INTEGER }) =>
  Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
    ? null
    : `must be a whole number from ${min} to ${max}.`;

const idOf =
  (what: string): Wrong =>
  (value) =>
    isUuid(value) ? null : `must be the id of ${what}.`;

function moment(value: unknown): string | null {
  if (typeof value !== 'string') return 'must be a date and time, such as 2026-03-29T10:00 in London.';
  try {
    readInstant(value);
    return null;
  } catch (error) {
    return `cannot be read: ${(error as RangeError).message}`;
  }
}

/** The moment of a London date and time, or of one in UTC. Throws a RangeError where it is neither. */
export const readInstant = (text: string): string =>
  isLondonTime(text) ? londonToInstant(text) : instantOf(text);

const WRONG: Record<ScalarKind, Wrong> = {
  text: words,
  personal: words,
  nhsNumber: (value) =>
    typeof value === 'string' && isNhsNumber(value)
      ? null
      : 'is not an NHS number: it has ten digits, and the last one checks the others. Compare it with the letter or card.',
  code,
  choice: (value, { choices = [] }) =>
    choices.includes(value as string) ? null : `must be one of ${choices.join(', ')}.`,
  date: (value) => (isLocalDate(value) ? null : 'must be a day of the calendar, written as 2026-03-29.'),
  instant: moment,
  yesNo: (value) => (typeof value === 'boolean' ? null : 'must be yes (true) or no (false).'),
  integer: whole,
  pence: (value, field) => {
    const wrong = whole(value, field);
    return wrong === null ? null : `${wrong.slice(0, -1)}, in pence.`;
  },
  person: idOf('a person of the directory'),
  organisation: (value, field) => (code(value, field) === null ? null : 'must be the id of an organisation.'),
  subject: idOf('a meeting'),
};

export const isScalar = ({ kind }: Field): boolean => kind !== 'list' && kind !== 'group';

/** What is wrong with one value, as a sentence for whoever wrote it; null where nothing is. */
export function wrongWith(field: Field, value: unknown): string | null {
  if (value === undefined || value === null) return `${field.label} is missing.`;
  const wrong = WRONG[field.kind as ScalarKind](value, field);
  return wrong === null ? null : `${field.label} ${wrong}`;
}

const READ: Partial<Record<FieldKind, (value: string) => unknown>> = {
  text: (value) => value.trim(),
  personal: (value) => value.trim(),
  code: (value) => value.trim(),
  nhsNumber: withoutSpaces,
  instant: readInstant,
  person: (value) => value.toLowerCase(),
  subject: (value) => value.toLowerCase(),
};

/** The value as it is kept: without spaces around it, moments in UTC. */
export const readScalar = ({ kind }: Field, value: unknown): unknown =>
  READ[kind] ? READ[kind](value as string) : value;

import { isLocalDate, type Field, type Fields } from '../../../../workflows/protocol/index.js';
import type { FieldError } from '../../../cases/command.js';
import { isBlank, pathOf, type DayDraft, type Draft } from './draft.js';
import { mannerOf, type Manner } from './manner.js';

/** What an event is to say, or what is wrong with what was typed. */
export interface Typed {
  content: Record<string, unknown>;
  errors: readonly FieldError[];
}

interface Reading {
  value?: unknown;
  errors?: readonly FieldError[];
}

const NOTHING: Reading = {};
const PENCE = 100;
const AMOUNT = /^£?\s*(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d{1,2}))?$/;
const TIME = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/;

const wrong = (field: string, message: string): Reading => ({ errors: [{ field, message }] });

/** A label within a sentence: 'Reason' becomes 'reason', 'NHS number' stays. */
const within = (label: string): string =>
  /^[A-Z][a-z]/.test(label) || /^[A-Z] /.test(label)
    ? `${label.charAt(0).toLowerCase()}${label.slice(1)}`
    : label;

const ASKED: Readonly<Record<Manner, (label: string) => string>> = {
  line: (label) => `Enter ${within(label)}`,
  lines: (label) => `Enter ${within(label)}`,
  number: (label) => `Enter ${within(label)}, as a number`,
  money: (label) => `Enter ${within(label)}, in pounds`,
  day: (label) => `Enter the day: ${within(label)}`,
  moment: (label) => `Enter the day and time: ${within(label)}`,
  yesNo: (label) => `Choose yes or no: ${within(label)}`,
  one: (label) => `Choose ${within(label)}`,
  some: (label) => `Choose at least one: ${within(label)}`,
  group: (label) => `Fill in ${within(label)}`,
  entries: (label) => `Add at least one: ${within(label)}`,
};

function day({ day: d, month, year }: DayDraft, path: string, label: string): Reading {
  const missing = (['day', 'month', 'year'] as const).filter((_, at) => [d, month, year][at] === '');
  if (missing.length > 0) return wrong(path, `${label}: enter the ${missing.join(' and ')} too`);
  const date = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${d.padStart(2, '0')}`;
  return year.length === 4 && isLocalDate(date)
    ? { value: date }
    : wrong(path, `${label}: enter a real day, such as 27 3 2026`);
}

function moment(draft: DayDraft, path: string, label: string): Reading {
  const on = day(draft, path, label);
  if (on.errors) return on;
  const [, hours, minutes] = TIME.exec(draft.time) ?? [];
  if (hours === undefined || minutes === undefined)
    return wrong(path, `${label}: enter the time on a 24-hour clock, such as 14:30`);
  return { value: `${String(on.value)}T${hours.padStart(2, '0')}:${minutes}` };
}

function money(text: string, path: string, label: string): Reading {
  const [, pounds, pence = ''] = AMOUNT.exec(text.trim()) ?? [];
  return pounds === undefined
    ? wrong(path, `${label}: enter an amount in pounds, such as 1,250 or 1250.50`)
    : { value: Number(pounds.replaceAll(',', '')) * PENCE + Number(pence.padEnd(2, '0')) };
}

const number = (text: string, path: string, label: string): Reading =>
  /^\d{1,9}$/.test(text.trim())
    ? { value: Number(text) }
    : wrong(path, `${label}: enter a whole number, in digits`);

function entries(name: string, field: Field, draft: readonly unknown[], path: string): Reading {
  const read = draft.map((each, at) =>
    readField(name, { ...(field.of as Field), optional: false }, each, pathOf(path, at)),
  );
  const errors = read.flatMap((each) => each.errors ?? []);
  return { value: read.map(({ value }) => value), ...(errors.length > 0 ? { errors } : {}) };
}

function readField(name: string, field: Field, draft: unknown, path: string): Reading {
  const manner = mannerOf(name, field);
  const { label } = field;
  if (manner === 'group' && !(field.optional && isBlank(draft))) {
    const { content, errors } = contentOf(field.fields ?? {}, draft as Draft, path);
    return { value: content, errors };
  }
  if (isBlank(draft)) {
    if (field.optional) return NOTHING;
    if (manner !== 'entries' && manner !== 'some') return wrong(path, ASKED[manner](label));
    return (field.min ?? 0) > 0 ? wrong(path, ASKED[manner](label)) : { value: [] };
  }
  switch (manner) {
    case 'day':
      return day(draft as DayDraft, path, label);
    case 'moment':
      return moment(draft as DayDraft, path, label);
    case 'money':
      return money(draft as string, path, label);
    case 'number':
      return number(draft as string, path, label);
    case 'yesNo':
      return { value: draft === 'yes' };
    case 'some':
      return { value: draft };
    case 'entries':
      return entries(name, field, draft as unknown[], path);
    default:
      return { value: (draft as string).trim() };
  }
}

/** What was typed as the content of an event, with what is wrong with it, in the order of the fields. */
export function contentOf(fields: Fields, draft: Draft, within = ''): Typed {
  const read = Object.entries(fields).map(
    ([name, field]) => [name, readField(name, field, draft[name], pathOf(within, name))] as const,
  );
  return {
    content: Object.fromEntries(
      read.flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]])),
    ),
    errors: read.flatMap(([, { errors = [] }]) => errors),
  };
}

/** What is wrong, with what else is: nothing is said twice of one field, nor of what could not be read in it. */
export const withMore = (errors: readonly FieldError[], more: readonly FieldError[]): FieldError[] => [
  ...errors,
  ...more.filter(
    ({ field }) => !errors.some((error) => error.field === field || error.field.startsWith(`${field}.`)),
  ),
];

import type { Field, Fields, OwnedEvent } from '../../../../workflows/protocol/index.js';
import { choiceInWords } from '../words/choice-words.js';
import { dateInWords, formatLondon, isLocalDate } from '../../../../workflows/protocol/index.js';
import { pounds } from '../words/filters.js';
import type { Offers } from './form-view.js';

/** One thing an event says: a few words, or the entries of a list. */
export interface Said {
  label: string;
  text?: string;
  entries?: readonly (readonly Said[])[];
}

/** What ids are called. */
export type Names = ReadonlyMap<string, string>;

/** What was written and is not kept any more, or not shown: its proof stays. */
const NOT_SHOWN = 'Not shown';
/** A code made of words, such as 'school-nurse'. */
const SLUG = /^[a-z]+(-[a-z]+)+$/;

/** That something happened for the first time goes without saying. */
const isFirstTime = (name: string, value: unknown): boolean => name === 'occurrence' && value === 1;

const isProof = (value: unknown): boolean => typeof value === 'object' && value !== null && 'digest' in value;

function words(name: string, field: Field, value: unknown, names: Names, offers?: Offers): string {
  if (isProof(value)) return NOT_SHOWN;
  switch (field.kind) {
    case 'yesNo':
      return value === true ? 'Yes' : 'No';
    case 'date':
      return isLocalDate(value) ? dateInWords(value) : '';
    case 'instant':
      return formatLondon(value as string);
    case 'pence':
      return pounds(value);
    case 'choice':
      return choiceInWords(value as string);
    case 'person':
    case 'organisation':
    case 'subject':
      return names.get(value as string) ?? 'Somebody no longer known here';
    case 'code': {
      if (field.list === undefined)
        return SLUG.test(String(value)) ? choiceInWords(String(value)) : String(value);
      const known = offers
        ?.for(name, field)
        .find((option) => option.value === value || String(value).startsWith(`${option.value}/`));
      return known?.text ?? choiceInWords(String(value));
    }
    default:
      return String(value);
  }
}

function said(name: string, field: Field, value: unknown, names: Names, offers?: Offers): Said[] {
  const { label } = field;
  if (value === undefined || value === null || isFirstTime(name, value)) return [];
  if (field.kind === 'group')
    return [
      { label, entries: [saidIn(field.fields ?? {}, value as Record<string, unknown>, names, offers)] },
    ];
  if (field.kind !== 'list') return [{ label, text: words(name, field, value, names, offers) }];
  const all = value as unknown[];
  const of = field.of as Field;
  if (all.length === 0) return [];
  if (of.kind !== 'group')
    return [{ label, text: all.map((each) => words(name, of, each, names, offers)).join('; ') }];
  return [
    {
      label,
      entries: all.map((each) => saidIn(of.fields ?? {}, each as Record<string, unknown>, names, offers)),
    },
  ];
}

const saidIn = (
  fields: Fields,
  content: Readonly<Record<string, unknown>>,
  names: Names,
  offers?: Offers,
): Said[] =>
  Object.entries(fields).flatMap(([name, field]) => said(name, field, content[name], names, offers));

/** What an event says, in the order of its fields, without ids. */
export const saidBy = (
  owned: OwnedEvent | undefined,
  content: Readonly<Record<string, unknown>>,
  names: Names,
  offers?: Offers,
): Said[] => saidIn(owned?.definition.fields ?? {}, content, names, offers);

const idsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return /^[0-9a-f-]{36}$/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [];
};

/** Every id in what events say, to be looked up at once. */
export const idsSaid = (contents: readonly unknown[]): string[] => [...new Set(contents.flatMap(idsIn))];

/** What the person is called whom a field of an event names; null where there is no such event, or nobody known is named. */
export function personIn(
  event: { content: Readonly<Record<string, unknown>> } | undefined,
  field: string,
  names: Names,
): string | null {
  const id = event?.content[field];
  return typeof id === 'string' ? (names.get(id) ?? null) : null;
}

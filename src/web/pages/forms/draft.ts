import type { Field, Fields } from '../../../../workflows/protocol/index.js';
import { mannerOf } from './manner.js';

/** What somebody typed into a form, as they typed it: by field, in the shape of the table of fields. */
export type Draft = Record<string, unknown>;

/** A day as three boxes hold it, and a time of day beside it. */
export interface DayDraft {
  day: string;
  month: string;
  year: string;
  time: string;
}

/** A form as a browser sends it. */
export type Posted = Readonly<Record<string, unknown>>;

const MOST_ENTRIES = 200;

/** The words under that name, with line breaks as they are kept; empty where there are none. */
export const wordsAt = (posted: Posted, name: string): string => {
  const sent = Object.hasOwn(posted, name) ? posted[name] : undefined;
  const one: unknown = Array.isArray(sent) ? sent[0] : sent;
  return typeof one === 'string' ? one.replaceAll('\r\n', '\n') : '';
};

/** Everything that was ticked under that name. */
export const tickedAt = (posted: Posted, name: string): string[] => {
  const sent = Object.hasOwn(posted, name) ? posted[name] : undefined;
  return (Array.isArray(sent) ? sent : [sent]).filter(
    (each): each is string => typeof each === 'string' && each !== '',
  );
};

export const pathOf = (within: string, name: string | number): string =>
  within === '' ? String(name) : `${within}.${name}`;

/** Whether nothing was typed or chosen anywhere in it. */
export const isBlank = (draft: unknown): boolean => {
  if (typeof draft === 'string') return draft.trim() === '';
  if (Array.isArray(draft)) return draft.every(isBlank);
  return typeof draft === 'object' && draft !== null ? Object.values(draft).every(isBlank) : true;
};

/** The numbers of the entries of a list that were sent, in order. */
function entriesAt(posted: Posted, path: string): number[] {
  const start = `${path}.`;
  const numbers = Object.keys(posted)
    .filter((name) => name.startsWith(start))
    .map((name) => Number(/^\d+/.exec(name.slice(start.length))?.[0] ?? NaN))
    .filter((number) => Number.isInteger(number));
  return [...new Set(numbers)].sort((a, b) => a - b).slice(0, MOST_ENTRIES);
}

function draftField(name: string, field: Field, path: string, posted: Posted): unknown {
  switch (mannerOf(name, field)) {
    case 'day':
    case 'moment': {
      const part = (of: string): string => wordsAt(posted, `${path}-${of}`).trim();
      return { day: part('day'), month: part('month'), year: part('year'), time: part('time') };
    }
    case 'some':
      return tickedAt(posted, path);
    case 'group':
      return readDraft(field.fields ?? {}, posted, path);
    case 'entries':
      return entriesAt(posted, path)
        .map((at) => draftField(name, field.of as Field, pathOf(path, at), posted))
        .filter((entry) => !isBlank(entry));
    default:
      return wordsAt(posted, path);
  }
}

/** What was typed into the fields of a form; entries of lists that hold nothing are left out. */
export const readDraft = (fields: Fields, posted: Posted, within = ''): Draft =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      draftField(name, field, pathOf(within, name), posted),
    ]),
  );

/** An entry of a list into which nothing was typed yet. */
export const emptyEntry = (name: string, field: Field): unknown =>
  field.kind === 'group' ? readDraft(field.fields ?? {}, {}) : draftField(name, field, name, {});

/** The list at that path of a draft, with the field of its entries; undefined where there is none. */
function listAt(
  fields: Fields,
  draft: Draft,
  path: readonly string[],
): { entries: unknown[]; name: string; of: Field } | undefined {
  const [name = '', ...rest] = path;
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) return undefined;
  const value = draft[name];
  if (field.kind === 'group') return listAt(field.fields ?? {}, value as Draft, rest);
  if (field.kind !== 'list' || !Array.isArray(value) || !field.of) return undefined;
  if (rest.length === 0) return { entries: value as unknown[], name, of: field.of };
  const [at = '', ...within] = rest;
  const entry = (value as unknown[])[Number(at)];
  return field.of.kind === 'group' && entry
    ? listAt(field.of.fields ?? {}, entry as Draft, within)
    : undefined;
}

/**
 * Adds an empty entry to the list at that path, after the one that a form always shows; returns its own path, or undefined
 * where there is no such list.
 */
export function addEntry(fields: Fields, draft: Draft, path: string): string | undefined {
  const list = listAt(fields, draft, path.split('.'));
  if (!list || list.entries.length >= MOST_ENTRIES) return undefined;
  if (list.entries.length === 0) list.entries.push(emptyEntry(list.name, list.of));
  list.entries.push(emptyEntry(list.name, list.of));
  return pathOf(path, list.entries.length - 1);
}

/** The form without the entry of that path. */
export function withoutEntry(posted: Posted, path: string): Posted {
  const within = (name: string): boolean =>
    name === path || name.startsWith(`${path}.`) || name.startsWith(`${path}-`);
  return Object.fromEntries(Object.entries(posted).filter(([name]) => !within(name)));
}

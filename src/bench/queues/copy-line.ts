import type { Row } from './rows.js';

/** How a column is written: what is in it as JSON, as an array of the database, or as it is. */
export type Written = 'json' | 'array' | 'plain';

/** A column of a table. */
export interface Column {
  name: string;
  written: Written;
}

const NULL = '\\N';
const AWKWARD = /[\\\t\n\r]/g;
const NAMES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** As COPY reads it: a backslash before what would end a value or a line. */
const escaped = (text: string): string => text.replace(AWKWARD, (character) => NAMES[character] ?? character);

const element = (value: string | null): string =>
  value === null ? 'NULL' : `"${value.replace(/["\\]/g, '\\$&')}"`;

function valueOf(value: unknown, written: Written): string {
  if (value === null || value === undefined) return NULL;
  if (written === 'json') return escaped(typeof value === 'string' ? value : JSON.stringify(value));
  if (written === 'array') return escaped(`{${(value as (string | null)[]).map(element).join(',')}}`);
  return typeof value === 'string' ? escaped(value) : JSON.stringify(value);
}

/** The row as a line of COPY text, without its end. JSON that is text already stays as it is. */
export const lineOf = (columns: readonly Column[], row: Row): string =>
  columns.map(({ name, written }) => valueOf(row[name], written)).join('\t');

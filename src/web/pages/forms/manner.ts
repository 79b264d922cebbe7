import type { Field } from '../../../../workflows/protocol/index.js';

/** How a field is asked for on a page. */
export type Manner =
  'line' | 'lines' | 'number' | 'money' | 'day' | 'moment' | 'yesNo' | 'one' | 'some' | 'group' | 'entries';

/** Texts of a few words: a line is enough. */
const SHORT = new Set([
  'heldAt',
  'toldBy',
  'givenBy',
  'provider',
  'from',
  'to',
  'service',
  'unmetNeeds',
  'interpreter',
  'profession',
]);

const isOffered = ({ kind, list }: Field): boolean =>
  ['choice', 'person', 'organisation', 'subject'].includes(kind) || (kind === 'code' && list !== undefined);

const BY_KIND: Readonly<Partial<Record<Field['kind'], Manner>>> = {
  personal: 'line',
  nhsNumber: 'line',
  code: 'line',
  integer: 'number',
  pence: 'money',
  date: 'day',
  instant: 'moment',
  yesNo: 'yesNo',
  group: 'group',
};

/** How the field of that name is asked for. */
export function mannerOf(name: string, field: Field): Manner {
  if (field.kind === 'list') return field.of && isOffered(field.of) ? 'some' : 'entries';
  if (isOffered(field)) return 'one';
  if (field.kind === 'text') return SHORT.has(name) ? 'line' : 'lines';
  return BY_KIND[field.kind] ?? 'line';
}

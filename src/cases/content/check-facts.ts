import { dateInWords, type Fields, type LocalDate } from '../../../workflows/protocol/index.js';
import type { FieldError } from '../command.js';
import type { Content } from './check-shape.js';
import { leavesOf, type Leaf } from './walk.js';

/** What days are judged by. */
export interface Days {
  /** Today in London, by the service's clock. */
  today: LocalDate;
  /** The child's day of birth; null for a meeting. */
  born: LocalDate | null;
}

/** What is wrong with a day, beside being one: it lies ahead where it may not, or before the child was born. */
export function wrongDay({ field, value, path }: Leaf, { today, born }: Days): FieldError[] {
  const day = value as LocalDate;
  if (field.future === false && day > today) {
    const message = `${field.label} tells of something that happened, and ${dateInWords(day)} is still to come.`;
    return [{ field: path, message }];
  }
  if (field.beforeBirth !== true && born !== null && day < born) {
    return [{ field: path, message: `${field.label} is before the child was born.` }];
  }
  return [];
}

/** Days that cannot be. */
export const wrongDays = (fields: Fields, content: Content, days: Days): FieldError[] =>
  leavesOf(fields, content)
    .filter(({ field }) => field.kind === 'date')
    .flatMap((leaf) => wrongDay(leaf, days));

/** Whom and what the content refers to, by id. */
export interface Named {
  people: Leaf[];
  organisations: Leaf[];
  meetings: Leaf[];
}

/** Everyone and everything the content names. */
export function namedIn(fields: Fields, content: Content): Named {
  const leaves = leavesOf(fields, content);
  const of = (kind: string) => leaves.filter(({ field }) => field.kind === kind);
  return { people: of('person'), organisations: of('organisation'), meetings: of('subject') };
}

/** Whom and what a place has, by id. */
export interface Known {
  person: (id: string) => boolean;
  organisation: (id: string) => boolean;
  meeting: (id: string) => boolean;
}

const unknown = (leaves: readonly Leaf[], known: (id: string) => boolean, message: string): FieldError[] =>
  leaves
    .filter(({ value }) => !known(value as string))
    .map(({ field, path }) => ({ field: path, message: `${field.label}: ${message}` }));

const NOBODY =
  'there is no such person whom this case can name. Staff are in the directory, parents and carers among the people of the case: add them there first.';

/** Names of people, organisations or meetings that this place does not have. */
export const unknownNames = (named: Named, known: Known): FieldError[] => [
  ...unknown(named.people, known.person, NOBODY),
  ...unknown(named.organisations, known.organisation, 'there is no such organisation in this place.'),
  ...unknown(named.meetings, known.meeting, 'there is no such meeting of the joint panel.'),
];

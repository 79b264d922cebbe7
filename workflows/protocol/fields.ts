import type { Instant } from '../calendar/london-time.js';
import type { LocalDate } from '../calendar/local-date.js';

/**
 * What an event may say: one table of fields per event type, from which come the static types the rules read, the
 * checking of what people send, the API's schema and the documentation of written histories.
 */

/** Clinical or personal free text as the event carries it: proof of what was written, never the words themselves. */
export interface TextProof {
  /** SHA-256 of a random salt and the words; words and salt are kept beside the event. */
  digest: string;
  characters: number;
}

/** How a field is checked, stored and shown. */
export type FieldKind =
  | 'text'
  | 'personal'
  | 'nhsNumber'
  | 'code'
  | 'choice'
  | 'date'
  | 'instant'
  | 'yesNo'
  | 'integer'
  | 'pence'
  | 'person'
  | 'organisation'
  | 'subject'
  | 'list'
  | 'group';

/** One field of an event's content. `T` is its type in the stored event. */
export interface Field<T = unknown> {
  readonly kind: FieldKind;
  readonly label: string;
  readonly optional: boolean;
  /** For `choice`: the values allowed. */
  readonly choices?: readonly string[];
  /** For `code`: the list of the protocol version it is from, or what of the case or place it names. */
  readonly list?: string;
  /** For `date`: whether a day later than today may be given. */
  readonly future?: boolean;
  /** For `date`: whether it is the day of what is recorded, which forms fill in as today. */
  readonly usuallyToday?: boolean;
  /** For `date`: whether a day before the child's birth may be given. */
  readonly beforeBirth?: boolean;
  /** For `text`, `personal` and `code`: most characters. For `list`: most entries. */
  readonly max?: number;
  readonly min?: number;
  /** For `list`: what each entry is. */
  readonly of?: Field;
  /** For `group`: its fields. */
  readonly fields?: Fields;
  /** Carries the type only; never set. */
  readonly type?: T;
}

/** A table of fields by name. */
export type Fields = Record<string, Field>;

type TypeOf<F> = F extends Field<infer T> ? T : never;
type OptionalKeys<F extends Fields> = { [K in keyof F]: undefined extends TypeOf<F[K]> ? K : never }[keyof F];
type RequiredKeys<F extends Fields> = Exclude<keyof F, OptionalKeys<F>>;

/** The stored content of an event whose fields are `F`. */
export type ContentOf<F extends Fields> = { [K in RequiredKeys<F>]: TypeOf<F[K]> } & {
  [K in OptionalKeys<F>]?: TypeOf<F[K]>;
};

interface Limits {
  max?: number;
  min?: number;
}

const LONGEST_TEXT = 20_000;
const LONGEST_PERSONAL = 300;
const LONGEST_CODE = 80;
const LONGEST_LIST = 200;

/** Free words, never empty; kept beside the event, with a proof of them in it. */
export const text = (label: string, { max = LONGEST_TEXT }: Limits = {}): Field<TextProof> => ({
  kind: 'text',
  label,
  optional: false,
  max,
});

/** Words that identify the child or family (name, address); kept in the child's own row, never in the event. */
export const personal = (label: string, { max = LONGEST_PERSONAL }: Limits = {}): Field<TextProof> => ({
  kind: 'personal',
  label,
  optional: false,
  max,
});

/** The child's NHS number: ten digits with a right check digit; kept like `personal`. */
export const nhsNumber = (label: string): Field<TextProof> => ({ kind: 'nhsNumber', label, optional: false });

/** A slug from a list of the protocol version (a care domain, a level, a kind of carer's task); rules judge whether it is there. */
export const code = (label: string, list?: string): Field<string> => ({
  ...(list ? { list } : {}),
  kind: 'code',
  label,
  optional: false,
  max: LONGEST_CODE,
});

/** One of a short list fixed by the field's meaning. */
export const choice = <const C extends readonly string[]>(label: string, choices: C): Field<C[number]> => ({
  kind: 'choice',
  label,
  optional: false,
  choices,
});

/** A day on which something happened: today or before, and not before the child was born. */
export const pastDate = (label: string): Field<LocalDate> => ({
  kind: 'date',
  label,
  optional: false,
  future: false,
});

/** The day of what is recorded: today, unless it is recorded later. */
export const happenedOn = (label: string): Field<LocalDate> => ({ ...pastDate(label), usuallyToday: true });

/** A day that may lie ahead. */
export const anyDate = (label: string): Field<LocalDate> => ({
  kind: 'date',
  label,
  optional: false,
  future: true,
});

/** The child's day of birth. */
export const birthDate = (label: string): Field<LocalDate> => ({
  kind: 'date',
  label,
  optional: false,
  future: false,
  beforeBirth: true,
});

/** A moment, UTC; people give it as London time. */
export const instant = (label: string): Field<Instant> => ({ kind: 'instant', label, optional: false });

export const yesNo = (label: string): Field<boolean> => ({ kind: 'yesNo', label, optional: false });

export const integer = (label: string, { min = 0, max = 1_000_000 }: Limits = {}): Field<number> => ({
  kind: 'integer',
  label,
  optional: false,
  min,
  max,
});

const MOST_PENCE = 10_000_000_00;

/** An amount of money in whole pence. */
export const pence = (label: string): Field<number> => ({
  kind: 'pence',
  label,
  optional: false,
  min: 0,
  max: MOST_PENCE,
});

/** A person of the directory, by id. */
export const person = (label: string): Field<string> => ({ kind: 'person', label, optional: false });

/** An organisation of the place, by id. */
export const organisation = (label: string): Field<string> => ({
  kind: 'organisation',
  label,
  optional: false,
});

/** A panel meeting, by id. */
export const meeting = (label: string): Field<string> => ({ kind: 'subject', label, optional: false });

export const list = <T>(
  label: string,
  of: Field<T>,
  { max = LONGEST_LIST, min = 0 }: Limits = {},
): Field<T[]> => ({
  kind: 'list',
  label,
  optional: false,
  of,
  max,
  min,
});

export const group = <F extends Fields>(label: string, fields: F): Field<ContentOf<F>> => ({
  kind: 'group',
  label,
  optional: false,
  fields,
});

/** The same field, which may be left out. */
export const optional = <T>(field: Field<T>): Field<T | undefined> => ({ ...field, optional: true });

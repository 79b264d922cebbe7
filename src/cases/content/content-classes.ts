import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, ValidateBy, ValidateNested } from 'class-validator';
import type { Field, Fields } from '../../../workflows/protocol/index.js';
import { isScalar, wrongWith } from './scalars.js';

/** A class whose instances class-validator can check: one field table, as decorators. */
export type ContentClass = new () => Record<string, unknown>;

const classes = new WeakMap<Fields, ContentClass>();

/** Whether it is a group of fields, such as an entry of a list can be. */
export const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with one entry of a list: a plain value that is wrong, or something that is no group. */
export const wrongEntry = (list: Field, entry: unknown): string | null => {
  if (!list.of) return null;
  if (isScalar(list.of)) return wrongWith(list.of, entry);
  return isGroup(entry) ? null : `Each entry of ${list.label} must be a group of fields.`;
};

const firstWrong = (list: Field, value: unknown): string | null =>
  Array.isArray(value)
    ? (value.map((each) => wrongEntry(list, each)).find((wrong) => wrong !== null) ?? null)
    : null;

const must = (name: string, wrong: (value: unknown) => string | null): PropertyDecorator =>
  ValidateBy({
    name,
    validator: {
      validate: (value) => wrong(value) === null,
      defaultMessage: (about) => wrong(about?.value) ?? '',
    },
  });

function listDecorators(field: Field): PropertyDecorator[] {
  const { label, of, min = 0, max = Number.MAX_SAFE_INTEGER } = field;
  const size = [
    IsArray({ message: `${label} must be a list.` }),
    ...(min > 0
      ? [
          ArrayMinSize(min, {
            message: `${label} needs at least ${min === 1 ? 'one entry' : `${min} entries`}.`,
          }),
        ]
      : []),
    ArrayMaxSize(max, { message: `${label} has too many entries: at most ${max} are kept.` }),
  ];
  const entries = must('entries', (value) => firstWrong(field, value));
  return of && isScalar(of) ? [...size, entries] : [...size, entries, ValidateNested({ each: true })];
}

function decoratorsOf(field: Field): PropertyDecorator[] {
  const own = isScalar(field)
    ? [must(field.kind, (value) => wrongWith(field, value))]
    : field.kind === 'list'
      ? listDecorators(field)
      : [
          must('group', (value) => (isGroup(value) ? null : `${field.label} must be a group of fields.`)),
          ValidateNested(),
        ];
  return field.optional ? [IsOptional(), ...own] : own;
}

/** The class of a field table, made once. */
export function contentClass(fields: Fields): ContentClass {
  const known = classes.get(fields);
  if (known) return known;
  class Content {}
  for (const [name, field] of Object.entries(fields)) {
    for (const decorate of decoratorsOf(field)) decorate(Content.prototype, name);
  }
  // A class without any decorator would be refused whole; so would an event that says nothing.
  if (Object.keys(fields).length === 0) IsOptional()(Content.prototype, 'nothing');
  classes.set(fields, Content as ContentClass);
  return Content as ContentClass;
}

function entryOf(field: Field, value: unknown): unknown {
  if (field.kind === 'group' && field.fields && isGroup(value)) return instanceOf(field.fields, value);
  if (field.kind === 'list' && field.of && Array.isArray(value)) {
    return value.map((each) => entryOf(field.of as Field, each));
  }
  return value;
}

/** What was sent, as an instance of its class: the fields that the class knows, and no others. */
export function instanceOf(fields: Fields, sent: Record<string, unknown>): object {
  const instance = new (contentClass(fields))();
  for (const [name, field] of Object.entries(fields)) {
    if (Object.hasOwn(sent, name)) instance[name] = entryOf(field, sent[name]);
  }
  return instance;
}

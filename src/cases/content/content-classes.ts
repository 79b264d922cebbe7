import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, ValidateBy, ValidateNested } from 'class-validator';
import type { Field, Fields } from '../../../workflows/protocol/index.js';
import { isScalar, wrongWith } from './scalars.js';

/** A class whose instances class-validator can check: one field table, as decorators. */
export type ContentClass = new () => Record<string, unknown>;

const classes = new WeakMap<Fields, ContentClass>();

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first entry of a list of plain values that is wrong. */
const wrongEntry = (field: Field, value: unknown): string | null =>
  Array.isArray(value) && field.of
    ? (value.map((each) => wrongWith(field.of as Field, each)).find((wrong) => wrong !== null) ?? null)
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
  return of && isScalar(of)
    ? [...size, must('entries', (value) => wrongEntry(field, value))]
    : [...size, ValidateNested({ each: true, message: `Each entry of ${label} must be a group of fields.` })];
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

/** What was sent, as an instance of its class; whatever the class does not know is there too, to be complained of. */
export function instanceOf(fields: Fields, sent: Record<string, unknown>): object {
  const instance = new (contentClass(fields))();
  for (const [name, value] of Object.entries(sent)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    // Defined, not assigned: a field that calls itself __proto__ is only an unknown field.
    Object.defineProperty(instance, name, {
      value: field ? entryOf(field, value) : value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return instance;
}

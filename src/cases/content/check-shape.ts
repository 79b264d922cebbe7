import { validateSync, type ValidationError } from 'class-validator';
import type { Field, Fields } from '../../../workflows/protocol/index.js';
import type { FieldError } from '../command.js';
import { instanceOf, isGroup, wrongEntry } from './content-classes.js';
import { readScalar } from './scalars.js';

/** What was sent, read: texts still as words, days and ids as they are kept. */
export type Content = Record<string, unknown>;

const MOST_ERRORS = 50;

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const LONGEST_PATH = 200;

const notAField = (fields: Fields): string => {
  const known = Object.keys(fields);
  return known.length === 0
    ? 'is not a field of this step, which asks for none.'
    : `is not a field of this step. Its fields are ${known.join(', ')}.`;
};

/** Fields that were sent and that nobody asks for, inside groups and lists too. */
const unknownFields = (fields: Fields, sent: Content, path: string): FieldError[] =>
  Object.entries(sent).flatMap(([name, value]) => {
    const at = joined(path, name);
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field
      ? unknownWithin(field, value, at)
      : [{ field: at.slice(0, LONGEST_PATH), message: notAField(fields) }];
  });

function unknownWithin(field: Field, value: unknown, path: string): FieldError[] {
  if (field.kind === 'group' && isGroup(value)) return unknownFields(field.fields ?? {}, value, path);
  if (field.kind !== 'list' || !Array.isArray(value)) return [];
  const entries = value.slice(0, field.max);
  return entries.flatMap((each, at) => unknownWithin(field.of as Field, each, `${path}.${at}`));
}

/** The entries of a list that are wrong, each by its own path. */
const wrongEntries = (list: Field, value: unknown, path: string): FieldError[] =>
  (value as unknown[]).flatMap((each, at) => {
    const message = wrongEntry(list, each);
    return message === null ? [] : [{ field: `${path}.${at}`, message }];
  });

function errorsOf(error: ValidationError, fields: Fields, path: string): FieldError[] {
  const at = joined(path, error.property);
  const field = fields[error.property];
  if (!field) return [];
  const messages = Object.entries(error.constraints ?? {});
  const own = messages.some(([name]) => name === 'entries')
    ? wrongEntries(field, error.value, at)
    : messages.slice(0, 1).map(([, message]) => ({ field: at, message }));
  return [
    ...own,
    ...(own.length > 0 ? [] : (error.children ?? []).flatMap((child) => nested(child, field, at))),
  ];
}

/** Errors inside a group, or inside the groups of a list, whose children are numbered. */
const nested = (child: ValidationError, field: Field, path: string): FieldError[] =>
  field.kind === 'group'
    ? errorsOf(child, field.fields ?? {}, path)
    : (child.children ?? []).flatMap((each) =>
        errorsOf(each, field.of?.fields ?? {}, joined(path, child.property)),
      );

function read(field: Field, value: unknown): unknown {
  if (field.kind === 'group') return readAll(field.fields ?? {}, value as Content);
  if (field.kind === 'list') return (value as unknown[]).map((each) => read(field.of as Field, each));
  return readScalar(field, value);
}

const readAll = (fields: Fields, sent: Content): Content =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
      return value === undefined || value === null ? [] : [[name, read(field, value)]];
    }),
  );

/** The fields in which nothing is wrong, read. */
function readRight(fields: Fields, sent: Content, errors: readonly FieldError[]): Content {
  const wrong = new Set(errors.map(({ field }) => field.split('.')[0]));
  return readAll(Object.fromEntries(Object.entries(fields).filter(([name]) => !wrong.has(name))), sent);
}

/** Everything wrong with the shape of what was sent, with the fields that are right; or what it says. */
export function checkShape(
  fields: Fields,
  sent: unknown,
): { errors: FieldError[]; right: Content } | { content: Content } {
  if (!isGroup(sent)) {
    return { errors: [{ field: '', message: 'What the step says must be a group of fields.' }], right: {} };
  }
  const wrong = validateSync(instanceOf(fields, sent), { stopAtFirstError: true });
  const errors = [
    ...unknownFields(fields, sent, ''),
    ...wrong.flatMap((error) => errorsOf(error, fields, '')),
  ];
  if (errors.length === 0) return { content: readAll(fields, sent) };
  return { errors: errors.slice(0, MOST_ERRORS), right: readRight(fields, sent, errors) };
}

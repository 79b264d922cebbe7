import { validateSync, type ValidationError } from 'class-validator';
import type { Field, Fields } from '../../../workflows/protocol/index.js';
import type { FieldError } from '../command.js';
import { instanceOf } from './content-classes.js';
import { isScalar, readScalar, wrongWith } from './scalars.js';

/** What was sent, read: texts still as words, days and ids as they are kept. */
export type Content = Record<string, unknown>;

const MOST_ERRORS = 50;

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function unknownField(fields: Fields): string {
  const known = Object.keys(fields);
  return known.length === 0
    ? 'is not a field of this step, which asks for none.'
    : `is not a field of this step. Its fields are ${known.join(', ')}.`;
}

/** The entries of a list of plain values that are wrong, each by its own path. */
const wrongEntries = (field: Field, value: unknown, path: string): FieldError[] =>
  Array.isArray(value) && field.of && isScalar(field.of)
    ? value.flatMap((each, at) => {
        const message = wrongWith(field.of as Field, each);
        return message === null ? [] : [{ field: `${path}.${at}`, message }];
      })
    : [];

function errorsOf(error: ValidationError, fields: Fields, path: string): FieldError[] {
  const at = joined(path, error.property);
  const field = Object.hasOwn(fields, error.property) ? fields[error.property] : undefined;
  if (!field) return [{ field: at.slice(0, 200), message: unknownField(fields) }];
  const messages = Object.entries(error.constraints ?? {});
  const entries = messages.some(([name]) => name === 'entries') ? wrongEntries(field, error.value, at) : [];
  const own =
    entries.length > 0 ? entries : messages.slice(0, 1).map(([, message]) => ({ field: at, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => nested(child, field, at))];
}

/** Errors inside a group, or inside the groups of a list, whose children are numbered. */
function nested(child: ValidationError, field: Field, path: string): FieldError[] {
  if (field.kind === 'group') return errorsOf(child, field.fields ?? {}, path);
  const entry = joined(path, child.property);
  const own = child.constraints && !child.children?.length;
  return own
    ? [{ field: entry, message: `Each entry of ${field.label} must be a group of fields.` }]
    : (child.children ?? []).flatMap((each) => errorsOf(each, field.of?.fields ?? {}, entry));
}

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

/** Everything wrong with the shape of what was sent, or what it says. */
export function checkShape(fields: Fields, sent: unknown): { errors: FieldError[] } | { content: Content } {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    return { errors: [{ field: '', message: 'What the step says must be a group of fields.' }] };
  }
  const errors = validateSync(instanceOf(fields, sent as Content), {
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
  }).flatMap((error) => errorsOf(error, fields, ''));
  return errors.length > 0
    ? { errors: errors.slice(0, MOST_ERRORS) }
    : { content: readAll(fields, sent as Content) };
}

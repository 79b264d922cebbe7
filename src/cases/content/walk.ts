import type { Field, Fields } from '../../../workflows/protocol/index.js';
import type { Content } from './check-shape.js';

/** One plain value of what an event says, with its field and path. */
export interface Leaf {
  field: Field;
  value: unknown;
  path: string;
}

function leavesOfField(field: Field, value: unknown, path: string): Leaf[] {
  if (value === undefined) return [];
  if (field.kind === 'group') return leavesOf(field.fields ?? {}, value as Content, path);
  if (field.kind === 'list') {
    return (value as unknown[]).flatMap((each, at) =>
      leavesOfField(field.of as Field, each, `${path}.${at}`),
    );
  }
  return [{ field, value, path }];
}

/** Every plain value of the content, in the order of the field table. */
export const leavesOf = (fields: Fields, content: Content, path = ''): Leaf[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    leavesOfField(field, content[name], path === '' ? name : `${path}.${name}`),
  );

const changed = (field: Field, value: unknown, path: string, change: (leaf: Leaf) => unknown): unknown => {
  if (field.kind === 'group') return changeLeaves(field.fields ?? {}, value as Content, change, path);
  if (field.kind === 'list') {
    return (value as unknown[]).map((each, at) => changed(field.of as Field, each, `${path}.${at}`, change));
  }
  return change({ field, value, path });
};

/** The content with every plain value put through `change`. */
export const changeLeaves = (
  fields: Fields,
  content: Content,
  change: (leaf: Leaf) => unknown,
  path = '',
): Content =>
  Object.fromEntries(
    Object.entries(content).map(([name, value]) => {
      const field = fields[name];
      const at = path === '' ? name : `${path}.${name}`;
      return [name, field ? changed(field, value, at, change) : value];
    }),
  );

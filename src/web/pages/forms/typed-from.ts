import {
  isLocalDate,
  londonDateOf,
  londonTimeInWords,
  type Field,
  type Fields,
} from '../../../../workflows/protocol/index.js';
import { pathOf } from './draft.js';
import { mannerOf } from './manner.js';

/** Boxes of a form by name, as they would have been typed into. */
export type Boxes = Record<string, string | string[]>;

const PENCE = 100;

function dayBoxes(path: string, date: string, time = ''): Boxes {
  if (!isLocalDate(date)) return {};
  const [year = '', month = '', day = ''] = date.split('-');
  return {
    [`${path}-day`]: String(Number(day)),
    [`${path}-month`]: String(Number(month)),
    [`${path}-year`]: year,
    ...(time === '' ? {} : { [`${path}-time`]: time }),
  };
}

function boxesOf(name: string, field: Field, value: unknown, path: string): Boxes {
  switch (mannerOf(name, field)) {
    case 'day':
      return dayBoxes(path, value as string);
    case 'moment':
      return dayBoxes(path, londonDateOf(value as string), londonTimeInWords(value as string));
    case 'yesNo':
      return { [path]: value === true ? 'yes' : 'no' };
    case 'money':
      return { [path]: ((value as number) / PENCE).toFixed(2) };
    case 'some':
      return { [path]: value as string[] };
    case 'group':
      return boxesFrom(field.fields ?? {}, value as Record<string, unknown>, path);
    case 'entries':
      return Object.assign(
        {},
        ...(value as unknown[]).map((each, at) => boxesOf(name, field.of as Field, each, pathOf(path, at))),
      ) as Boxes;
    default:
      return typeof value === 'string' || typeof value === 'number' ? { [path]: String(value) } : {};
  }
}

/** The boxes of a form as they would have been typed into to say that: what was recorded, to be looked at and sent anew. */
export const boxesFrom = (fields: Fields, content: Readonly<Record<string, unknown>>, within = ''): Boxes =>
  Object.assign(
    {},
    ...Object.entries(fields).map(([name, field]) => {
      const value = content[name];
      return value === undefined || value === null ? {} : boxesOf(name, field, value, pathOf(within, name));
    }),
  ) as Boxes;

import pg from 'pg';

const { builtins } = pg.types;
const parseMoment = pg.types.getTypeParser(builtins.TIMESTAMPTZ) as (text: string) => Date | number;
/** Arrays of dates: they too stay the text they are. */
const DATE_ARRAY = 1182;
const parseTexts = pg.types.getTypeParser(1009 as never) as (text: string) => string[];

const parsers = new Map<number, (text: string) => unknown>([
  // A day is not a moment: 'YYYY-MM-DD' as it stands.
  [builtins.DATE, (text) => text],
  [DATE_ARRAY, parseTexts],
  // UTC with milliseconds; null for 'infinity', which says that there is none.
  [
    builtins.TIMESTAMPTZ,
    (text) => {
      const moment = parseMoment(text);
      return moment instanceof Date ? moment.toISOString() : null;
    },
  ],
  [builtins.INT8, Number],
]);

/** How columns are read: days and moments as text, whole numbers as numbers. */
export const columnTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ??
    (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

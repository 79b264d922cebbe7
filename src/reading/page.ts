/** Which part of a list is wanted. */
export interface PageAsked<Mark> {
  limit: number;
  /** The last entry of the part before; null for the first part. */
  after: Mark | null;
  /** Whether all entries are to be counted. */
  total: boolean;
}

/** One part of a list. */
export interface PageRead<Entry, Mark> {
  items: Entry[];
  /** The last entry of this part, where something follows it. */
  next: Mark | null;
  total?: number;
}

/** The part that was read, from one row more than was asked for. */
export function pageOf<Row, Entry, Mark>(
  rows: readonly Row[],
  limit: number,
  entryOf: (row: Row) => Entry,
  markOf: (row: Row) => Mark,
): Omit<PageRead<Entry, Mark>, 'total'> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(entryOf),
    next: rows.length > limit && last !== undefined ? markOf(last) : null,
  };
}

import type { QueueOrder } from '../../../reading/queues/queue-orders.js';
import type { Sort } from '../lists/sort.js';

/** How an order is spoken of. */
export const ORDER_WORDS: Readonly<Record<QueueOrder, string>> = {
  dueFirst: 'the longest due first',
  dueLast: 'the last due first',
  childFirst: 'by child, from A to Z',
  childLast: 'by child, from Z to A',
  whatFirst: 'by what is due, from A to Z',
  whatLast: 'by what is due, from Z to A',
  whoseFirst: 'by whose it is, from A to Z, nobody’s first',
  whoseLast: 'by whose it is, from Z to A, nobody’s last',
};

/** The columns that a queue can be ordered by, by their headings. */
const COLUMNS = { Child: 'child', 'What is due': 'what', Due: 'due', Whose: 'whose' } as const;

/** The headings of a queue that order it. `at` gives its address with something else asked of it. */
export const sortsOf = (order: QueueOrder, at: (asked: object) => string): Record<string, Sort> =>
  Object.fromEntries(
    Object.entries(COLUMNS).map(([heading, column]): [string, Sort] => {
      const [first, last]: [QueueOrder, QueueOrder] = [`${column}First`, `${column}Last`];
      const next = order === first ? last : first;
      const sorted = order === first ? 'ascending' : order === last ? 'descending' : null;
      return [heading, { href: at({ order: next === 'dueFirst' ? undefined : next }), sorted }];
    }),
  );

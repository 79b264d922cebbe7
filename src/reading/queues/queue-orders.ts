import type { Bind, Judged } from './queues.js';

/** The orders a queue can be read in: by when it is due, by child, by what is due, by whose it is; each also the other way round. */
export const QUEUE_ORDERS = [
  'dueFirst',
  'dueLast',
  'childFirst',
  'childLast',
  'whatFirst',
  'whatLast',
  'whoseFirst',
  'whoseLast',
] as const;
export type QueueOrder = (typeof QUEUE_ORDERS)[number];

/** Where a queue goes on: after this deadline, in the order that was asked for. */
export interface QueueMark {
  asAt: string;
  dueAt: string;
  caseId: string;
  key: string;
}

/** An order as parts of a statement on the open deadlines `o`. It is total: what is alike is ordered by when it is due, and by key. */
export interface OrderRead {
  /** Part of the name of the statement. */
  name: string;
  /** What it is ordered by before the due moment: null where by that alone. */
  sorted: { column: string; joins: string } | null;
  /** What to order by, inside the queue and once the column has been read. */
  by: { within: string; afterwards: string };
  /** The condition on what follows that deadline. */
  following: (mark: QueueMark) => string;
}

type Column = 'child' | 'what' | 'whose';

const KEYS = ['o.due_at', 'o.case_id', 'o.key'];

const TO_CHILD = (of: string): string =>
  `JOIN cases sc ON sc.place_id = ${of}.place_id AND sc.id = ${of}.case_id
   JOIN children sk ON sk.place_id = sc.place_id AND sk.id = sc.child_id`;
const TO_OWNER = (of: string): string =>
  `LEFT JOIN people sp ON sp.place_id = ${of}.place_id AND sp.id = ${of}.owner_person`;

/** What each column is ordered by, of a deadline by that name. What nobody owns yet comes first. */
const COLUMNS: Readonly<
  Record<Column, { joins: (of: string) => string; value: (of: string, bind: Bind, judged: Judged) => string }>
> = {
  child: {
    joins: TO_CHILD,
    value: () => `lower(coalesce(sk.family_name, '') || ' ' || coalesce(sk.given_name, ''))`,
  },
  what: {
    joins: () => '',
    value: (of, bind, { titles }) => `coalesce(array_position(${bind(titles)}::text[], ${of}.timescale), 0)`,
  },
  whose: {
    joins: TO_OWNER,
    value: (of) =>
      `CASE WHEN ${of}.owner_person IS NULL AND ${of}.owner = 'assessor' THEN '' ELSE lower(coalesce(sp.name, ${of}.owner)) END`,
  },
};

const listed = (columns: readonly string[], descending: boolean): string =>
  columns.map((column) => `${column}${descending ? ' DESC' : ''}`).join(', ');

/**
 * The order as parts of a statement. Where a list goes on its mark only says after which deadline: what that is ordered by
 * is looked up, so that no child's name is ever in a cursor.
 */
export function orderOf(order: QueueOrder, bind: Bind, judged: Judged): OrderRead {
  const descending = order.endsWith('Last');
  const follows = descending ? '<' : '>';
  const column = order.replace(/First|Last$/, '');
  const marked = ({ dueAt, caseId, key }: QueueMark) =>
    [`${bind(dueAt)}::timestamptz`, `${bind(caseId)}::uuid`, `${bind(key)}::text`] as const;
  if (column === 'due') {
    const by = listed(KEYS, descending);
    return {
      name: descending ? 'last_' : '',
      sorted: null,
      by: { within: by, afterwards: by },
      following: (mark) => `(${KEYS.join(', ')}) ${follows} (${marked(mark).join(', ')})`,
    };
  }
  const { joins, value } = COLUMNS[column as Column];
  const own = value('o', bind, judged);
  return {
    name: `${order}_`,
    sorted: { column: own, joins: joins('o') },
    by: {
      within: listed([own, ...KEYS], descending),
      afterwards: listed(['o.sorted', ...KEYS], descending),
    },
    following: (mark) => {
      const [dueAt, caseId, key] = marked(mark);
      const then = `(SELECT ${value('m', bind, judged)} FROM deadlines m ${joins('m')}
        WHERE m.place_id = $1 AND m.case_id = ${caseId} AND m.key = ${key})`;
      return `(${[own, ...KEYS].join(', ')}) ${follows} (${then}, ${dueAt}, ${caseId}, ${key})`;
    },
  };
}

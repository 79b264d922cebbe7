/** The orders the list of cases can be read in: the next deadline first; by child; by when it was opened. */
export const CASE_ORDERS = ['dueFirst', 'childFirst', 'childLast', 'openedFirst', 'openedLast'] as const;
export type CaseOrder = (typeof CASE_ORDERS)[number];

/** An order as parts of a statement on the cases `c` with their children `k`; $7 is the id of a mark, $9 its due moment. */
interface OrderRead {
  /** What it is ordered by; total by the id of the case. */
  by: string;
  /** The condition on what follows the mark. What a case is ordered by is looked up: no child's name is ever in a cursor. */
  follows: string;
  /** Whether the due moment of the mark is looked at. */
  byDue?: true;
}

const opened = (follows: string): string =>
  `(c.opened_on, c.id) ${follows} ((SELECT m.opened_on FROM cases m WHERE m.place_id = $1 AND m.id = $7), $7)`;

const NAME = 'lower(k.family_name), lower(k.given_name), c.id';
const named = (follows: string): string =>
  `(${NAME}) ${follows} (SELECT lower(mk.family_name), lower(mk.given_name), m.id
     FROM cases m JOIN children mk ON mk.place_id = m.place_id AND mk.id = m.child_id
     WHERE m.place_id = $1 AND m.id = $7)`;

/** Each order as its statement has it. */
export const CASES_BY: Readonly<Record<CaseOrder, OrderRead>> = {
  dueFirst: {
    by: 'c.next_due_at, c.id',
    follows: `(c.next_due_at, c.id) > (coalesce($9::timestamptz, 'infinity'), $7)`,
    byDue: true,
  },
  childFirst: { by: NAME, follows: named('>') },
  childLast: { by: 'lower(k.family_name) DESC, lower(k.given_name) DESC, c.id DESC', follows: named('<') },
  openedFirst: { by: 'c.opened_on, c.id', follows: opened('>') },
  openedLast: { by: 'c.opened_on DESC, c.id DESC', follows: opened('<') },
};

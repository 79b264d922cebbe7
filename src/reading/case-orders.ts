/** The orders the list of cases can be read in: the next deadline first; by child; by when it was opened. */
export const CASE_ORDERS = ['dueFirst', 'childFirst', 'childLast', 'openedFirst', 'openedLast'] as const;
export type CaseOrder = (typeof CASE_ORDERS)[number];

/** The last case of the part before, as places in a statement: its id, and its next due moment for whoever looks at that. */
interface Mark {
  id: string;
  dueAt: () => string;
}

/** An order as parts of a statement on the cases `c` with their children `k`, of the place $1. */
interface OrderRead {
  /** What it is ordered by; total by the id of the case. */
  by: string;
  /** The condition on what follows the mark. What a case is ordered by is looked up: no child's name is ever in a cursor. */
  follows(mark: Mark): string;
}

const opened =
  (follows: string) =>
  ({ id }: Mark): string =>
    `(c.opened_on, c.id) ${follows} ((SELECT m.opened_on FROM cases m WHERE m.place_id = $1 AND m.id = ${id}), ${id})`;

const NAME = 'lower(k.family_name), lower(k.given_name), c.id';
const named =
  (follows: string) =>
  ({ id }: Mark): string =>
    `(${NAME}) ${follows} (SELECT lower(mk.family_name), lower(mk.given_name), m.id
       FROM cases m JOIN children mk ON mk.place_id = m.place_id AND mk.id = m.child_id
       WHERE m.place_id = $1 AND m.id = ${id})`;

/** Each order as its statement has it. */
export const CASES_BY: Readonly<Record<CaseOrder, OrderRead>> = {
  dueFirst: {
    by: 'c.next_due_at, c.id',
    follows: ({ id, dueAt }) => `(c.next_due_at, c.id) > (coalesce(${dueAt()}, 'infinity'), ${id})`,
  },
  childFirst: { by: NAME, follows: named('>') },
  childLast: { by: 'lower(k.family_name) DESC, lower(k.given_name) DESC, c.id DESC', follows: named('<') },
  openedFirst: { by: 'c.opened_on, c.id', follows: opened('>') },
  openedLast: { by: 'c.opened_on DESC, c.id DESC', follows: opened('<') },
};

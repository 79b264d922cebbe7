import { statement, type Statement } from '../database/transaction.js';
import { CASES_BY, type CaseOrder } from './case-orders.js';
import { FROM, LINE } from './case-statements.js';

/** Which cases are wanted. */
export interface CasesWanted {
  stage?: string;
  assessor?: string;
  allocated?: boolean;
  overdue?: boolean;
  state?: 'open' | 'closed';
}

/** Where a list of cases goes on: after this due moment (null: none) and case. */
export interface CaseMark {
  dueAt: string | null;
  id: string;
}

interface Asked {
  statement: Statement;
  values: unknown[];
}

type Bind = (value: unknown) => string;
type Condition = (value: string, bind: Bind) => string;

/** The moment up to which whatever was due is late. */
const LATE_BY = `(SELECT service_now() - interval '1 second')`;

/**
 * Each filter as a condition on the case `c`. The next due moment of a case is that of its first open deadline which is no
 * guidance and is not paused, so that it says by itself whether anything is overdue. It is asked for as a range with two ends,
 * by which a plan that is made without the values trusts the index.
 */
const CONDITIONS: Readonly<Record<keyof CasesWanted, Condition>> = {
  stage: (value, bind) => `c.stage = ${bind(value)}`,
  assessor: (value, bind) => `c.assessor = ${bind(value)}::uuid`,
  allocated: (value) => `c.assessor IS ${value === 'true' ? 'NOT ' : ''}NULL`,
  overdue: (value) =>
    value === 'true'
      ? `c.next_due_at > '-infinity' AND c.next_due_at <= ${LATE_BY}`
      : `c.next_due_at > ${LATE_BY}`,
  state: (value) => `c.closed_on IS ${value === 'open' ? '' : 'NOT '}NULL`,
};

/** Filters of which either value is another condition. */
const EITHER: readonly string[] = ['allocated', 'overdue', 'state'];

function within(place: string, wanted: CasesWanted) {
  const values: unknown[] = [place];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const given = (Object.keys(CONDITIONS) as (keyof CasesWanted)[]).flatMap((name) => {
    const value = wanted[name];
    return value === undefined ? [] : [{ name, value: String(value) }];
  });
  const conditions = given.map(({ name, value }) => CONDITIONS[name](value, bind));
  return {
    values,
    bind,
    where: ['c.place_id = $1', ...conditions].join(' AND '),
    // The same for the same conditions only, and short enough for a name.
    name: given
      .map(({ name, value }) => `_${name.slice(0, 5)}${EITHER.includes(name) ? value.slice(0, 1) : ''}`)
      .join(''),
  };
}

/** The values of a mark in their places; a statement has no place for what its order does not look at. */
const markedBy = ({ id, dueAt }: CaseMark, bind: Bind) => ({
  id: `${bind(id)}::uuid`,
  dueAt: () => `${bind(dueAt)}::timestamptz`,
});

/** Some cases of a place in that order; by next deadlines, cases without one come last. */
export function casesOf(
  place: string,
  wanted: CasesWanted,
  order: CaseOrder,
  { after, limit }: { after: CaseMark | null; limit: number },
): Asked {
  const { values, bind, where, name } = within(place, wanted);
  const read = CASES_BY[order];
  const next = after ? ` AND ${read.follows(markedBy(after, bind))}` : '';
  return {
    statement: statement(
      `reading_cases_${order}${after ? '_on' : ''}${name}`,
      `SELECT ${LINE}, to_json(n) AS next_deadline
       ${FROM}
       LEFT JOIN deadlines n ON n.place_id = c.place_id AND n.case_id = c.id AND n.key = c.next_deadline
       WHERE ${where}${next}
       ORDER BY ${read.by} LIMIT ${bind(limit)}`,
    ),
    values,
  };
}

/** How many cases there are; of more than `most` only that they are one more. */
export function countCases(place: string, wanted: CasesWanted, most: number | null): Asked {
  const { values, bind, where, name } = within(place, wanted);
  const some = most === null ? '' : ` LIMIT ${bind(most + 1)}`;
  return {
    statement: statement(
      `reading_cases_count${most === null ? '' : '_some'}${name}`,
      `SELECT count(*)::int AS total FROM (SELECT FROM cases c WHERE ${where}${some}) counted`,
    ),
    values,
  };
}

import { statement, type Statement } from '../../database/transaction.js';
import { orderOf, type QueueMark, type QueueOrder } from './queue-orders.js';
import { conditionsOf, inRange, type QueueFilters } from './queue-filters.js';
import {
  DEADLINE_QUEUES,
  dueWithin,
  FOUND_BY_ALARMS,
  inAnyQueue,
  QUEUES,
  type Bind,
  type DeadlineQueue,
  type Judged,
} from './queues.js';

/** A statement with its values. */
export interface Asked {
  statement: Statement;
  values: unknown[];
}

const binding = (values: unknown[]): Bind => {
  return (value) => `$${values.push(value)}`;
};

const SHOWN = `o.case_id, o.key, o.stage, o.commissioner, o.needs, o.critical_at, d.timescale, d.clauses, d.guidance,
  d.owner, d.owner_person, d.started_on, d.started_at, d.started_by, d.due_on, d.due_at, d.original_due_on,
  d.original_due_at, d.settled, d.exception, d.extensions, d.pauses, d.paused_since, d.passed_occurrence, d.passed_by,
  d.withdrawn_by, d.breach_reason, d.breach_ours, d.breach_reason_by, d.breach_reason_on, d.breach_reason_seq, c.reference, c.stage_words,
  c.protocol, c.calendar_version, k.given_name, k.family_name, p.name AS owner_name, p.team_id`;

const WITH_ITS_CASE = `
  JOIN deadlines d ON d.place_id = o.place_id AND d.case_id = o.case_id AND d.key = o.key
  JOIN cases c ON c.place_id = o.place_id AND c.id = o.case_id
  JOIN children k ON k.place_id = c.place_id AND k.id = c.child_id
  LEFT JOIN people p ON p.place_id = o.place_id AND p.id = o.owner_person`;

function within(queue: DeadlineQueue, place: string, filters: QueueFilters, judged: Judged) {
  const values: unknown[] = [place];
  const bind = binding(values);
  const { conditions, name } = conditionsOf(filters, bind, judged);
  const asked = QUEUES[queue];
  const due = asked.due?.(judged);
  const found = due ? [dueWithin(due, bind)] : [];
  const where = ['o.place_id = $1', asked.holds(judged, bind), ...found, ...conditions].join(' AND ');
  return { values, bind, where, name: `${queue}_${name}` };
}

/** What queues are judged by, read at once: the versions the place uses now, and the moment it is. */
export const PRESENT = statement(
  'queues-present',
  `SELECT protocol, calendar_version AS "calendarVersion", service_now() AS at FROM places WHERE id = $1`,
);

/**
 * Some of a queue in a total order, so that parts of it follow one another whatever is between. Where a total is wanted it
 * comes with every row, so that the list and its count are of one moment.
 */
export function pageOf(
  queue: DeadlineQueue,
  place: string,
  filters: QueueFilters,
  judged: Judged,
  {
    after,
    limit,
    total = false,
    order = 'dueFirst',
  }: { after: QueueMark | null; limit: number; total?: boolean; order?: QueueOrder | undefined },
): Asked {
  const { values, bind, where, name } = within(queue, place, filters, judged);
  const { name: ordered, sorted, by, following } = orderOf(order, bind, judged);
  const next = after ? ` AND ${following(after)}` : '';
  return {
    statement: statement(
      `queue_${ordered}${after ? 'on' : 'of'}${total ? '_all' : ''}_${name}`,
      `WITH o AS MATERIALIZED (
         SELECT o.*${sorted ? `, ${sorted.column} AS sorted` : ''} FROM open_deadlines o ${sorted?.joins ?? ''}
         WHERE ${where}${next} ORDER BY ${by.within} LIMIT ${bind(limit)})
       SELECT ${SHOWN}${total ? `, (SELECT count(*)::int FROM open_deadlines o WHERE ${where}) AS total` : ''}
       FROM o ${WITH_ITS_CASE} ORDER BY ${by.afterwards}`,
    ),
    values,
  };
}

/** How many there are in a queue. */
export function countOf(queue: DeadlineQueue, place: string, filters: QueueFilters, judged: Judged): Asked {
  const { values, where, name } = within(queue, place, filters, judged);
  return {
    statement: statement(
      `queue_count_${name}`,
      `SELECT count(*)::int AS total FROM open_deadlines o WHERE ${where}`,
    ),
    values,
  };
}

/**
 * How many there are in every queue, and in every ageing bucket of the overdue, by timescale; none of a timescale that has
 * none in any queue.
 */
export function countsOf(place: string, filters: QueueFilters, judged: Judged): Asked {
  const values: unknown[] = [place];
  const bind = binding(values);
  const { conditions, name } = conditionsOf(filters, bind, judged);
  const overdue = QUEUES.overdue.holds(judged, bind);
  const counted = [
    ...DEADLINE_QUEUES.map((queue) => ({ as: queue, holds: QUEUES[queue].holds(judged, bind) })),
    ...judged.buckets.map((range) => ({ as: range.slug, holds: `${overdue} AND ${inRange(range, bind)}` })),
  ];
  const where = ['o.place_id = $1', ...conditions].join(' AND ');
  const part = (which: string, counts: (column: (typeof counted)[number]) => string): string =>
    `SELECT o.timescale, ${counted.map((column) => `${counts(column)} AS "${column.as}"`).join(', ')}
     FROM open_deadlines o WHERE ${where} AND ${which} GROUP BY o.timescale`;
  const byAlarms = QUEUES[FOUND_BY_ALARMS].holds(judged, bind);
  const byThemselves = inAnyQueue(judged, bind).map((which) =>
    part(which, ({ as, holds }) => (as === FOUND_BY_ALARMS ? '0' : `count(*) FILTER (WHERE ${holds})`)),
  );
  const parts = [...byThemselves, part(byAlarms, ({ as }) => (as === FOUND_BY_ALARMS ? 'count(*)' : '0'))];
  return {
    statement: statement(
      `queue_counts_${name}`,
      `SELECT timescale, ${counted.map(({ as }) => `sum("${as}")::int AS "${as}"`).join(', ')}
       FROM (${parts.join(' UNION ALL ')}) parts
       GROUP BY timescale ORDER BY timescale`,
    ),
    values,
  };
}

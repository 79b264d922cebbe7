import type { Client } from 'pg';
import { endOfDay, startOfDay, type LocalDate } from '../../../workflows/protocol/index.js';
import type { QueueFilters } from '../../reading/queues/queue-filters.js';
import type { DeadlineQueue } from '../../reading/queues/queues.js';

/** The moment and days by which queues are judged. */
export interface JudgedBy {
  place: string;
  lateBy: string;
  asAt: string;
  dueNextUntil: string;
}

/** A question that is asked of the service, and of the database without it. */
export interface Question {
  name: string;
  queue: DeadlineQueue;
  filters: QueueFilters;
  /** The same as a condition on `open_deadlines o`, written by hand, with values from $2 on. */
  raw: { where: string; values: readonly unknown[] };
}

type Half = Pick<Question['raw'], 'where' | 'values'>;

const QUEUES: Readonly<Record<DeadlineQueue, (judged: JudgedBy) => Half>> = {
  overdue: ({ lateBy }) => ({
    where: "NOT o.guidance AND o.due_at > '-infinity' AND o.due_at <= $2 AND NOT o.paused",
    values: [lateBy],
  }),
  criticallyOverdue: ({ lateBy, asAt }) => ({
    where:
      "NOT o.guidance AND o.due_at > '-infinity' AND o.due_at <= $2 AND NOT o.paused AND o.critical_at <= $3",
    values: [lateBy, asAt],
  }),
  dueNext: ({ lateBy, dueNextUntil }) => ({
    where: 'NOT o.guidance AND NOT o.paused AND o.due_at > $2 AND o.due_at <= $3',
    values: [lateBy, endOfDay(dueNextUntil as LocalDate)],
  }),
  unassigned: () => ({
    where: "NOT o.guidance AND o.owner = 'assessor' AND o.owner_person IS NULL",
    values: [],
  }),
  excepted: () => ({ where: 'NOT o.guidance AND o.excepted', values: [] }),
  paused: () => ({ where: 'NOT o.guidance AND o.paused', values: [] }),
  reasonWanted: () => ({ where: 'NOT o.guidance AND o.reason_wanted', values: [] }),
  exceptions: () => ({
    where: `(o.case_id, o.key) IN (SELECT a.case_id, substr(a.about, 38) FROM alarms a
      WHERE a.place_id = $1 AND a.kind = 'deadline' AND a.state = 'exception')`,
    values: [],
  }),
  guidancePast: ({ lateBy }) => ({
    where: "o.guidance AND o.due_at > '-infinity' AND o.due_at <= $2 AND NOT o.paused",
    values: [lateBy],
  }),
};

interface Wanted {
  filters: QueueFilters;
  /** The condition, its values numbered by `?`. */
  where: string;
  values: readonly unknown[];
}

/** The value that most of what is overdue has, so that the filter leaves as much as it can. */
async function commonest(client: Client, what: string, judged: JudgedBy): Promise<string | null> {
  const { rows } = await client.query<{ value: string | null }>(
    `SELECT ${what}::text AS value FROM open_deadlines o, unnest(CASE WHEN needs = '{}' THEN ARRAY[NULL] ELSE needs END) AS need
     WHERE o.place_id = $1 AND NOT o.guidance AND o.due_at <= $2 AND ${what} IS NOT NULL
     GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
    [judged.place, judged.lateBy],
  );
  return rows[0]?.value ?? null;
}

const TEAM = `(SELECT p.team_id FROM people p WHERE p.place_id = o.place_id AND p.id = o.owner_person)`;

const BY: readonly { filter: keyof QueueFilters; of: string; where: string }[] = [
  { filter: 'timescale', of: 'o.timescale', where: 'o.timescale = ?' },
  { filter: 'stage', of: 'o.stage', where: 'o.stage = ?' },
  { filter: 'owner', of: 'o.owner_person', where: 'o.owner_person = ?::uuid' },
  {
    filter: 'team',
    of: TEAM,
    where: 'o.owner_person IN (SELECT p.id FROM people p WHERE p.place_id = $1 AND p.team_id = ?)',
  },
  { filter: 'organisation', of: 'o.commissioner', where: 'o.commissioner = ?' },
  { filter: 'need', of: 'need', where: 'o.needs @> ARRAY[?::text]' },
];

/** Due days of an ageing bucket. */
export interface Bucket {
  slug: string;
  dueFrom: string | null;
  dueTo: string | null;
}

const ofBucket = ({ slug, dueFrom, dueTo }: Bucket): Wanted => ({
  filters: { ageing: slug },
  where: [dueFrom && 'o.due_at >= ?', dueTo && 'o.due_at <= ?'].filter(Boolean).join(' AND ') || 'true',
  values: [
    ...(dueFrom === null ? [] : [startOfDay(dueFrom as LocalDate)]),
    ...(dueTo === null ? [] : [endOfDay(dueTo as LocalDate)]),
  ],
});

function numbered({ where, values }: Half, wanted: Wanted | null): Half {
  if (!wanted) return { where, values };
  let next = values.length + 1;
  const its = wanted.where.replaceAll('?', () => `$${(next += 1)}`);
  return { where: `${where} AND ${its}`, values: [...values, ...wanted.values] };
}

const question = (queue: DeadlineQueue, judged: JudgedBy, wanted: Wanted | null): Question => {
  const { ageing, ...others } = wanted?.filters ?? {};
  return {
    name: [queue, ...Object.keys(others), ...(ageing === undefined ? [] : ['ageing', ageing])].join(' '),
    queue,
    filters: wanted?.filters ?? {},
    raw: numbered(QUEUES[queue](judged), wanted),
  };
};

/** Every queue as it is, and what is overdue and due next by each filter, by the value that leaves the most. */
export async function questionsOf(
  client: Client,
  judged: JudgedBy,
  buckets: readonly Bucket[],
): Promise<Question[]> {
  const filters: Wanted[] = [];
  for (const { filter, of, where } of BY) {
    const value = await commonest(client, of, judged);
    if (value !== null) filters.push({ filters: { [filter]: value }, where, values: [value] });
  }
  const queues = Object.keys(QUEUES) as DeadlineQueue[];
  return [
    ...queues.map((queue) => question(queue, judged, null)),
    ...filters.map((each) => question('overdue', judged, each)),
    ...buckets.map((bucket) => question('overdue', judged, ofBucket(bucket))),
    ...filters.map((each) => question('dueNext', judged, each)),
  ];
}

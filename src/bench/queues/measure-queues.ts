import { performance } from 'node:perf_hooks';
import { Client } from 'pg';
import { endOfDay, type LocalDate } from '../../../workflows/protocol/index.js';
import { columnTypes } from '../../database/column-types.js';
import type { Engine } from '../../engine.module.js';
import { judgedAt } from '../../reading/queues/judging.js';
import { QueueReading } from '../../reading/queues/queue-reading.js';
import { percentilesOf, type Percentiles } from '../percentiles.js';
import { questionsOf, type Bucket, type JudgedBy, type Question } from './questions.js';

/** How long a question takes the service, and the database alone, in milliseconds. */
export interface QueueFigures {
  name: string;
  /** How many deadlines the answer counts. */
  found: number;
  service: Percentiles;
  raw: Percentiles;
}

const PAGE = 50;
const WARM_UP = 10;

/** What a line of a queue is shown with. */
const SHOWN = `o.case_id, o.key, o.stage, o.commissioner, o.needs, o.critical_at, d.timescale, d.clauses, d.guidance,
  d.owner, d.owner_person, d.started_on, d.started_at, d.started_by, d.due_on, d.due_at, d.original_due_on,
  d.original_due_at, d.settled, d.exception, d.extensions, d.pauses, d.paused_since, d.passed_occurrence, d.passed_by,
  d.withdrawn_by, d.breach_reason, d.breach_ours, d.breach_reason_by, d.breach_reason_on, d.breach_reason_seq,
  c.reference, c.stage_words, c.protocol, c.calendar_version, k.given_name, k.family_name, p.name, p.team_id`;

type Ask = () => Promise<number>;

const pageSql = (where: string): string => `
  SELECT ${SHOWN} FROM (
    SELECT * FROM open_deadlines o WHERE o.place_id = $1 AND ${where} ORDER BY o.due_at, o.case_id, o.key LIMIT ${PAGE}
  ) o
  JOIN deadlines d USING (place_id, case_id, key)
  JOIN cases c ON c.place_id = o.place_id AND c.id = o.case_id
  JOIN children k ON k.place_id = o.place_id AND k.id = c.child_id
  LEFT JOIN people p ON p.place_id = o.place_id AND p.id = o.owner_person
  ORDER BY o.due_at, o.case_id, o.key`;

/** The part and the count of a queue, as one would ask the database for them with nothing between. */
function rawAsk(client: Client, place: string, { name, raw }: Question): Ask {
  const values = [place, ...raw.values];
  const page = { name: `raw page ${name}`, text: pageSql(raw.where), values };
  const count = {
    name: `raw count ${name}`,
    text: `SELECT count(*)::int AS total FROM open_deadlines o WHERE o.place_id = $1 AND ${raw.where}`,
    values,
  };
  return async () => {
    await client.query(page);
    return (await client.query<{ total: number }>(count)).rows[0]?.total ?? Number.NaN;
  };
}

async function took(ask: Ask): Promise<number> {
  const began = performance.now();
  await ask();
  return performance.now() - began;
}

const PARTS = 5;
const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Of each percentile the middle one of five parts of the run: a moment of other load on the machine decides none. */
function ofParts(times: readonly number[]): Percentiles {
  const size = Math.ceil(times.length / PARTS);
  const parts = Array.from({ length: PARTS }, (_, at) => times.slice(at * size, (at + 1) * size))
    .filter((part) => part.length > 0)
    .map(percentilesOf);
  return {
    p50: middle(parts.map(({ p50 }) => p50)),
    p95: middle(parts.map(({ p95 }) => p95)),
    p99: middle(parts.map(({ p99 }) => p99)),
  };
}

/** Asks both in turn, so that what else the machine does falls on both alike. */
async function compared(rounds: number, service: Ask, raw: Ask) {
  const times = { service: [] as number[], raw: [] as number[] };
  for (let round = 0; round < WARM_UP; round += 1) await Promise.all([service(), raw()]);
  for (let round = 0; round < rounds; round += 1) {
    times.raw.push(await took(raw));
    times.service.push(await took(service));
  }
  return { service: ofParts(times.service), raw: ofParts(times.raw) };
}

/** Throws where the service and the database by hand do not answer alike: then there is nothing to compare. */
function mustAgree(name: string, service: number, raw: number): void {
  if (service !== raw) throw new Error(`${name}: the service counts ${service}, the database ${raw}.`);
}

/** The counts of every queue and bucket by timescale, as one would write them who knows that few deadlines are in any: of what lies far ahead only what is noted is looked at. */
function rawCounts({
  place,
  lateBy,
  asAt,
  dueNextUntil,
  buckets,
}: JudgedBy & { buckets: readonly Bucket[] }) {
  const values: unknown[] = [place, lateBy, asAt, dueNextUntil, endOfDay(dueNextUntil as LocalDate)];
  const late = 'NOT o.guidance AND o.due_at <= $2 AND NOT o.paused';
  const day = (value: string | null, by: string): string =>
    value === null ? '' : ` AND o.due_on ${by} $${values.push(value)}`;
  const ageing = buckets.map(
    ({ slug, dueFrom, dueTo }) =>
      `count(*) FILTER (WHERE ${late}${day(dueFrom, '>=')}${day(dueTo, '<=')}) AS "${slug}"`,
  );
  const part = (which: string) => `SELECT o.timescale,
      count(*) FILTER (WHERE ${late})::int AS overdue,
      count(*) FILTER (WHERE ${late} AND o.critical_at <= $3) AS critical,
      count(*) FILTER (WHERE NOT o.guidance AND NOT o.paused AND o.due_at > $2 AND o.due_on <= $4) AS next,
      count(*) FILTER (WHERE NOT o.guidance AND o.owner = 'assessor' AND o.owner_person IS NULL) AS unassigned,
      count(*) FILTER (WHERE NOT o.guidance AND o.excepted) AS excepted,
      count(*) FILTER (WHERE NOT o.guidance AND o.paused) AS paused,
      count(*) FILTER (WHERE NOT o.guidance AND o.reason_wanted) AS reason,
      count(*) FILTER (WHERE o.guidance AND o.due_at <= $2 AND NOT o.paused) AS guidance,
      ${ageing.join(', ')}
    FROM open_deadlines o
    WHERE o.place_id = $1 AND ${which}
    GROUP BY o.timescale`;
  const near = part(`o.due_at > '-infinity' AND o.due_at <= $5`);
  const noted = part(`o.due_at > $5 AND (o.excepted OR o.paused OR o.reason_wanted
    OR (o.owner = 'assessor' AND o.owner_person IS NULL))`);
  return { text: `${near} UNION ALL ${noted}`, values };
}

async function countsFigures(
  reading: QueueReading,
  client: Client,
  judged: JudgedBy & { buckets: readonly Bucket[] },
  rounds: number,
): Promise<QueueFigures> {
  const { text, values } = rawCounts(judged);
  const raw: Ask = async () => {
    const { rows } = await client.query<{ overdue: number }>({ name: 'raw counts', text, values });
    return rows.reduce((sum, { overdue }) => sum + overdue, 0);
  };
  const service: Ask = async () => {
    const { queues } = await reading.counts(judged.place, {}, judged.asAt);
    return queues.find(({ id }) => id === 'overdue')?.count ?? Number.NaN;
  };
  const found = await service();
  mustAgree('counts', found, await raw());
  return { name: 'counts of all queues', found, ...(await compared(rounds, service, raw)) };
}

/** Measures every queue and every filter, as they stand now, beside the same asked of the database by hand. */
export async function measureQueues(
  { dataSource, places, clock }: Engine,
  url: string,
  place: string,
  rounds: number,
): Promise<QueueFigures[]> {
  const reading = new QueueReading(dataSource, places);
  const judged = judgedAt(await clock.now(), await places.presentRules(place));
  const client = new Client({ connectionString: url, types: columnTypes });
  await client.connect();
  try {
    const by = { place, ...judged };
    const figures = [await countsFigures(reading, client, by, rounds)];
    for (const question of await questionsOf(client, by, judged.buckets)) {
      const service: Ask = async () => {
        const asked = { limit: PAGE, after: null, total: true, asAt: judged.asAt };
        return (await reading.page(place, question.queue, question.filters, asked)).total ?? Number.NaN;
      };
      const raw = rawAsk(client, place, question);
      const found = await service();
      mustAgree(question.name, found, await raw());
      figures.push({ name: question.name, found, ...(await compared(rounds, service, raw)) });
    }
    return figures;
  } finally {
    await client.end();
  }
}

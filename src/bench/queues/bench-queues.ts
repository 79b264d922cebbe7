import { mkdtempSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../engine.module.js';
import { OwnRedis, redisProgram } from '../../faults/world/own-redis.js';
import type { DatabaseServer } from '../../postgres/database-server.js';
import { holding } from '../../process/holding.js';
import { latenessOf, type Corpus } from './corpus.js';
import { bytesOf, corpusOf, onCopy } from './corpus-database.js';
import { measureAlarms, type AlarmFigures } from './measure-alarms.js';
import { measureQueues, type QueueFigures } from './measure-queues.js';
import { growthOf, judged, type Grown, type Judgement } from './targets.js';

/** What is measured, and on how much. */
export interface QueueBench {
  /** Numbers of cases, the smallest first. */
  sizes: readonly number[];
  /** How often each question is asked. */
  rounds: number;
  /** Whether the corpora stay for the next run. */
  keep: boolean;
  /** A Redis to measure on; one of the measurement's own where absent and there is a program for it. */
  redisUrl?: string;
}

/** Everything measured on one corpus. */
export interface SizeFigures {
  cases: number;
  corpus: Omit<Corpus, 'sample'>;
  buildSeconds: number | null;
  bytes: number;
  queues: QueueFigures[];
  alarms: AlarmFigures[];
}

/** Everything one run measured. */
export interface QueueBenchFigures {
  at: string;
  cores: number;
  node: string;
  /** Why nothing was measured on Redis; null where it was. */
  noRedis: string | null;
  sizes: SizeFigures[];
  /** What the largest corpus came to, target by target. */
  judgements: Judgement[];
  growth: Grown[];
}

type Say = (line: string) => void;

const NO_REDIS = 'Not measured on Redis: there is no redis-server on the PATH, and REDIS_URL is not set.';

/** Does the work with the address of a Redis, if there is any to be had. */
async function withRedis<T>(given: string | undefined, work: (url: string | null) => Promise<T>): Promise<T> {
  const program = redisProgram();
  if (given !== undefined || program === undefined) return work(given ?? null);
  const folder = mkdtempSync(join(tmpdir(), 'bench-queues-'));
  const redis = await OwnRedis.start(program, folder, () => undefined);
  return holding(
    () => redis.discard(),
    () => work(redis.url),
  );
}

async function alarmsOf(
  server: DatabaseServer,
  { corpus, database }: { corpus: Corpus; database: string },
  redisUrl: string | undefined,
  say: Say,
): Promise<AlarmFigures[]> {
  const steady = latenessOf(corpus.cases);
  return withRedis(redisUrl, async (redis) => {
    const figures: AlarmFigures[] = [];
    for (const url of redis === null ? [null] : [redis, null]) {
      say(
        `Letting midnight come over ${corpus.cases} cases, the queue in ${url === null ? 'Postgres' : 'Redis'}.`,
      );
      figures.push(await onCopy(server, database, (copy) => measureAlarms(copy, corpus, steady, url)));
    }
    return figures;
  });
}

async function queuesOf(url: string, place: string, rounds: number, say: Say): Promise<QueueFigures[]> {
  const engine = await createEngine(url, { migrate: false });
  try {
    say(`Asking every queue ${rounds} times.`);
    return await measureQueues(engine, url, place, rounds);
  } finally {
    await engine.close();
  }
}

async function measured(
  server: DatabaseServer,
  cases: number,
  bench: QueueBench,
  say: Say,
): Promise<SizeFigures> {
  const built = await corpusOf(server, cases, say);
  return holding(
    async () => (bench.keep ? undefined : server.dropDatabase(built.database)),
    async () => {
      const { sample: _sample, ...corpus } = built.corpus;
      const bytes = await bytesOf(built.url);
      const queues = await queuesOf(built.url, corpus.place, bench.rounds, say);
      const alarms = await alarmsOf(server, built, bench.redisUrl, say);
      return { cases, corpus, buildSeconds: built.buildSeconds, bytes, queues, alarms };
    },
  );
}

/** Measures every size in turn, each in databases of its own. */
export async function benchQueues(
  server: DatabaseServer,
  bench: QueueBench,
  say: Say,
): Promise<QueueBenchFigures> {
  const sizes: SizeFigures[] = [];
  for (const cases of bench.sizes) sizes.push(await measured(server, cases, bench, say));
  const largest = sizes.at(-1);
  const noRedis = bench.redisUrl === undefined && redisProgram() === undefined ? NO_REDIS : null;
  return {
    at: new Date().toISOString(),
    cores: cpus().length,
    node: process.version,
    noRedis,
    sizes,
    judgements: largest ? judged(largest.queues, largest.alarms) : [],
    growth: growthOf(sizes),
  };
}

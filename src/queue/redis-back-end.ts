import { createRedisBackend } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { within } from '../process/within.js';
import { UnfitQueue, type BackEnd } from './back-end.js';

const ANSWERS_WITHIN_MS = 5_000;
/** A worker waits for jobs for up to ten seconds at a time. */
const WORKER_ANSWERS_WITHIN_MS = 20_000;
const LONGEST_WAIT_MS = 3_000;
const JITTER_MS = 1_000;

/** Clients of a server that comes back do not all come back at the same moment. */
const retryStrategy = (times: number): number =>
  Math.min(times * 200, LONGEST_WAIT_MS) + Math.random() * JITTER_MS;

const OPTIONS: RedisOptions = {
  maxRetriesPerRequest: null,
  connectTimeout: ANSWERS_WITHIN_MS,
  retryStrategy,
  lazyConnect: false,
};

/** Throws UnfitQueue where Redis drops keys when its memory is full: alarms would be forgotten without a word. */
async function checkEviction(client: Redis): Promise<void> {
  const memory = await within(ANSWERS_WITHIN_MS, client.info('memory'));
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? 'noeviction';
  if (policy === 'noeviction') return;
  throw new UnfitQueue(
    `Redis drops keys when its memory is full (maxmemory-policy ${policy}), and with them alarms. Set maxmemory-policy to noeviction, or leave REDIS_URL out to keep the queue in Postgres.`,
  );
}

/** The queue in Redis, under a prefix of its own. */
export function openRedis(redisUrl: string, installation: string): BackEnd {
  const forQueue = new Redis(redisUrl, { ...OPTIONS, commandTimeout: ANSWERS_WITHIN_MS });
  const forWorker = new Redis(redisUrl, { ...OPTIONS, commandTimeout: WORKER_ANSWERS_WITHIN_MS });
  // What fails is told to whoever asked; a connection that drops is made again.
  for (const client of [forQueue, forWorker]) client.on('error', () => undefined);
  const prefix = `ccc-${installation.slice(0, 8)}`;
  return {
    kind: 'redis',
    queueOptions: { connection: forQueue, prefix },
    workerOptions: { connection: forWorker, prefix },
    factory: createRedisBackend,
    check: () => checkEviction(forQueue),
    close() {
      for (const client of [forQueue, forWorker]) client.disconnect();
      return Promise.resolve();
    },
  };
}

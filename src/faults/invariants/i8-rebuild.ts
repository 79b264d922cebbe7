import { until } from '../world/patience.js';
import type { Finding, Invariant, Seen } from './invariant.js';

const ID = 'I8';
/** How long the service has to put the queue right. */
const PATIENCE_MS = 60_000;
const EVERY_MS = 100;

type Queue = NonNullable<Seen['queue']>;

/** What it still lacks when its time is over. */
async function lacking(queue: Queue, patience: number): Promise<string[]> {
  await until('the queue holds what it should', async () => (await queue.missing()).length === 0, {
    patience,
    every: EVERY_MS,
  }).catch(() => undefined);
  return queue.missing();
}

/** Jobs that are in one and not in the other, of those that alarms stand behind before and after. */
async function differsRebuilt(queue: Queue): Promise<string[]> {
  const [held, wanted] = [await queue.held(), await queue.wanted()];
  const before = new Set([...held].filter((job) => wanted.has(job)));
  await queue.rebuild();
  const [after, still] = [await queue.held(), await queue.wanted()];
  const both = (job: string): boolean => wanted.has(job) && still.has(job);
  return [
    ...[...before].filter((job) => both(job) && !after.has(job)),
    ...[...after].filter((job) => both(job) && !before.has(job)),
    ...[...after].filter((job) => !still.has(job) && !wanted.has(job)),
  ];
}

/** The whole queue against the rows; built anew where the fault was one of the queue. */
export const rebuilds: Invariant = {
  id: ID,
  words: 'The queue comes to hold a job for each alarm that waits, and built anew it holds the same.',
  async check({ queue, rebuild = false, queuePatience = PATIENCE_MS }) {
    if (!queue) return [];
    const finding =
      (kind: Finding['kind'], what: string) =>
      (job: string): Finding => ({ invariant: ID, kind, words: `job ${job} ${what}` });
    const lacks = await lacking(queue, queuePatience);
    const differs = rebuild ? await differsRebuilt(queue) : [];
    return [
      ...lacks.map(finding('lost', 'is not in the queue')),
      ...differs.map(finding('broken', 'was in the queue only before, or only after, it was built anew')),
    ];
  },
};

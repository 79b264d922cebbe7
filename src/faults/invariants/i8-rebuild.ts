import { setTimeout as pause } from 'node:timers/promises';
import type { Finding, Invariant, Seen } from './invariant.js';

const ID = 'I8';
/** How long the service has to put the queue right. */
const PATIENCE_MS = 60_000;
const EVERY_MS = 100;

type Queue = NonNullable<Seen['queue']>;

/** The jobs that the queue held, and those that the rows wanted, at a moment. */
interface Look {
  held: ReadonlySet<string>;
  wanted: ReadonlySet<string>;
}

const lacking = ({ held, wanted }: Look): string[] => [...wanted].filter((job) => !held.has(job));

/** Jobs that no alarm stands behind, nor stood behind before. */
const useless = ({ held, wanted }: Look, before: Look): string[] =>
  [...held].filter((job) => !wanted.has(job) && !before.wanted.has(job));

/**
 * Looks until nothing is wrong, or its time is over. The last look is what counts: the service goes on, and at any other
 * moment an alarm may be set that the queue is told of a moment later.
 */
async function lookUntil(queue: Queue, patience: number, wrong: (look: Look) => string[]): Promise<Look> {
  for (const end = Date.now() + patience; ;) {
    const look = { held: await queue.held(), wanted: await queue.wanted() };
    if (wrong(look).length === 0 || Date.now() > end) return look;
    await pause(EVERY_MS);
  }
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
    const before = await lookUntil(queue, queuePatience, lacking);
    const found = lacking(before).map(finding('lost', 'is not in the queue'));
    if (!rebuild) return found;
    await queue.rebuild();
    const differing = (look: Look): string[] => [...lacking(look), ...useless(look, before)];
    const after = await lookUntil(queue, queuePatience, differing);
    return [
      ...found,
      ...lacking(after).map(finding('broken', 'is not in the queue that was built anew')),
      ...useless(after, before).map(
        finding('broken', 'is in the queue that was built anew, and no alarm is'),
      ),
    ];
  },
};

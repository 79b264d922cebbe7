import { Random } from '../random.js';
import type { Fault, Way } from '../trials/trial.js';
import type { QueueHome } from '../world/world.js';

/** One fault to be brought about: the same seed brings about the same one. */
export interface Planned {
  fault: Fault;
  way: Way;
  seed: number;
}

/** What is here of what only some ways need. */
export interface Here {
  hasRedis: boolean;
  /** Why no database can be dumped and restored, in words; null where one can. */
  noDump: string | null;
}

/** How many faults one world lasts for. */
export const FAULTS_PER_WORLD = 1000;

/** What the queue of the world is kept in that the fault of that number is tried on: by turns, where there is a Redis. */
export const homeOf = (number: number, hasRedis: boolean): QueueHome =>
  hasRedis && Math.floor(number / FAULTS_PER_WORLD) % 2 === 0 ? 'redis' : 'postgres';

type Choice = Omit<Planned, 'seed'>;

/** Every way that can be tried here where the queue is kept there. */
export const choices = (
  faults: readonly Fault[],
  home: QueueHome,
  { noDump }: Pick<Here, 'noDump'>,
): Choice[] =>
  faults.flatMap((fault) =>
    fault.ways
      .filter(({ redis = false, dump = false }) => (!redis || home === 'redis') && !(dump && noDump !== null))
      .map((way) => ({ fault, way })),
  );

function weighted(from: readonly Choice[], random: Random): Choice {
  const weightOf = ({ way }: Choice): number => way.weight ?? 1;
  let left = random.next() * from.reduce((sum, choice) => sum + weightOf(choice), 0);
  const found = from.find((choice) => (left -= weightOf(choice)) < 0) ?? from.at(-1);
  if (!found) throw new RangeError('There is no fault to choose from.');
  return found;
}

/**
 * The fault of that number: each world begins with every way once, in order, and goes on by chance, the cheaper ones more
 * often. The chance of a number comes from the seed of the run.
 */
export function planned(
  faults: readonly Fault[],
  number: number,
  { seed, ...here }: Here & { seed: number },
): Planned {
  const own = (seed + number) >>> 0;
  const from = choices(faults, homeOf(number, here.hasRedis), here);
  const choice = from[number % FAULTS_PER_WORLD] ?? weighted(from, new Random(own));
  return { ...choice, seed: own };
}

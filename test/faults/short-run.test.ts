import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Run, type Progress } from '../../src/faults/run/run.js';
import { runInWords } from '../../src/faults/run/table.js';
import { isClean } from '../../src/faults/run/tally.js';
import { FAULTS } from '../../src/faults/trials/index.js';

/** The ways of each fault that a short run tries, and how often: those that cost least. `npm run faults` tries them all. */
const SHORT: readonly (readonly [string, string, number])[] = [
  ['F1', 'kill -9', 2],
  ['F1', 'fails at a point', 4],
  ['F2', 'kill -9', 1],
  ['F2', 'cut off at a point', 3],
  ['F3', 'one process', 1],
  ['F4', 'FLUSHALL', 2],
  ['F5', 'kill -9, empty', 1],
  ['F6', 'hung', 1],
  ['F7', 'full', 1],
  ['F8', 'restarted at once', 1],
  ['F8', 'cut off at a point', 4],
  ['F9', 'lock held', 2],
  ['F10', 'to the second', 1],
  ['F10', 'an hour back', 2],
  ['F11', 'fifty at once', 1],
  ['F11', 'sent again later', 2],
  ['F15', 'among others', 2],
  ['F16', 'state removed', 2],
  ['F16', 'rolled back', 2],
  ['F17', 'newer alarms', 1],
  ['F18', 'restored', 1],
  ['F19', 'kill -9', 1],
  ['F20', 'SIGSTOP', 1],
  ['F22', 'holidays missing', 1],
  ['F23', 'no right to write', 2],
  ['F24', 'takesAndDies', 2],
];

const NOTHING: Progress = { seed: 1, done: 0, tallies: [], spent: 0 };
const LONGEST_MS = 420_000;

const all = SHORT.flatMap(([id, name, times]) => {
  const fault = FAULTS.find((each) => each.id === id);
  const way = fault?.ways.find((each) => each.name === name);
  if (!fault || !way) throw new Error(`There is no way ${name} of ${id}.`);
  return Array.from({ length: times }, (_, at) => ({ fault, way, seed: at + 1 }));
});

let run: Run;
let planned = all;

beforeAll(async () => {
  const planOf = (number: number) => planned[number] as (typeof all)[number];
  run = await Run.prepare(
    {
      get count() {
        return planned.length;
      },
      planOf,
    },
    { say: () => undefined, keep: () => undefined },
  );
  if (run.hasRedis) return;
  process.stderr.write('redis-server is not on the PATH: the faults of Redis are not run.\n');
  planned = all.filter(({ way }) => !way.redis);
}, LONGEST_MS);

afterAll(() => run.stop(), LONGEST_MS);

describe('a short run of faults', () => {
  it('tries every fault that can be brought about', () => {
    expect([...new Set(SHORT.map(([id]) => id))]).toEqual(FAULTS.map(({ id }) => id));
  });

  it(
    'loses nothing, does nothing twice, and breaks no invariant',
    async () => {
      const progress = await run.go(NOTHING);

      const unclean = progress.tallies.filter((tally) => !isClean(tally));
      if (unclean.length > 0) throw new Error(runInWords(FAULTS, progress, run.hasRedis));
      expect(progress.done).toBe(planned.length);
      expect(progress.tallies.reduce((sum, { seeds }) => sum + seeds, 0)).toBeGreaterThan(planned.length / 2);
    },
    LONGEST_MS,
  );
});

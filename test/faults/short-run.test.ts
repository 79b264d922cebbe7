import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Planned } from '../../src/faults/run/plan.js';
import { Run, type Progress } from '../../src/faults/run/run.js';
import { runInWords } from '../../src/faults/run/table.js';
import type { Tally } from '../../src/faults/run/tally.js';
import { FAULTS } from '../../src/faults/trials/index.js';

/** The ways that a short run tries, the cheapest first. `npm run faults` tries them all, and often. */
const SHORT: readonly (readonly [fault: string, way: string])[] = [
  ['F1', 'kill -9'],
  ['F1', 'fails at a point'],
  ['F8', 'cut off at a point'],
  ['F11', 'double click'],
  ['F11', 'sent again later'],
  ['F16', 'state removed'],
  ['F16', 'rolled back'],
  ['F23', 'no right to write'],
  ['F8', 'all cut off'],
  ['F10', 'an hour back'],
  ['F2', 'fails at a point'],
  ['F7', 'full'],
  ['F15', 'among others'],
  ['F15', 'strange jobs'],
  ['F20', 'SIGSTOP'],
  ['F11', 'fifty at once'],
  ['F9', 'lock held'],
  ['F10', 'to the second'],
  ['F3', 'one process'],
  ['F24', 'takesAndDies'],
  ['F2', 'kill -9'],
  ['F8', 'restarted at once'],
  ['F4', 'FLUSHALL'],
  ['F5', 'kill -9, empty'],
];

const NOTHING: Progress = { seed: 1, done: 0, tallies: [], spent: 0 };
/** After that no fault is begun: a machine that others work on gets less far. */
const ENOUGH_MS = 55_000;
const LONGEST_MS = 300_000;

const all = SHORT.map(([id, name], at): Planned => {
  const fault = FAULTS.find((each) => each.id === id);
  const way = fault?.ways.find((each) => each.name === name);
  if (!fault || !way) throw new Error(`There is no way ${name} of ${id}.`);
  return { fault, way, seed: at + 1 };
});

/** Where a machine is so busy that a fault could not be brought about in time, nothing was lost. */
const couldNot = ({ broken }: Tally): boolean => broken.includes('trial');
const isWrong = ({ lost, doubled, broken }: Tally): boolean =>
  lost > 0 || doubled > 0 || broken.some((what) => what !== 'trial');

let run: Run;
let planned = all;

beforeAll(async () => {
  const asked = {
    get count() {
      return planned.length;
    },
    longest: ENOUGH_MS,
    planOf: (number: number): Planned => planned[number] as Planned,
  };
  run = await Run.prepare(asked, { say: () => undefined, keep: () => undefined });
  if (run.here.hasRedis) return;
  process.stderr.write('No redis-server on PATH: the faults of Redis are not run.\n');
  planned = all.filter(({ way }) => !way.redis);
}, LONGEST_MS);

afterAll(() => run.stop(), LONGEST_MS);

describe('a short run of faults', () => {
  it(
    'loses nothing, does nothing twice, and breaks no invariant',
    async () => {
      const progress = await run.go(NOTHING);
      const left = planned.slice(progress.done).map(({ fault, way }) => `${fault.id} ${way.name}`);
      if (left.length > 0) process.stderr.write(`There was no time for the faults ${left.join(', ')}.\n`);

      const words = runInWords(FAULTS, progress, run.here);
      if (progress.tallies.some(isWrong)) throw new Error(words);
      if (progress.tallies.some(couldNot)) process.stderr.write(words);
      expect(progress.tallies.filter((tally) => !couldNot(tally)).length).toBeGreaterThan(progress.done / 2);
    },
    LONGEST_MS,
  );
});

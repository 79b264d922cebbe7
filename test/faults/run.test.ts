import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';
import { Random } from '../../src/faults/random.js';
import { writeTable } from '../../src/faults/run/docs-table.js';
import { faultsInWords, invariantsInWords } from '../../src/faults/run/in-words.js';
import { choices, FAULTS_PER_WORLD, homeOf, planned } from '../../src/faults/run/plan.js';
import { keepAt, leftAt } from '../../src/faults/run/state-file.js';
import { notRun, runInWords, tableOf } from '../../src/faults/run/table.js';
import { counted, isClean, noTally } from '../../src/faults/run/tally.js';
import type { Fault } from '../../src/faults/trials/trial.js';
import { FAULTS } from '../../src/faults/trials/index.js';

const way = (name: string, more: Partial<Fault['ways'][number]> = {}): Fault['ways'][number] => ({
  name,
  how: 'somehow',
  bring: () => Promise.resolve({ recoveredIn: 0 }),
  ...more,
});
const TWO: readonly Fault[] = [
  { id: 'F1', title: 'one', holds: 'all', ways: [way('killed'), way('fails', { inProcess: true })] },
  { id: 'F4', title: 'two', holds: 'all', ways: [way('emptied', { redis: true })] },
];
const HERE = { hasRedis: true, noDump: null };
const PLACE = { seed: 5, ...HERE };
const folder = mkdtempSync(join(tmpdir(), 'ccc-faults-run-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('chance', () => {
  it('comes out the same for the same seed, and else differently', () => {
    const drawn = (seed: number): number[] => {
      const random = new Random(seed);
      return Array.from({ length: 20 }, () => random.between(1, 1000));
    };

    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
  });

  it('takes some of a list, each once', () => {
    expect(new Random(3).some([1, 2, 3], 3).sort()).toEqual([1, 2, 3]);
    expect(new Random(3).some([1, 2, 3], 9)).toHaveLength(3);
  });
});

describe('what is tried', () => {
  it('is every way once in each world, and then by chance; the same for the same seed', () => {
    const first = [0, 1, 2].map((number) => planned(TWO, number, PLACE));

    expect(first.map((each) => `${each.fault.id} ${each.way.name}`)).toEqual([
      'F1 killed',
      'F1 fails',
      'F4 emptied',
    ]);
    expect(first.map(({ seed }) => seed)).toEqual([5, 6, 7]);
    expect(planned(TWO, 77, PLACE)).toEqual(planned(TWO, 77, PLACE));
  });

  it('takes turns between a queue in Redis and one in Postgres, where nothing is done to Redis', () => {
    expect([0, FAULTS_PER_WORLD, 2 * FAULTS_PER_WORLD].map((number) => homeOf(number, true))).toEqual([
      'redis',
      'postgres',
      'redis',
    ]);
    expect(homeOf(0, false)).toBe('postgres');
    expect(choices(TWO, 'postgres', HERE).map(({ way: { name } }) => name)).toEqual(['killed', 'fails']);
  });

  it('takes a dump only where there is a pg_dump for the server, and says why it does not otherwise', () => {
    const one = { id: 'F18', title: 'three', holds: 'all' };
    const faults: readonly Fault[] = [{ ...one, ways: [way('copied'), way('dumped', { dump: true })] }];
    const older = { hasRedis: true, noDump: 'pg_dump on the PATH is older' };

    expect(choices(faults, 'redis', HERE)).toHaveLength(2);
    expect(choices(faults, 'redis', older).map(({ way: { name } }) => name)).toEqual(['copied']);
    expect(notRun(faults, older)[0]).toBe('F18 dumped: pg_dump on the PATH is older');
    expect(notRun(faults, HERE)[0]).toContain('F12');
  });

  it('names each fault of the matrix once, run or not', () => {
    const run = FAULTS.map(({ id }) => id);
    const not = notRun(FAULTS, HERE).map((words) => words.split(':')[0] ?? '');
    const all = Array.from({ length: 24 }, (_, at) => `F${at + 1}`);

    expect([...run, ...not].filter((id) => id.startsWith('F')).sort()).toEqual([...all].sort());
  });

  it('is written down as it is (npm run faults -- --list)', () => {
    const page = readFileSync(join(projectFolder(), 'docs', 'faults.md'), 'utf8');

    expect(page).toContain(faultsInWords(FAULTS));
    expect(page).toContain(invariantsInWords());
  });

  it('fits into one world with every way', () => {
    expect(choices(FAULTS, 'redis', HERE).length).toBeLessThan(FAULTS_PER_WORLD);
  });
});

describe('what came of it', () => {
  const lost = { invariant: 'I5', kind: 'lost', words: 'one is gone' } as const;
  const tally = counted(
    counted(noTally('F1', 'killed', false), {
      seed: 1,
      missed: false,
      found: [],
      recoveredIn: 900,
      spent: 2000,
    }),
    {
      seed: 2,
      missed: false,
      found: [lost, { ...lost, kind: 'doubled' }],
      recoveredIn: 1500,
      spent: 3000,
    },
  );
  const progress = { seed: 1, done: 2, tallies: [tally], spent: 3000 };

  it('is counted for each way of each fault', () => {
    expect(tally).toMatchObject({ seeds: 2, lost: 1, doubled: 1, broken: ['I5'], worst: 1500 });
    expect([isClean(tally), isClean(noTally('F1', 'killed', false))]).toEqual([false, true]);
  });

  it('is told as a table, with what is wrong, and what was not run and why', () => {
    const words = runInWords(TWO, progress, { hasRedis: false, noDump: null });

    expect(tableOf(TWO, progress)[1]).toEqual(['F1 killed', '2', '1', '1', 'I5', '1.5', '2.5']);
    expect(words).toContain('F1 killed, seed 2: I5 lost: one is gone');
    expect(words).toContain('F4 emptied: redis-server is not on the PATH');
    expect(words).toContain('F12: ');
  });

  it('is kept so that another run goes on from it, if it is of the same kind', () => {
    const file = join(folder, 'state', 'faults.json');
    const whose = { seed: 1, faults: 'F1' };

    expect(leftAt(file, whose)).toBeNull();
    keepAt(file, whose, progress);

    expect(leftAt(file, whose)).toEqual(progress);
    expect(leftAt(file, { ...whose, seed: 2 })).toBeNull();
    expect(leftAt(file, { ...whose, faults: 'F4' })).toBeNull();
  });

  it.each(['{"seed": 1', 'null', '{"seed":1}'])(
    'is not taken from a file that holds no run: %s',
    (content) => {
      const file = join(folder, 'other.json');
      writeFileSync(file, content);

      expect(() => leftAt(file, { seed: 1, faults: 'F1' })).toThrow(
        /other\.json is no state of a run; name another/,
      );
    },
  );

  it('takes the place of the table before in a page, and of nothing else', () => {
    const page = join(folder, 'page.md');
    writeFileSync(page, 'before\n<!-- table: begin -->\nold\n<!-- table: end -->\nafter\n');

    writeTable(page, 'new');
    writeTable(page, 'newer');

    expect(readFileSync(page, 'utf8')).toBe(
      'before\n<!-- table: begin -->\n\nnewer\n\n<!-- table: end -->\nafter\n',
    );
  });
});

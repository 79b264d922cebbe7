import { describe, expect, it } from '@jest/globals';
import type { AlarmFigures } from '../../src/bench/queues/measure-alarms.js';
import { growthOf, judged } from '../../src/bench/queues/targets.js';

const spent = (p95: number) => ({ p50: p95 / 2, p95, p99: p95 });
const queue = (name: string, service: number, raw: number) => ({
  name,
  found: 1,
  service: spent(service),
  raw: spent(raw),
});
const rang = (more: Partial<AlarmFigures> = {}): AlarmFigures => ({
  backEnd: 'redis',
  rebuild: { jobs: 100_000, seconds: 20 },
  burst: { deadlines: 5000, seconds: 25, lateness: spent(20_000) },
  steady: { deadlines: 600, lateness: spent(100) },
  lost: 0,
  doubled: 0,
  ...more,
});
const missed = (queues: Parameters<typeof judged>[0], alarms: AlarmFigures[]): string[] =>
  judged(queues, alarms)
    .filter(({ met }) => !met)
    .map(({ target, figure }) => `${target}: ${figure}`);

describe('The targets of queues and alarms', () => {
  it('are met by what is fast enough', () => {
    expect(missed([queue('overdue', 20, 12)], [rang()])).toEqual([]);
  });

  it.each([
    ['a slow queue', [queue('overdue', 120, 90)], rang(), 'under 100 ms at p95: 120 ms (overdue)'],
    [
      'one far from its SQL',
      [queue('overdue', 20, 5)],
      rang(),
      'at most 2 times its raw SQL at p95: 4.00 times',
    ],
    ['a slow rebuild', [], rang({ rebuild: { jobs: 1, seconds: 61 } }), 'rebuilt within 60 s: 61.0 s'],
    [
      'a midnight on Redis',
      [],
      rang({ burst: { deadlines: 5000, seconds: 31, lateness: spent(1) } }),
      'within 30 s: 31.0 s',
    ],
    [
      'late alarms',
      [],
      rang({ steady: { deadlines: 600, lateness: spent(2100) } }),
      'ten deadlines a second: 2100 ms',
    ],
    ['a lost passing', [], rang({ lost: 1 }), '1 lost, 0 twice'],
  ])('are missed by %s', (_what, queues, alarms, words) => {
    expect(missed(queues, [alarms])).toEqual([expect.stringContaining(words)]);
  });

  it('give a midnight in Postgres a minute', () => {
    const burst = { deadlines: 5000, seconds: 59, lateness: spent(1) };

    expect(missed([], [rang({ backEnd: 'postgres', burst })])).toEqual([]);
  });
});

describe('Growth', () => {
  it('is as part of how much more there is, from each size to the next', () => {
    const sized = (cases: number, seconds: number) => ({
      cases,
      queues: [],
      alarms: [rang({ rebuild: { jobs: cases, seconds } })],
    });
    const rebuild = growthOf([sized(4000, 1), sized(40_000, 5), sized(400_000, 100)]).filter(({ what }) =>
      what.includes('rebuild'),
    );

    expect(rebuild.map(({ part }) => part)).toEqual([0.5, 2]);
  });
});

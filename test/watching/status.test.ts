import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../workflows/protocol/index.js';
import type { Heartbeat } from '../../src/watching/heartbeats.js';
import { alarmsOf, degradedOf, type Backlog } from '../../src/watching/status.js';

const backlog = (more: Partial<Backlog> = {}): Backlog => ({
  at: '2026-01-05T08:00:00.000Z',
  waiting: 10,
  due: 0,
  oldestDueSeconds: null,
  retrying: 0,
  exceptions: 0,
  setAside: 0,
  ...more,
});

const process = (more: Partial<Heartbeat> = {}): Heartbeat => ({
  process: 'one',
  role: 'web',
  version: '0.1.0',
  machines: 1,
  alarms: 1,
  startedAt: '2026-01-05T07:00:00.000Z',
  seenAt: '2026-01-05T08:00:00.000Z',
  passedAt: '2026-01-05T08:00:00.000Z',
  queue: 'postgres',
  degraded: null,
  silentSeconds: 3,
  passSeconds: 3,
  ...more,
});

const codes = (...asked: Parameters<typeof alarmsOf>): string[] => alarmsOf(...asked).map(({ code }) => code);

describe('the service raises an alarm about itself', () => {
  it.each([
    ['nothing where all is well', backlog(), [process(), process({ role: 'worker' })], []],
    [
      'where no pass has succeeded for five minutes, in whatever process',
      backlog(),
      [process({ passSeconds: 301 }), process({ passSeconds: 400 })],
      ['passStopped'],
    ],
    [
      'not where one process passes and another does not',
      backlog(),
      [process({ passSeconds: 301 }), process({ passSeconds: 2 })],
      [],
    ],
    [
      'where no pass ever succeeded, five minutes after the first process began',
      backlog(),
      [process({ passedAt: null, passSeconds: 301 })],
      ['passStopped'],
    ],
    [
      'where a process is silent that did not say goodbye',
      backlog(),
      [process(), process({ role: 'worker', silentSeconds: 301 })],
      ['processSilent'],
    ],
    [
      'where something due is not handled',
      backlog({ due: 1, oldestDueSeconds: 301 }),
      [process()],
      ['behind'],
    ],
  ])('%s', (_, found, processes, expected) => {
    expect(codes(found, processes, [])).toEqual(expected);
  });

  it('where a calendar is not known 400 days ahead, or does not say how far it is', () => {
    const known = { place: 'sefton', knownUntil: localDate('2028-12-31'), enough: true };

    expect(codes(backlog(), [process()], [known])).toEqual([]);
    expect(codes(backlog(), [process()], [{ ...known, enough: false }])).toEqual(['calendarEnds']);
    expect(codes(backlog(), [process()], [{ ...known, knownUntil: null, enough: false }])).toEqual([
      'calendarEnds',
    ]);
  });
});

describe('the service is degraded', () => {
  it.each([
    ['not where all share one queue', [process(), process({ role: 'worker' })], []],
    [
      'where a process does without the queue',
      [process(), process({ degraded: 'ECONNREFUSED' })],
      ['ECONNREFUSED'],
    ],
    [
      'not where one that is gone did without the queue, or kept it elsewhere',
      [process(), process({ degraded: '57P01', queue: 'redis', silentSeconds: 61 })],
      [],
    ],
    [
      'where processes keep the queue in different places',
      [process(), process({ queue: 'redis' }), process({ queue: null })],
      [expect.stringContaining('(postgres, redis): give all of them the same REDIS_URL')],
    ],
  ])('%s', (_, processes, expected) => {
    expect(degradedOf(processes)).toEqual(expected);
  });
});

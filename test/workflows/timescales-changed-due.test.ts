import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import {
  addDays,
  changedDue,
  changesInWords,
  dueOf,
  localDate,
  londonToInstant,
  timescaleOf,
  type ClockExtension,
  type ClockPause,
  type Length,
  type Timescale,
} from '../../workflows/protocol/index.js';
import { SEFTON } from '../helpers/story.js';

const { protocol, calendar } = SEFTON;
const row = (id: string, more: Partial<Timescale> = {}): Timescale => {
  const found = timescaleOf(protocol, id);
  if (!found) throw new Error(`There is no timescale ${id}.`);
  return { ...found, ...more };
};

const SIGNED = {
  deadline: 'x',
  approvedBy: 'manager',
  secondedBy: 'socialWorker',
  seq: 1,
  on: localDate('2026-01-05'),
};
const extended = (amount: number, unit: Length['unit']): ClockExtension => ({
  ...SIGNED,
  by: { amount, unit },
});
const paused = (from: string, until: string | null): ClockPause => {
  const day = (text: string) => localDate(text.slice(0, 10));
  const timed = from.includes('T');
  return {
    ...SIGNED,
    from: day(from),
    until: until === null ? null : day(until),
    ...(timed ? { fromAt: londonToInstant(from) } : {}),
    ...(timed && until ? { untilAt: londonToInstant(until) } : {}),
    reason: 'hospital',
    endedBy: until === null ? null : 2,
  };
};

const dueAfter = (
  timescale: Timescale,
  start: string,
  extensions: ClockExtension[],
  pauses: ClockPause[],
) => {
  const on = localDate(start.slice(0, 10));
  const facts = start.includes('T') ? { on, at: londonToInstant(start) } : { on };
  return changedDue(timescale, dueOf(timescale, facts, calendar), { extensions, pauses }, calendar);
};

describe('a due date with what was agreed', () => {
  const working = row('checklist-decision');
  const weeks = row('discharge-attendance');

  it.each([
    ['nothing agreed', working, [], [], '2026-04-13'],
    [
      'a pause over Easter: two working days',
      working,
      [],
      [paused('2026-04-02', '2026-04-08')],
      '2026-04-15',
    ],
    ['a pause of a weekend: no working day', working, [], [paused('2026-04-03', '2026-04-06')], '2026-04-13'],
    ['a pause of calendar weeks', weeks, [], [paused('2026-04-03', '2026-04-06')], '2026-04-19'],
    ['a pause on one day', weeks, [], [paused('2026-04-03', '2026-04-03')], '2026-04-16'],
    ['a pause that has not ended', weeks, [], [paused('2026-04-03', null)], '2026-04-16'],
    ['an extension in working days', working, [extended(2, 'workingDays')], [], '2026-04-15'],
    ['an extension by weeks', weeks, [extended(2, 'calendarWeeks')], [], '2026-04-30'],
    [
      'both',
      working,
      [extended(1, 'workingDays')],
      [paused('2026-04-02', '2026-04-08'), paused('2026-04-09', '2026-04-10')],
      '2026-04-17',
    ],
  ])('%s', (_what, timescale, extensions, pauses, due) => {
    expect(dueAfter(timescale, '2026-04-02', extensions, pauses).dueOn).toBe(due);
  });

  it.each([
    [
      'hours',
      row('crisis-notice'),
      '2026-04-02T10:00',
      ['2026-04-02T12:00', '2026-04-04T15:30'],
      '2026-04-05T12:30:00.000Z',
    ],
    [
      'hours of working days',
      row('fast-track-decision'),
      '2026-04-01T10:00',
      ['2026-04-02T12:00', '2026-04-07T15:00'],
      '2026-04-08T12:00:00.000Z',
    ],
    [
      'working days read as closes of day',
      row('fast-track-decision', { reading: 'closeOfDay' }),
      '2026-04-01T10:00',
      ['2026-04-02T12:00', '2026-04-07T11:00'],
      '2026-04-08T22:59:59.000Z',
    ],
  ] as const)(
    'a clock in %s stands still for as long as it was paused',
    (_what, timescale, start, [from, to], due) => {
      expect(dueAfter(timescale, start, [], [paused(from, to)]).dueAt).toBe(due);
    },
  );

  it('never has hours added to days, nor days to hours', () => {
    expect(() => dueAfter(working, '2026-04-02', [extended(5, 'hours')], [])).toThrow('never converted');
    expect(() =>
      dueAfter(row('crisis-notice'), '2026-04-02T10:00', [extended(1, 'workingDays')], []),
    ).toThrow('never converted');
  });

  it('is told in words, in order', () => {
    const original = dueOf(
      row('crisis-notice'),
      { on: localDate('2026-04-02'), at: londonToInstant('2026-04-02T10:00') },
      calendar,
    );
    const changes = { extensions: [extended(2, 'hours')], pauses: [paused('2026-04-02T12:00', null)] };
    expect(changesInWords(row('crisis-notice'), original, changes, calendar)).toEqual([
      'On Monday 5 January 2026 it was extended by 2 hours, added to the day counted before any moving.',
      'It is paused since Thursday 2 April 2026 at 12:00: until it runs on, no due date is reached.',
      'It is now due by Friday 3 April 2026 at 12:00; the original due date, Friday 3 April 2026 at 10:00, stays on record.',
    ]);
  });

  it('is later by exactly the working days of its pauses and extensions, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 700 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 30 })), { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 3 }),
        (start, gaps, extensions) => {
          const from = addDays(localDate('2025-01-01'), start);
          let day = from;
          const pauses = gaps.map(([gap, length]) => {
            const begins = addDays(day, gap);
            day = addDays(begins, length);
            return paused(begins, day);
          });
          const lost = pauses.reduce(
            (sum, pause) => sum + calendar.workingDaysBetween(pause.from, pause.until ?? pause.from),
            0,
          );
          const more = extensions.reduce((sum, amount) => sum + amount, 0);
          const due = dueAfter(
            working,
            from,
            extensions.map((amount) => extended(amount, 'workingDays')),
            pauses,
          );
          expect(calendar.workingDaysBetween(from, due.dueOn)).toBe(5 + more + lost);
        },
      ),
      { numRuns: 300 },
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { loadPlace } from '../../src/protocols/load-place.js';
import { localDate } from '../../workflows/calendar/local-date.js';
import { formatLondon, londonToInstant } from '../../workflows/calendar/london-time.js';
import { dueOf } from '../../workflows/timescales/count-due.js';
import { moments } from '../../workflows/timescales/moments.js';
import { timescaleOf } from '../../workflows/timescales/protocol-data.js';

const { protocol, calendar } = loadPlace('sefton');

function momentsOf(id: string, start: string) {
  const row = timescaleOf(protocol, id);
  if (!row) throw new Error(`no timescale ${id}`);
  const on = localDate(start.slice(0, 10));
  const due = dueOf(row, start.includes('T') ? { on, at: londonToInstant(start) } : { on }, calendar);
  return moments(row, due, calendar, protocol.parameters);
}

describe('when someone hears of a deadline', () => {
  it('[CHK-6] of five working days over Easter, in working days', () => {
    const { warnAt, dueSoonFrom, lateFrom, criticalFrom, escalations } = momentsOf(
      'checklist-decision',
      '2026-04-02',
    );
    expect(formatLondon(warnAt)).toBe('Thursday 9 April 2026 at 12:00');
    expect(formatLondon(dueSoonFrom)).toBe('Thursday 9 April 2026 at 00:00');
    expect(formatLondon(lateFrom)).toBe('Tuesday 14 April 2026 at 00:00');
    expect(formatLondon(criticalFrom ?? '')).toBe('Tuesday 28 April 2026 at 00:00');
    expect(escalations.map(({ to, at }) => [to, formatLondon(at)])).toEqual([
      ['owner', 'Tuesday 14 April 2026 at 00:00'],
      ['manager', 'Wednesday 15 April 2026 at 00:00'],
      ['commissioning lead', 'Tuesday 21 April 2026 at 00:00'],
    ]);
  });

  it('[PAN-10] of ten working days, at the close of the fifth', () => {
    expect(formatLondon(momentsOf('not-eligible-written', '2026-06-09').warnAt)).toBe(
      'Tuesday 16 June 2026 at 23:59',
    );
  });

  it('[CHK-10] of six weeks that end on a Sunday, three weeks in and in the last three working days', () => {
    const { warnAt, dueSoonFrom, lateFrom } = momentsOf('decision-national', '2026-03-01');
    expect(formatLondon(warnAt)).toBe('Sunday 22 March 2026 at 23:59');
    expect(formatLondon(dueSoonFrom)).toBe('Wednesday 8 April 2026 at 00:00');
    expect(formatLondon(lateFrom)).toBe('Monday 13 April 2026 at 00:00');
  });

  it('[CRI-1] of 24 hours, halfway, in the last quarter, and critical once late by its own length', () => {
    const { warnAt, dueSoonFrom, lateFrom, criticalFrom, escalations } = momentsOf(
      'crisis-notice',
      '2026-06-12T16:30',
    );
    expect(formatLondon(warnAt)).toBe('Saturday 13 June 2026 at 04:30');
    expect(formatLondon(dueSoonFrom)).toBe('Saturday 13 June 2026 at 10:30');
    expect(lateFrom).toBe('2026-06-13T15:30:01.000Z');
    expect(criticalFrom).toBe('2026-06-14T15:30:01.000Z');
    expect(escalations.map(({ at }) => formatLondon(at))).toEqual([
      'Saturday 13 June 2026 at 16:30',
      'Monday 15 June 2026 at 16:30',
      'Friday 19 June 2026 at 16:30',
    ]);
  });

  it.each([
    // The night the clocks go forward: 24 hours later it is an hour later by the clock on the wall.
    ['2026-03-28T10:00', '2026-03-28T22:00:00.000Z', '2026-03-29T04:00:00.000Z', '2026-03-29T10:00:00.000Z'],
    // The night they go back: an hour earlier.
    ['2026-10-24T10:00', '2026-10-24T21:00:00.000Z', '2026-10-25T03:00:00.000Z', '2026-10-25T09:00:00.000Z'],
    // Begun in the hour that there is twice: its first passing.
    ['2026-10-25T01:30', '2026-10-25T12:30:00.000Z', '2026-10-25T18:30:00.000Z', '2026-10-26T00:30:00.000Z'],
  ])('[CRI-1] of 24 hours from %s, when the clocks change', (start, warned, soon, due) => {
    const { warnAt, dueSoonFrom, lateFrom, criticalFrom } = momentsOf('crisis-notice', start);
    const second = (at: string, days: number) =>
      new Date(Date.parse(at) + days * 86_400_000 + 1000).toISOString();
    expect([warnAt, dueSoonFrom]).toEqual([warned, soon]);
    expect([lateFrom, criticalFrom]).toEqual([second(due, 0), second(due, 1)]);
  });

  it('[FST-3] of 48 hours on office working days keep the time of day when the clocks change', () => {
    const { lateFrom } = momentsOf('fast-track-decision', '2026-03-27T16:30');
    expect(formatLondon(lateFrom)).toBe('Tuesday 31 March 2026 at 16:30');
  });

  it('[LAC-4] of guidance, never as a breach', () => {
    const { criticalFrom, escalations } = momentsOf('placement-settling', '2026-01-05');
    expect(criticalFrom).toBeNull();
    expect(escalations).toEqual([]);
  });

  it('[CHK-7] never due soon before it has started', () => {
    const row = timescaleOf(protocol, 'referrer-told');
    if (!row) throw new Error('no timescale referrer-told');
    const short = { ...row, length: { amount: 1, unit: 'workingDays' } as const };
    const due = dueOf(short, { on: localDate('2026-06-09') }, calendar);
    const { dueSoonFrom } = moments(short, due, calendar, protocol.parameters);
    expect(formatLondon(dueSoonFrom)).toBe('Tuesday 9 June 2026 at 00:00');
  });
});

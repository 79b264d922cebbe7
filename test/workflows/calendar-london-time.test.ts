import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { dayNumber, fromDayNumber, localDate } from '../../workflows/calendar/local-date.js';
import {
  addHours,
  endOfDay,
  formatLondon,
  instantOf,
  isLate,
  londonDateOf,
  londonToInstant,
  onLondonDay,
  startOfDay,
} from '../../workflows/calendar/london-time.js';

describe('London time', () => {
  it.each([
    ['2026-01-15T10:00', '2026-01-15T10:00:00.000Z'],
    ['2026-07-15T10:00', '2026-07-15T09:00:00.000Z'],
    ['2026-07-15 00:30', '2026-07-14T23:30:00.000Z'],
    ['2026-03-29T00:59', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T02:00', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29T10:00:30', '2026-03-29T09:00:30.000Z'],
    ['2026-10-25T02:00', '2026-10-25T02:00:00.000Z'],
  ])('%s is the moment %s', (written, instant) => {
    expect(londonToInstant(written)).toBe(instant);
  });

  it.each(['2026-10-25T01:00', '2026-10-25T01:30'])(
    'takes the earlier of the two moments of %s',
    (written) => {
      expect(londonToInstant(written)).toBe(`2026-10-25T00:${written.slice(14)}:00.000Z`);
    },
  );

  it.each(['2026-03-29T01:00', '2026-03-29T01:30', '2027-03-28T01:59:59'])(
    'refuses %s, which the clocks skip',
    (written) => {
      expect(() => londonToInstant(written)).toThrow(/does not exist in London/);
    },
  );

  it.each([
    '2026-02-30T10:00',
    '2026-03-29',
    '2026-03-29T24:00',
    '2026-03-29T10:60',
    '2026-03-29T10:00Z',
    'noon',
  ])('refuses %s, which is no date and time', (written) => {
    expect(() => londonToInstant(written)).toThrow(RangeError);
  });

  it.each([
    ['2026-01-15', '2026-01-15T23:59:59.000Z'],
    ['2026-07-15', '2026-07-15T22:59:59.000Z'],
    ['2026-03-29', '2026-03-29T22:59:59.000Z'],
    ['2026-10-25', '2026-10-25T23:59:59.000Z'],
  ])('a day, %s, closes at %s', (day, instant) => {
    expect(endOfDay(localDate(day))).toBe(instant);
  });

  it('tells the day and time it is in London', () => {
    expect(londonDateOf('2026-07-14T23:30:00.000Z')).toBe('2026-07-15');
    expect(londonDateOf('2026-01-14T23:30:00.000Z')).toBe('2026-01-14');
    expect(formatLondon('2026-03-29T09:00:00.000Z')).toBe('Sunday 29 March 2026 at 10:00');
  });

  it('reads a moment in the one form used throughout', () => {
    expect(instantOf('2026-03-29T10:00:00+01:00')).toBe('2026-03-29T09:00:00.000Z');
    expect(() => instantOf('2026-03-29T10:00:00')).toThrow(RangeError);
    expect(() => instantOf('2026-02-30T10:00:00Z')).toThrow(RangeError);
  });

  it('counts hours as they pass, whatever the clocks do', () => {
    const dayBefore = londonToInstant('2026-03-28T10:00');
    expect(formatLondon(addHours(dayBefore, 24))).toBe('Sunday 29 March 2026 at 11:00');
  });

  it('holds the whole last second of a due day to be in time', () => {
    const due = endOfDay(localDate('2026-04-13'));
    expect(isLate(due, '2026-04-13T22:59:59.999Z')).toBe(false);
    expect(isLate(due, '2026-04-13T23:00:00.000Z')).toBe(true);
  });

  it('keeps every moment of a day in that day', () => {
    const days = fc
      .integer({ min: dayNumber(localDate('1990-01-01')), max: dayNumber(localDate('2045-12-31')) })
      .map(fromDayNumber);
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 86_399 }), (day, second) => {
        const moment = onLondonDay(day, second * 1000);
        expect(londonDateOf(moment)).toBe(day);
        expect(moment >= startOfDay(day) && moment <= endOfDay(day)).toBe(true);
        expect(londonDateOf(startOfDay(day))).toBe(day);
      }),
    );
  });
});

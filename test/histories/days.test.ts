import { describe, expect, it } from '@jest/globals';
import { dayOf, momentOf, UnreadableTime, type DayNames } from '../../src/histories/days.js';
import { loadPlace } from '../../src/protocols/load-place.js';
import type { LocalDate } from '../../workflows/protocol/index.js';

const { calendar } = loadPlace('sefton');
const days: DayNames = {
  calendar,
  named: { today: '2026-04-02', panel: 'today+10wd', papers: 'panel-5wd', loop: 'pool+1d', pool: 'loop-1d' },
  birthday: '2012-02-29' as LocalDate,
  step: '2026-05-25' as LocalDate,
};

describe('a day of a history', () => {
  it.each([
    ['2026-01-05', '2026-01-05'],
    ['today', '2026-04-02'],
    ['today+1wd', '2026-04-07'],
    ['today-30wd', '2026-02-19'],
    ['today+6w', '2026-05-14'],
    ['today-1y', '2025-04-02'],
    ['today-3y-40d', '2023-02-21'],
    ['2026-08-31+6m', '2027-02-28'],
    ['panel', '2026-04-20'],
    ['papers', '2026-04-13'],
    ['step-1wd', '2026-05-22'],
    ['birthday+14y', '2026-03-01'],
    ['birthday+16y', '2028-02-29'],
  ])('%s is %s', (written, day) => {
    expect(dayOf(written, days)).toBe(day);
  });

  it.each([
    ['2026-02-30', /not a day of the calendar/],
    ['tomorrow', /no day called 'tomorrow'; .*today/],
    ['today + 5wd', /is not a day; write 2026-01-05/],
    ['today+5', /is not a day/],
    ['loop', /by way of itself/],
  ])('%s cannot be read', (written, why) => {
    expect(() => dayOf(written, days)).toThrow(why);
    expect(() => dayOf(written, days)).toThrow(UnreadableTime);
  });
});

const BEFORE = '2026-04-02T10:00:00.000Z';

describe('the moment of a step', () => {
  it.each([
    ['2026-01-05 09:30', '2026-01-05T09:30:00.000Z'],
    ['2026-07-06T09:30', '2026-07-06T08:30:00.000Z'],
    ['panel 09:30', '2026-04-20T08:30:00.000Z'],
    ['+5wd 14:00', '2026-04-13T13:00:00.000Z'],
    ['+5wd', '2026-04-13T08:00:00.000Z'],
    ['+30min', '2026-04-02T10:30:00.000Z'],
    ['+24h', '2026-04-03T10:00:00.000Z'],
    ['17:45', '2026-04-02T16:45:00.000Z'],
    ['today', '2026-04-02T10:01:00.000Z'],
    ['2026-10-25 01:30', '2026-10-25T00:30:00.000Z'],
  ])('%s, after a step of Maundy Thursday at eleven, is %s', (written, at) => {
    expect(momentOf(written, BEFORE, days)).toBe(at);
  });

  it('is a minute later where nothing is written', () => {
    expect(momentOf(undefined, BEFORE, days)).toBe('2026-04-02T10:01:00.000Z');
  });

  it.each([
    [undefined, /first step needs a day and time/],
    ['09:30', /first step needs a day and time/],
  ])('of the first step is never %s', (written, why) => {
    expect(() => momentOf(written, null, days)).toThrow(why);
  });

  it.each([
    ['2026-03-29 01:30', /does not exist in London/],
    ['2026-01-05 9:30', /not a time of day; write 09:30/],
    ['2026-01-05 24:00', /not a time of day/],
    ['+5 days', /not a time after the step before/],
    ['2026-01-05 09:30 sharp', /not a day and a time/],
  ])('%s cannot be read', (written, why) => {
    expect(() => momentOf(written, BEFORE, days)).toThrow(why);
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  leftInWords,
  ageInWords,
  nhsNumberInWords,
  pounds,
  shortDay,
} from '../../src/web/pages/words/filters.js';
import { warningsOf } from '../../src/web/pages/words/warnings.js';
import { localDate } from '../../workflows/protocol/index.js';

describe('what people are warned of', () => {
  it('is nothing while all is well, and nothing that only whoever runs the service can mend', () => {
    expect(warningsOf({ alarms: [], degraded: [] })).toEqual([]);
    expect(warningsOf({ alarms: [{ code: 'calendarEnds', words: '' }], degraded: [] })).toEqual([]);
  });

  it('is said once, whatever several alarms there are', () => {
    const alarms = [
      { code: 'behind' as const, words: '' },
      { code: 'passStopped' as const, words: '' },
    ];

    expect(warningsOf({ alarms, degraded: ['Redis is away', 'Redis hangs'] })).toEqual([
      expect.stringContaining('recorded late'),
      expect.stringContaining('Nothing is lost'),
    ]);
  });
});

describe('words on pages', () => {
  it.each([
    [0, 'due today'],
    [1, '1 working day left'],
    [3, '3 working days left'],
    [-1, '1 working day over'],
    [-20, '20 working days over'],
  ])('%i working days: %s', (days, words) => expect(leftInWords(days)).toBe(words));

  it.each([
    ['2026-05-11', '0 months'],
    ['2026-05-10', '1 month'],
    ['2024-07-01', '23 months'],
    ['2024-06-10', '2 years'],
    ['2011-06-11', '14 years'],
  ])('a child born on %s is %s old on 10 June 2026', (born, words) =>
    expect(ageInWords(localDate(born), localDate('2026-06-10'))).toBe(words),
  );

  it.each([
    [0, '£0'],
    [5, '£0.05'],
    [125_050, '£1,250.50'],
    [100_000_000, '£1,000,000'],
  ])('%i pence: %s', (pence, words) => expect(pounds(pence)).toBe(words));

  it('a number is read out by three, three and four, and a day without its weekday', () => {
    expect(nhsNumberInWords('9990000018')).toBe('999 000 0018');
    expect(shortDay('2026-04-09')).toBe('9 Apr 2026');
  });
});

import { describe, expect, it } from '@jest/globals';
import { outOfDate, standsOf } from '../../src/web/pages/workload/change-words.js';

const AT = '2026-06-10T08:00:00.000Z';

describe('a dry run', () => {
  it.each([
    [{ cases: 0, earlierDay: false }, null],
    [{ cases: 1, earlierDay: false }, '1 of 3 cases changed since it was tried out.'],
    [{ cases: 2, earlierDay: true }, '2 of 3 cases changed since it was tried out.'],
    [
      { cases: 0, earlierDay: true },
      'It was tried out on an earlier day: cases, absences and caseloads may have changed since.',
    ],
    [null, null],
  ])('of which %j holds is out of date: %s', (sinceTried, words) => {
    expect(outOfDate({ sinceTried, counts: { waiting: 2, refused: 1 } })).toBe(words);
  });
});

describe('a change that was stopped', () => {
  it('was discarded where nothing of it was ever done', () => {
    expect(standsOf({ state: 'stopped', appliedAt: null }).text).toBe('Discarded');
    expect(standsOf({ state: 'stopped', appliedAt: AT }).text).toBe('Stopped');
    expect(standsOf({ state: 'previewed', appliedAt: null }).text).toBe('Not begun');
  });
});

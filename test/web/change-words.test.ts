import { describe, expect, it } from '@jest/globals';
import { againAddress, outOfDate, standsOf } from '../../src/web/pages/workload/change-words.js';

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

describe('what is tried out again', () => {
  const of = (from: string | null) => ({ result: { from } });

  it.each([
    ['all of one assessor', { from: 'ahmed', work: 'mdt' }, [of('ahmed')], '?assessor=ahmed&work=mdt'],
    ['all that nobody is named for', { unassigned: true }, [of(null)], ''],
    ['all of leavers', { leavers: true }, [of('ahmed'), of('byrne')], '?leavers=true'],
    ['ticked, of one assessor', { cases: ['1', '2'] }, [of('ahmed'), of('ahmed')], '?assessor=ahmed'],
    ['ticked, of nobody', { cases: ['1'] }, [of(null)], ''],
  ])('is chosen from the list it was on: %s', (_title, select, cases, query) => {
    expect(againAddress({ what: { select } }, cases)).toBe(`/workload/cases${query}`);
  });

  it('is chosen from the workload where the cases were ticked on several lists', () => {
    const select = { cases: ['1', '2'] };
    expect(againAddress({ what: { select } }, [of('ahmed'), of('byrne')])).toBe('/workload');
  });
});

describe('a change that was stopped', () => {
  it('was discarded where nothing of it was ever done', () => {
    expect(standsOf({ state: 'stopped', appliedAt: null }).text).toBe('Discarded');
    expect(standsOf({ state: 'stopped', appliedAt: AT }).text).toBe('Stopped');
    expect(standsOf({ state: 'previewed', appliedAt: null }).text).toBe('Not begun');
  });
});

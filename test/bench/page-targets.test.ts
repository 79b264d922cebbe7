import { describe, expect, it } from '@jest/globals';
import { judgedPages, type PageFigures } from '../../src/bench/pages/page-targets.js';
import { pagesAsked, searchesAsked, type Samples } from '../../src/bench/pages/pages-asked.js';

const page = (name: string, p95: number, bytes: number): PageFigures => ({
  who: 'manager',
  name,
  time: { p50: p95 / 2, p95, p99: p95 },
  slowest: p95,
  bytes,
});
const missed = (...pages: PageFigures[]): string[] =>
  judgedPages(pages)
    .filter(({ met }) => !met)
    .map(({ target, figure }) => `${target}: ${figure}`);

describe('The targets of pages', () => {
  it('are met by pages that are quick and light', () => {
    expect(missed(page('queues', 80, 50_000), page('cases', 199, 199_000))).toEqual([]);
  });

  it.each([
    ['slow', page('forecast', 240, 10_000), 'every page under 200 ms at p95: 240 ms (forecast, manager)'],
    [
      'heavy',
      page('meeting', 20, 231_000),
      'every page after the first under 200 KB: 231 KB (meeting, manager)',
    ],
  ])('are missed by a page that is too %s, which is named', (_what, bad, said) => {
    expect(missed(page('queues', 80, 50_000), bad)).toEqual([said]);
  });

  it('say nothing where nothing was measured', () => {
    expect(judgedPages([])).toEqual([]);
  });
});

const SAMPLES: Samples = {
  own: ['case-1', 'case-2'],
  assessed: [],
  open: ['case-3'],
  over: ['case-4'],
  meetings: ['meeting-1'],
  items: [{ meeting: 'meeting-1', id: 'case-3' }],
  people: ['person-1'],
  queues: ['overdue', 'guidancePast'],
  timescale: 'checklist-decision',
  stage: 'referral',
  team: 'north team',
  organisation: 'sefton-council',
  need: 'health',
  child: { familyName: 'Ashworth', nhsNumber: '9990000000', reference: 'SEF-222222' },
};

describe('The pages that are measured', () => {
  const pages = pagesAsked(SAMPLES);

  it('are those of assessors, panel members, managers and auditors', () => {
    expect([...new Set(pages.map(({ who }) => who))]).toEqual([
      'assessor',
      'panelMember',
      'manager',
      'auditor',
    ]);
    const names = pages.map(({ who, name }) => `${who}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('leave out what there is nothing of', () => {
    expect(pages.map(({ name }) => name)).not.toContain('assessment');
  });

  it('take one case after the other, and every queue', () => {
    expect(pages.find(({ who, name }) => who === 'assessor' && name === 'case')?.paths).toEqual([
      '/cases/case-1',
      '/cases/case-2',
    ]);
    expect(pages.flatMap(({ paths }) => paths)).toEqual(
      expect.arrayContaining([
        '/queues/overdue',
        '/queues/guidancePast',
        '/queues/overdue?team=north%20team',
      ]),
    );
  });

  it('never have a name or number of a child in their address', () => {
    const { familyName, nhsNumber } = SAMPLES.child;
    const addresses = pages.flatMap(({ paths }) => paths).join(' ');

    expect(addresses).not.toContain(familyName);
    expect(addresses).not.toContain(nhsNumber);
    expect(searchesAsked(SAMPLES).map(({ fields }) => fields)).toEqual([
      { name: familyName },
      { nhsNumber },
      { reference: 'SEF-222222' },
    ]);
  });
});

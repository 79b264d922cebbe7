import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { loadPlace } from '../../src/protocols/load-place.js';
import { addDays, localDate } from '../../workflows/calendar/local-date.js';
import { lasting, median, type Durations } from '../../workflows/forecast/durations.js';
import {
  foresee,
  usualSteps,
  withExtra,
  type Awaited,
  type Outlook,
} from '../../workflows/forecast/forecast.js';
import type { PanelDate } from '../../workflows/forecast/panel-dates.js';
import { FORECAST_STEPS, underWay } from '../../workflows/forecast/under-way.js';
import { papersCloseOn } from '../../workflows/panel/papers.js';
import { deriveDeadlines } from '../../workflows/timescales/deadlines.js';
import { pathway } from '../helpers/pathway.js';

const rules = loadPlace('sefton');
const day = localDate;
const { courses } = rules.protocol.parameters.forecast.value;

const outlook = (more: Partial<Outlook> = {}): Outlook => ({
  today: day('2026-02-02'),
  meetings: [],
  durations: {},
  protocol: rules.protocol,
  calendar: rules.calendar,
  ...more,
});

const awaited = (more: Partial<Awaited> = {}): Awaited => ({
  timescale: 'decision-national',
  clauses: ['CHK-10'],
  dueOn: day('2026-02-20'),
  step: 'panel',
  stepSince: day('2026-01-26'),
  plannedOn: null,
  listedFor: null,
  ...more,
});

const panelOn = (heldOn: string, listed = 0) => ({ heldOn: day(heldOn), capacity: 12, listed });
const often = (days: number): Durations => [[days, 20]];

describe('a breach that is certain', () => {
  it('[PAN-1] no meeting is arranged before it is due', () => {
    const foreseen = foresee(awaited(), outlook());

    expect(foreseen).toMatchObject({ kind: 'certain', clauses: ['PAN-1', 'CHK-10'], daysLeft: 18, left: [] });
    expect(foreseen?.words).toBe(
      'No panel before it is due on Friday 20 February 2026: no meeting is arranged until then. No later one that can take it is arranged.',
    );
  });

  it('[PAN-1] the papers of the last meeting before it is due have closed', () => {
    const meetings = [panelOn('2026-02-04'), panelOn('2026-03-04')];

    expect(foresee(awaited(), outlook({ meetings }))?.words).toBe(
      'No panel before it is due on Friday 20 February 2026: papers for Wednesday 4 February 2026 closed on Wednesday 28 January 2026. The next that can take it is on Wednesday 4 March 2026.',
    );
  });

  it('[PAN-1] it is on the agenda of a later meeting', () => {
    const meetings = [panelOn('2026-03-04', 3)];

    expect(foresee(awaited({ listedFor: day('2026-03-04') }), outlook({ meetings }))?.words).toBe(
      'No panel before it is due on Friday 20 February 2026: no meeting is arranged until then. It is on the agenda of Wednesday 4 March 2026.',
    );
  });

  it('[PAN-1] the agenda of the last meeting before it is due is full', () => {
    const meetings = [panelOn('2026-02-18', 12), panelOn('2026-03-18', 12)];
    const foreseen = foresee(awaited(), outlook({ meetings }));

    expect(foreseen?.kind).toBe('certain');
    expect(foreseen?.words).toContain('the agenda of Wednesday 18 February 2026 is full (12 of 12)');
  });

  it('[HNA-11] the local six weeks need the panel as well, until it has decided', () => {
    const local = { timescale: 'provision-local', clauses: ['HNA-11'] };

    expect(foresee(awaited(local), outlook())?.kind).toBe('certain');
    expect(foresee(awaited({ ...local, step: 'arranging' }), outlook())?.kind).not.toBe('certain');
  });

  it.each([
    ['a meeting on the day it is due can take it', { meetings: [panelOn('2026-02-20')] }, {}],
    [
      'it is on the agenda of a meeting in time, full or not',
      { meetings: [panelOn('2026-02-11', 12)] },
      { listedFor: day('2026-02-11') },
    ],
    [
      'it is on a later agenda, and an earlier meeting can take it',
      { meetings: [panelOn('2026-02-18')] },
      { listedFor: day('2026-03-04') },
    ],
    ['the panel has decided', {}, { step: 'telling' as const }],
    ['the panel has no part in it', {}, { timescale: 'checklist-decision', step: null }],
  ])('is none where %s', (_, more, of) => {
    expect(foresee(awaited(of), outlook(more))?.kind).not.toBe('certain');
  });
});

describe('a breach that is likely', () => {
  const meetings = [panelOn('2026-02-18')];

  it('[CHK-10] what is left usually takes longer than is left, and the sum is shown', () => {
    const durations = { assessment: often(12), papers: often(4), telling: often(3) };
    const inAssessment = awaited({ step: 'assessment', stepSince: day('2026-02-01') });
    const foreseen = foresee(inAssessment, outlook({ meetings, durations }));

    expect(foreseen).toMatchObject({ kind: 'likely', daysLeft: 18, daysNeeded: 47 });
    expect(foreseen?.left.map(({ step, days, from }) => [step, days, from])).toEqual([
      ['assessment', 11, 'history'],
      ['papers', 4, 'history'],
      ['panel', 29, 'assumed'],
      ['telling', 3, 'history'],
    ]);
    expect(foreseen?.words).toBe(
      'What is left usually takes 47 days, and it is due in 18 days, on Friday 20 February 2026: complete the health needs assessment (11 days, the median of 20) + quality assure the assessment and list the case (4 days, the median of 20) + meet the joint panel (29 days to the next meeting there would usually be) + tell the family (3 days, the median of 20).',
    );
  });

  it('is none where what is left usually fits', () => {
    const durations = { telling: often(2) };

    expect(foresee(awaited(), outlook({ meetings, durations }))).toBeNull();
  });

  it('[PAN-1] the panel meets in time, and telling the family usually takes longer than is left', () => {
    const durations = { telling: often(3) };

    expect(foresee(awaited(), outlook({ meetings, durations }))).toMatchObject({
      kind: 'likely',
      daysNeeded: 19,
    });
  });

  it('[CHK-6] goes by a local default where there is not enough history, and says so', () => {
    const checklist = { timescale: 'checklist-decision', step: null, stepSince: day('2026-02-02') };
    const few: Durations = [[1, 9]];
    const due = awaited({ ...checklist, dueOn: day('2026-02-03') });

    expect(foresee(due, outlook({ durations: { 'checklist-decision': few } }))).toMatchObject({
      kind: 'likely',
      left: [{ days: 4, from: 'default', observed: null }],
    });
    expect(foresee(due, outlook({ durations: { 'checklist-decision': [[1, 10]] } }))).toBeNull();
  });

  it('says of what is due today that it is', () => {
    const due = awaited({ timescale: 'checklist-decision', step: null, dueOn: day('2026-02-02') });

    expect(foresee(due, outlook())?.words).toBe(
      'What is left usually takes 1 day, and it is due today, Monday 2 February 2026: decide whether to proceed to a health needs assessment (1 day, a local default).',
    );
  });

  it('of a step under way counts what is left, by those that took at least as long', () => {
    const took: Durations = [
      [3, 30],
      [20, 10],
      [26, 4],
    ];
    const step = { timescale: 'checklist-decision', step: null, stepSince: day('2026-01-18') };

    expect(
      foresee(
        awaited({ ...step, dueOn: day('2026-02-06') }),
        outlook({ durations: { 'checklist-decision': took } }),
      ),
    ).toMatchObject({ left: [{ days: 5, observed: 14 }] });
  });

  it('[REV-2] a review is planned for a day after it is due', () => {
    const review = {
      timescale: 'review-annual',
      clauses: ['REV-2'],
      step: null,
      plannedOn: day('2026-02-25'),
    };

    expect(foresee(awaited(review), outlook())?.words).toContain('23 days to the day it is planned for');
    expect(foresee(awaited({ ...review, plannedOn: day('2026-02-20') }), outlook())).toBeNull();
  });
});

describe('one more panel date', () => {
  const spare = (cases: readonly Awaited[], extra: PanelDate, seen: Outlook) =>
    withExtra(
      cases.map((each, at) => ({ caseId: `case ${at}`, ...each })),
      extra,
      seen,
    ).filter(({ then }) => then === null);

  const meetings = [panelOn('2026-03-04')];
  const durations = { telling: often(2) };

  it('[PAN-1] spares what it can see in time', () => {
    const cases = [
      awaited(),
      awaited({ dueOn: day('2026-02-12') }),
      awaited({ listedFor: day('2026-03-04') }),
    ];
    const spared = spare(cases, panelOn('2026-02-13'), outlook({ meetings, durations }));

    expect(spared.map(({ ahead }) => ahead.caseId)).toEqual(['case 0', 'case 2']);
    expect(spared.map(({ was }) => was.kind)).toEqual(['certain', 'certain']);
  });

  it('spares no more than it has room for, the first due first', () => {
    const cases = Array.from({ length: 20 }, (_, at) =>
      awaited({ dueOn: addDays(day('2026-02-20'), 20 - at) }),
    );
    const spared = spare(cases, panelOn('2026-02-13'), outlook({ durations }));

    expect(spared).toHaveLength(12);
    expect(spared.map(({ ahead }) => ahead.dueOn)).toEqual(
      cases
        .map(({ dueOn }) => dueOn)
        .sort()
        .slice(0, 12),
    );
  });

  it('[PAN-1] makes only likely what is certain, where it sees a case in time and the rest takes too long', () => {
    const tight = { caseId: 'tight', ...awaited({ dueOn: day('2026-02-13') }) };

    expect(withExtra([tight], panelOn('2026-02-13'), outlook({ meetings, durations }))).toMatchObject([
      { was: { kind: 'certain' }, then: { kind: 'likely' } },
    ]);
  });

  it('gives a case one place, however many of its deadlines it spares', () => {
    const both = (caseId: string) => [
      { caseId, ...awaited() },
      { caseId, ...awaited({ dueOn: day('2026-02-27') }) },
    ];
    const cases = Array.from({ length: 13 }, (_, at) => both(`case ${at}`)).flat();
    const spared = withExtra(cases, panelOn('2026-02-13'), outlook({ meetings, durations })).filter(
      ({ then }) => then === null,
    );

    expect(spared).toHaveLength(24);
    expect(new Set(spared.map(({ ahead }) => ahead.caseId)).size).toBe(12);
  });

  it('leaves a case on the agenda it is on, where its own papers have closed', () => {
    const listed = { caseId: 'listed', ...awaited({ listedFor: day('2026-03-04') }) };
    const seen = outlook({ meetings: [panelOn('2026-02-18'), panelOn('2026-03-04')], durations });

    expect(withExtra([listed], panelOn('2026-02-05'), seen)).toMatchObject([
      { was: { kind: 'likely' }, then: { kind: 'likely', daysNeeded: 32 } },
    ]);
  });

  it('never foresees a certain breach that a later due day would not foresee too, whatever meetings there are', () => {
    const anyMeeting = fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 12 }))
      .map(([ahead, listed]) => ({ heldOn: addDays(day('2026-02-02'), ahead), capacity: 12, listed }));
    fc.assert(
      fc.property(
        fc.array(anyMeeting, { maxLength: 5 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 20 }),
        (some, left, more) => {
          const sorted = [...some].sort((a, b) => (a.heldOn < b.heldOn ? -1 : 1));
          const at = (days: number) =>
            foresee(
              awaited({ dueOn: addDays(day('2026-02-02'), days) }),
              outlook({ meetings: sorted, durations }),
            );
          const certain = at(left)?.kind === 'certain';
          const taken = sorted.some(
            ({ heldOn, listed }) =>
              heldOn <= addDays(day('2026-02-02'), left) &&
              listed < 12 &&
              papersCloseOn(heldOn, rules) >= day('2026-02-02'),
          );
          expect(certain).toBe(!taken);
          if (!certain) expect(at(left + more)?.kind).not.toBe('certain');
        },
      ),
    );
  });
});

describe('how long things took', () => {
  it('has the lower of two middle days as its median, and none where nothing was seen', () => {
    expect(
      median([
        [2, 1],
        [4, 1],
      ]),
    ).toBe(2);
    expect(
      median([
        [2, 1],
        [4, 2],
      ]),
    ).toBe(4);
    expect(median([])).toBeNull();
  });

  it('is that of a list sorted by hand', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 60 }), (days) => {
        const counts = new Map<number, number>();
        for (const each of days) counts.set(each, (counts.get(each) ?? 0) + 1);
        const durations = [...counts].sort(([a], [b]) => a - b);
        const sorted = [...days].sort((a, b) => a - b);

        expect(median(durations)).toBe(sorted[Math.ceil(days.length / 2) - 1]);
        expect(lasting(durations, 30).every(([each]) => each >= 0)).toBe(true);
      }),
    );
  });

  it('is shown for every step, measured or by its local default', () => {
    expect(usualSteps(outlook({ durations: { papers: often(6) } }))).toEqual([
      { step: 'checklist', title: 'Decide on the checklist', days: 5, from: 'default', observed: 0 },
      {
        step: 'assessment',
        title: 'Complete the health needs assessment',
        days: 14,
        from: 'default',
        observed: 0,
      },
      {
        step: 'papers',
        title: 'Quality assure the assessment and list the case',
        days: 6,
        from: 'history',
        observed: 20,
      },
      { step: 'telling', title: 'Tell the family', days: 2, from: 'default', observed: 0 },
      { step: 'arranging', title: 'Arrange the package', days: 14, from: 'default', observed: 0 },
    ]);
  });
});

describe('where a course stands', () => {
  const standing = (record: ReturnType<typeof pathway.received>['record'], timescale: string) => {
    const deadline = deriveDeadlines(record, rules).find(
      (each) => each.timescale === timescale && each.settled === null,
    );
    return deadline && underWay(deadline, record, courses);
  };

  it('[CHK-10] goes from the checklist to telling the family', () => {
    const steps = [
      pathway.received(),
      pathway.assessing(),
      pathway.signedOff(),
      pathway.listed(),
      pathway.decided(),
    ].map(({ record }) => standing(record, 'decision-national')?.step);

    expect(steps).toEqual(['checklist', 'assessment', 'panel', 'panel', 'telling']);
  });

  it('[HNA-11] goes from the panel to arranging the package', () => {
    expect(standing(pathway.signedOff().record, 'provision-local')?.step).toBe('panel');
    expect(standing(pathway.decided().record, 'provision-local')?.step).toBe('arranging');
  });

  it('is a single step for every other clock, since its start', () => {
    const { record } = pathway.received();
    const deadline = deriveDeadlines(record, rules).find(
      ({ timescale }) => timescale === 'checklist-decision',
    );

    expect(deadline && underWay(deadline, record, courses)).toEqual({
      step: null,
      by: deadline?.startedBy,
      plannedOn: null,
    });
  });

  it('knows every step that a course of the protocol names', () => {
    expect(
      Object.values(courses)
        .flat()
        .every((step) => FORECAST_STEPS.includes(step)),
    ).toBe(true);
    expect(Object.keys(courses).every((id) => rules.protocol.timescales.some((row) => row.id === id))).toBe(
      true,
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { localDate } from '../../workflows/calendar/local-date.js';
import { proposedOn } from '../../workflows/review/review.rules.js';
import { levelsOf, pathway } from '../helpers/pathway.js';
import { SEFTON, Story } from '../helpers/story.js';
import { commenced, missingUnder, reviewed, THREE_MONTH_REVIEW } from '../helpers/package-story.js';

const day = localDate;
const levels = (higher?: Record<string, string>) =>
  Object.entries(levelsOf(higher)).map(([domain, level]) => ({ domain, level }));
const named = (story: Story, at = '2026-05-11') =>
  story.tell('REVIEWER_NAMED', { reviewer: 'nurse' }, { at });
const ANNUAL = {
  ...THREE_MONTH_REVIEW,
  completedOn: '2027-05-20',
  form: 'decisionSupportTool',
  levels: levels(),
};

describe('the reviewer', () => {
  test('[REV-10] a review is completed only by a reviewer who was named', () => {
    expect(commenced().clausesAgainst('REVIEW_COMPLETED', THREE_MONTH_REVIEW, { at: '2026-05-28' })).toEqual([
      'REV-10',
    ]);
  });

  test('[ROL-7] the reviewer has the recorded competence', () => {
    const story = commenced();
    expect(
      story.clausesAgainst('REVIEWER_NAMED', { reviewer: 'socialWorker' }, { at: '2026-05-11' }),
    ).toEqual(['ROL-7']);
    expect(story.ask('REVIEWER_NAMED', { reviewer: 'secondNurse' }, { at: '2026-05-11' }).kind).toBe(
      'advanced',
    );
  });
});

describe('planning a review', () => {
  const plan = (plannedOn: string, becauseOfEhcp = true) => ({ plannedOn, becauseOfEhcp });

  test('[REV-5] the review of the plan never delays it past the day it is due', () => {
    const story = commenced();
    expect(story.ask('REVIEW_PLANNED', plan('2026-06-02'), { at: '2026-05-11' }).kind).toBe('advanced');
    expect(
      missingUnder(story.refused('REVIEW_PLANNED', plan('2026-06-03'), { at: '2026-05-11' }), 'REV-5'),
    ).toEqual(['a day by Tuesday 2 June 2026']);
    expect(story.ask('REVIEW_PLANNED', plan('2026-06-03', false), { at: '2026-05-11' }).kind).toBe(
      'advanced',
    );
  });

  test("[REV-5] [SEN-1] the plan's review day is proposed where it falls by the due day, and not where it is later", () => {
    const ehcp = (reviewOn: string) => ({
      status: 'inPlace' as const,
      reviewOn: day(reviewOn),
      individualCarePlan: false,
    });
    const propose = (reviewOn: string) => proposedOn(day('2026-06-02'), ehcp(reviewOn), day('2026-05-11'));
    expect(propose('2026-05-20')).toBe('2026-05-20');
    expect(propose('2026-06-03')).toBe('2026-06-02');
    expect(propose('2026-05-10')).toBe('2026-06-02');
    expect(proposedOn(day('2026-06-02'), null, day('2026-05-11'))).toBe('2026-06-02');
  });
});

describe('completing a review', () => {
  test('[REV-1] the three-month review meets its clock and opens the yearly one', () => {
    const story = reviewed();
    expect(story.deadline('review-three-month/review-1').settled).toMatchObject({
      as: 'met',
      on: '2026-05-28',
      late: false,
    });
    expect(story.record.processes['review-2']).toMatchObject({
      facts: { kind: 'annual' },
      keys: { package: 'package-1' },
    });
  });

  test('[REV-2] a year counts from the day the last review was completed', () => {
    expect(reviewed().deadline('review-annual/review-2')).toMatchObject({
      dueOn: '2027-05-28',
      settled: null,
    });
  });

  test('[REV-2] where a protocol version counts the years of the package, a late review moves nothing', () => {
    const annualReviewBasis = {
      ...SEFTON.protocol.parameters.annualReviewBasis,
      value: 'packageCommenced' as const,
    };
    const yearsOfThePackage = {
      ...SEFTON,
      protocol: { ...SEFTON.protocol, parameters: { ...SEFTON.protocol.parameters, annualReviewBasis } },
    };
    const first = named(commenced());
    const story = new Story('case', yearsOfThePackage);
    story.record = first.record;
    story.tell('REVIEW_COMPLETED', THREE_MONTH_REVIEW, { at: '2026-05-28' });
    expect(story.deadline('review-annual/review-2').dueOn).toBe('2027-03-02');
    named(story, '2027-03-15').tell(
      'REVIEW_COMPLETED',
      { ...ANNUAL, completedOn: '2027-03-25' },
      { at: '2027-03-25' },
    );
    expect(story.deadline('review-annual/review-3').dueOn).toBe('2028-03-02');
  });

  test('[REV-1] it cannot have been completed before the package commenced', () => {
    const early = { ...THREE_MONTH_REVIEW, completedOn: '2026-03-01' };
    expect(named(commenced()).clausesAgainst('REVIEW_COMPLETED', early, { at: '2026-05-28' })).toEqual([
      'REV-1',
    ]);
  });

  test('[REV-6] the outcome is one the protocol lists', () => {
    const story = named(commenced());
    for (const outcome of ['continue', 'change', 'stepDown', 'end', 'fullReassessment']) {
      expect(
        story.ask('REVIEW_COMPLETED', { ...THREE_MONTH_REVIEW, outcome }, { at: '2026-05-28' }).kind,
      ).toBe('advanced');
    }
    expect(
      story.clausesAgainst(
        'REVIEW_COMPLETED',
        { ...THREE_MONTH_REVIEW, outcome: 'wait' },
        { at: '2026-05-28' },
      ),
    ).toEqual(['REV-6']);
  });

  test('[REV-6] the yearly review is done on the full tool, with a level for every care domain', () => {
    const story = named(reviewed(), '2027-05-10');
    const at = { at: '2027-05-20' };
    expect(story.clausesAgainst('REVIEW_COMPLETED', { ...ANNUAL, form: 'threeMonthProforma' }, at)).toEqual([
      'REV-6',
    ]);
    expect(
      missingUnder(story.refused('REVIEW_COMPLETED', { ...ANNUAL, levels: levels().slice(1) }, at), 'REV-6'),
    ).toHaveLength(1);
    expect(story.ask('REVIEW_COMPLETED', ANNUAL, at).kind).toBe('advanced');
  });

  test('[HNA-3] a level that a care domain does not have is refused at a review too', () => {
    const story = named(reviewed(), '2027-05-10');
    const unknown = [...levels(), { domain: 'breathing', level: 'dreadful' }];
    expect(
      story.clausesAgainst('REVIEW_COMPLETED', { ...ANNUAL, levels: unknown }, { at: '2027-05-20' }),
    ).toEqual(['HNA-3']);
  });

  test('[REV-6] its levels become the last known, and what changed since is named', () => {
    const story = named(reviewed(), '2027-05-10');
    story.tell('REVIEW_COMPLETED', ANNUAL, { at: '2027-05-20' });
    expect(story.record.facts.lastLevels).toMatchObject({ breathing: 'no-additional-needs' });
    expect(story.record.facts.levelsChanged).toEqual([
      { domain: 'breathing', before: 'severe', after: 'no-additional-needs' },
    ]);
  });

  test("[SCO-8] the child's voice at a review is on the case", () => {
    expect(reviewed({ childsVoice: 'he likes the night nurse' }).record.facts.voices).toContain('review');
    expect(reviewed().record.facts.voices).not.toContain('review');
  });
});

describe('what follows a review', () => {
  const live = (story: Story, kind: string) =>
    Object.values(story.record.processes).filter((process) => process.kind === kind);

  test('[REV-6] after the end no review follows', () => {
    const story = reviewed({ outcome: 'end' });
    expect(live(story, 'review')).toEqual([]);
    expect([...story.deadlines.keys()].filter((key) => key.startsWith('review-annual'))).toEqual([]);
  });

  test('[REV-6] a full reassessment opens an assessment that knows its review', () => {
    const story = reviewed({ outcome: 'fullReassessment' });
    expect(live(story, 'assessment').map(({ keys }) => keys)).toEqual([{ review: 'review-1' }]);
    expect(live(reviewed(), 'assessment')).toEqual([]);
  });

  test('[HNA-7] a child eligible without a package is reviewed a year from the decision', () => {
    const story = pathway.decided({ packageNeeded: false });
    expect(story.deadline('review-annual/review-1').dueOn).toBe('2027-02-04');
    named(story, '2027-01-11').tell(
      'REVIEW_COMPLETED',
      { ...ANNUAL, completedOn: '2027-02-01' },
      { at: '2027-02-01' },
    );
    expect(story.deadline('review-annual/review-2').dueOn).toBe('2028-02-01');
  });
});

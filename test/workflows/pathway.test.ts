import { describe, expect, it } from '@jest/globals';
import { stageOf } from '../../workflows/protocol/index.js';
import { pathway } from '../helpers/pathway.js';

const kinds = (story: ReturnType<typeof pathway.opened>) =>
  Object.values(story.record.processes)
    .map(({ kind }) => kind)
    .sort();

describe('the main pathway', () => {
  it.each([
    ['opened', 'referral.awaitingChecklist'],
    ['received', 'referral.received'],
    ['qualityAssured', 'referral.qualityAssured'],
    ['assessing', 'assessment.underway'],
    ['recommended', 'assessment.recommended'],
    ['signedOff', 'panelItem.ready'],
    ['listed', 'panelItem.listed'],
    ['decided', 'provision.designing'],
  ] as const)('is at its stage when %s', (point, stage) => {
    expect(stageOf(pathway[point]().record).id).toBe(stage);
  });

  it('[PAN-5] opens provision and funding only with the decision that the child is eligible', () => {
    expect(kinds(pathway.listed())).not.toEqual(expect.arrayContaining(['provision', 'funding']));
    expect(kinds(pathway.decided())).toEqual(
      expect.arrayContaining(['provision', 'funding', 'adultTransition']),
    );
  });

  it('[HNA-7] a child who needs no package is reviewed yearly from the decision', () => {
    const story = pathway.decided({ packageNeeded: false });
    expect(kinds(story)).toEqual(expect.arrayContaining(['review', 'adultTransition']));
    expect(kinds(story)).not.toContain('provision');
    expect(story.deadline('review-annual/review-1')).toMatchObject({
      startedOn: '2026-02-04',
      dueOn: '2027-02-04',
    });
    expect(story.deadline('provision-local/assessment-1').settled).toMatchObject({ as: 'met', late: false });
  });

  it('keeps only live facts: a finished referral and assessment leave the record', () => {
    expect(kinds(pathway.decided())).not.toEqual(expect.arrayContaining(['referral']));
    expect(kinds(pathway.decided())).not.toEqual(expect.arrayContaining(['assessment']));
  });
});

describe('a process that is named', () => {
  it('[REV-1] is told of where it is not open, with those that are', () => {
    const story = pathway.decided({ packageNeeded: false });
    const [refusal] = story.refused(
      'REVIEWER_NAMED',
      { reviewer: 'nurse' },
      { at: '2026-02-11', process: 'review-9' },
    );
    expect(refusal).toEqual({
      clauses: ['REV-1'],
      message: "There is no 'review-9' open in this case that this could be recorded for.",
      missing: ['one of those that are open: review-1'],
    });
  });
});

describe('the clocks of the pathway', () => {
  it('[CHK-6] the decision is due 5 working days after receipt and met by the decision', () => {
    expect(pathway.received().deadline('checklist-decision/referral-1.1')).toMatchObject({
      dueOn: '2026-01-12',
      settled: null,
    });
    expect(pathway.assessing().deadline('checklist-decision/referral-1.1').settled).toEqual({
      as: 'met',
      on: '2026-01-07',
      by: 6,
      late: false,
    });
  });

  it('[CHK-10] [HNA-11] runs both six-week clocks, one from referral and one from the end of the assessment', () => {
    const story = pathway.decided();
    expect(story.deadline('decision-national/referral-1').dueOn).toBe('2026-02-16');
    expect(story.deadline('provision-local/assessment-1').dueOn).toBe('2026-03-05');
  });

  it('[PAN-9] tells family and professionals within 5 working days of the panel; both are needed', () => {
    const story = pathway.decided();
    expect(story.deadline('decision-notice/panelItem-1').dueOn).toBe('2026-02-11');
    story.tell(
      'NOTICE_GIVEN',
      { recipient: 'family', how: 'telephone', toldOn: '2026-02-05', said: 'eligible', rationaleGiven: true },
      { at: '2026-02-05' },
    );
    expect(story.deadline('decision-notice/panelItem-1').settled).toBeNull();
    expect(story.deadline('decision-national/referral-1').settled).toMatchObject({
      as: 'met',
      on: '2026-02-05',
    });
    story.tell(
      'NOTICE_GIVEN',
      {
        recipient: 'keyProfessionals',
        how: 'email',
        toldOn: '2026-02-06',
        said: 'eligible',
        rationaleGiven: true,
      },
      { at: '2026-02-06' },
    );
    expect(story.deadline('decision-notice/panelItem-1').settled).toMatchObject({
      as: 'met',
      on: '2026-02-06',
      late: false,
    });
  });

  it('[PAN-10] [PAN-11] not eligible: told verbally within 5 and in writing within 10 working days', () => {
    const story = pathway.decided({ outcome: 'notEligible', packageNeeded: undefined }, 'chair', {
      breathing: 'low',
    });
    expect(story.deadline('not-eligible-verbal/panelItem-1').dueOn).toBe('2026-02-11');
    expect(story.deadline('not-eligible-written/panelItem-1').dueOn).toBe('2026-02-18');
    expect(story.deadline('provision-local/assessment-1').settled).toMatchObject({
      as: 'stopped',
      why: 'NOT_ELIGIBLE_DECIDED',
    });
    const letter = {
      recipient: 'family',
      how: 'letter',
      toldOn: '2026-02-16',
      said: 'the reasons',
      rationaleGiven: true,
    };
    expect(
      story.clausesAgainst('NOTICE_GIVEN', { ...letter, rationaleGiven: false }, { at: '2026-02-16' }),
    ).toEqual(['PAN-10', 'PAN-11']);
    expect(story.clausesAgainst('NOTICE_GIVEN', letter, { at: '2026-02-16' })).toEqual(['PAN-11']);
    story.tell('NOTICE_GIVEN', { ...letter, appealRightStated: true }, { at: '2026-02-16' });
    expect(story.deadline('not-eligible-written/panelItem-1').settled).toMatchObject({
      as: 'met',
      late: false,
    });
    expect(story.deadline('not-eligible-verbal/panelItem-1').settled).toBeNull();
  });

  it('records once that a deadline passed, and that it was met late', () => {
    const story = pathway.decided().passDeadlines('2026-02-12').passDeadlines('2026-02-13');
    const passed = story.events
      .filter(({ type }) => type === 'DEADLINE_PASSED')
      .map(({ content }) => content['deadline']);
    expect(passed).toEqual(['referrer-told/referral-1.1', 'decision-notice/panelItem-1']);
    for (const recipient of ['family', 'keyProfessionals']) {
      story.tell(
        'NOTICE_GIVEN',
        { recipient, how: 'telephone', toldOn: '2026-02-16', said: 'eligible', rationaleGiven: true },
        { at: '2026-02-16' },
      );
    }
    expect(story.deadline('decision-notice/panelItem-1').settled).toMatchObject({ as: 'met', late: true });
    expect(story.events.filter(({ type }) => type === 'BREACH_WITHDRAWN')).toEqual([]);
  });

  it('[CHK-5] guidance never breaches', () => {
    const story = pathway
      .opened()
      .tell('CHECKLIST_BEGUN', { begunOn: '2026-01-05' }, { at: '2026-01-05T09:15' })
      .passDeadlines('2026-02-01');
    expect(story.deadline('pre-assessment/referral-1')).toMatchObject({
      dueOn: '2026-01-07',
      guidance: true,
      settled: null,
    });
    expect(story.events.some(({ type }) => type === 'DEADLINE_PASSED')).toBe(false);
  });
});

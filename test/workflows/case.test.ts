import { describe, expect, it } from '@jest/globals';
import { stageOf } from '../../workflows/protocol/index.js';
import { arrange, designed } from '../helpers/package-story.js';
import { CHILD, CONSENT, pathway } from '../helpers/pathway.js';
import { Story } from '../helpers/story.js';

const EXCEPTION = {
  deadline: 'provision-local/assessment-1',
  reason: 'complex discharge',
  approvedBy: 'manager',
  newTarget: '2026-04-30',
};

describe('the case', () => {
  it('[SCO-6] a child without an NHS number yet has the reason recorded', () => {
    const { nhsNumber: _known, ...unknown } = CHILD;
    expect(new Story().clausesAgainst('CASE_OPENED', unknown, { at: '2026-01-05' })).toEqual(['SCO-6']);
    const both = { ...CHILD, nhsNumberMissing: 'born abroad' };
    expect(new Story().clausesAgainst('CASE_OPENED', both, { at: '2026-01-05' })).toEqual(['SCO-6']);
    expect(
      new Story().ask('CASE_OPENED', { ...unknown, nhsNumberMissing: 'born abroad' }, { at: '2026-01-05' })
        .kind,
    ).toBe('advanced');
  });

  it('[ROL-1] [ROL-7] has a named assessor with a recorded competence', () => {
    expect(
      pathway
        .opened()
        .clausesAgainst('ASSESSOR_NAMED', { assessor: 'teacher' }, { at: '2026-01-06', by: 'manager' }),
    ).toEqual(['ROL-7', 'ROL-1']);
    expect(pathway.assessing().deadline('decision-national/referral-1').ownerPerson).toBe('nurse');
  });

  it.each([
    [{}, ['SCO-8']],
    [{ said: 'wants to sleep at home' }, ['SCO-8']],
    [{ notPossible: 'too young to say' }, []],
    [{ said: 'wants to sleep at home', gathered: 'with pictures' }, []],
  ])("[SCO-8] the child's voice: what was said and how, or why not: %j", (voice, clauses) => {
    const outcome = pathway
      .opened()
      .ask('VOICE_RECORDED', { stage: 'assessment', whose: 'child', ...voice }, { at: '2026-01-06' });
    expect(outcome.kind === 'refused' ? outcome.refusals.map((one) => one.clauses[0]) : []).toEqual(clauses);
  });
});

describe('the commissioner and the protocol version', () => {
  it('[FUN-10] the responsible commissioner is recorded with basis and date; doubt delays nothing', () => {
    const told = {
      organisation: 'cheshire-and-merseyside-icb',
      basis: 'registered GP',
      determinedOn: '2026-01-08',
      inDoubt: true,
    };
    const story = pathway.assessing().tell('COMMISSIONER_DETERMINED', told, { at: '2026-01-08' });
    expect(story.record.facts.responsibleCommissioner).toBe('cheshire-and-merseyside-icb');
    expect(stageOf(story.record).id).toBe('assessment.underway');
  });

  it('[SCO-7] a case stays on its protocol version unless a recorded decision moves it to another that exists', () => {
    const move = { to: 'sefton-v14', decidedBy: 'manager', reason: 'the panel reviewed the protocol' };
    const evidence = { protocols: ['sefton-v13', 'sefton-v14'] };
    const story = pathway.assessing();
    expect(story.record.protocol).toBe('sefton-v13');
    expect(story.clausesAgainst('PROTOCOL_MOVED', move, { at: '2026-01-08' })).toEqual(['SCO-7']);
    expect(
      story.clausesAgainst('PROTOCOL_MOVED', { ...move, to: 'sefton-v13' }, { at: '2026-01-08', evidence }),
    ).toEqual(['SCO-7']);
    expect(story.tell('PROTOCOL_MOVED', move, { at: '2026-01-08', evidence }).record.protocol).toBe(
      'sefton-v14',
    );
  });
});

describe('an exception to a clock', () => {
  it('[HNA-11] keeps the original due date, which still counts', () => {
    const story = pathway.decided().tell('CLOCK_EXCEPTION_RECORDED', EXCEPTION, { at: '2026-02-10' });
    expect(story.deadline(EXCEPTION.deadline)).toMatchObject({
      dueOn: '2026-03-05',
      exception: { newTarget: '2026-04-30' },
      settled: null,
    });
    story.passDeadlines('2026-03-06');
    expect(story.record.breaches[EXCEPTION.deadline]).toMatchObject({ occurrence: 1 });
  });

  it.each([
    ['approved by who asks for it', { approvedBy: 'nurse' }, ['HNA-11', 'HNA-11']],
    ['approved by someone whose role may not', { approvedBy: 'secondNurse' }, ['HNA-11']],
    ['for a clock that allows none', { deadline: 'decision-notice/panelItem-1' }, ['HNA-11']],
    ['for a clock that is not there', { deadline: 'decision-national/referral-9' }, ['HNA-11']],
    ['to a day before the due date', { newTarget: '2026-03-05' }, ['HNA-11']],
    ['to a day more than a year after the due date', { newTarget: '2027-12-31' }, ['HNA-11']],
    ['to a day on which nobody is a child any more', { newTarget: '9999-12-31' }, ['HNA-11', 'SCO-1']],
  ])('[HNA-11] [SCO-1] is refused when %s', (_what, more, clauses) => {
    expect(
      pathway
        .decided()
        .clausesAgainst('CLOCK_EXCEPTION_RECORDED', { ...EXCEPTION, ...more }, { at: '2026-02-10' }),
    ).toEqual(clauses);
  });
});

describe('closing', () => {
  const notEligible = () =>
    pathway.decided({ outcome: 'notEligible', packageNeeded: undefined }, 'chair', { breathing: 'low' });
  const close = { closedOn: '2026-02-20', reason: 'notEligible', words: 'told and closed' };

  it('[PAN-10] [CHK-7] [PAN-14] waits until everyone is told what they are owed', () => {
    const [refusal] = notEligible().refused('CASE_CLOSED', close, { at: '2026-02-20' });
    expect(refusal?.clauses).toEqual(['CHK-7', 'PAN-10', 'PAN-9', 'PAN-14']);
    expect(refusal?.missing).toContain('the family, told in writing');
  });

  it('[PAN-14] [CHK-3] of several notices, what is said is judged by the one it is about', () => {
    const story = arrange(designed()).tell(
      'CONSENT_WITHDRAWN',
      { withdrawnOn: '2026-02-18', by: 'parent', reason: 'not any more' },
      { at: '2026-02-18' },
    );
    const told = { recipient: 'gp', how: 'letter', toldOn: '2026-02-18', said: 'x', rationaleGiven: true };
    const refusals = story.refused('NOTICE_GIVEN', told, { at: '2026-02-18T11:00' });
    expect(refusals.map(({ clauses }) => clauses[0])).toEqual(['CHK-3']);
  });

  it.each([
    ['notEligible', 'PAN-8'],
    ['notProceeding', 'CHK-6'],
    ['consentWithdrawn', 'CHK-3'],
  ])('is refused for a reason the record does not bear out: %s', (reason, clause) => {
    expect(
      pathway.received().clausesAgainst('CASE_CLOSED', { ...close, reason }, { at: '2026-02-20' }),
    ).toEqual([clause]);
  });

  it('stops every clock, and a new referral starts afresh', () => {
    const story = pathway
      .received()
      .tell(
        'CONSENT_WITHDRAWN',
        { withdrawnOn: '2026-01-06', by: 'parent', reason: 'x' },
        { at: '2026-01-06' },
      )
      .tell(
        'CASE_CLOSED',
        { closedOn: '2026-01-07', reason: 'consentWithdrawn', words: 'x' },
        { at: '2026-01-07' },
      );
    expect([...story.deadlines.values()].every(({ settled }) => settled !== null)).toBe(true);
    expect(stageOf(story.record).words).toBe('Closed');
    expect(
      story.clausesAgainst(
        'CHECKLIST_PROCEEDED',
        { decidedOn: '2026-01-07', rationale: 'x' },
        { at: '2026-01-07' },
      ),
    ).toContain('CHK-6');
    story.tell('CASE_REOPENED', { reason: 'reReferral', words: 'new need' }, { at: '2026-03-02' });
    expect(stageOf(story.record).id).toBe('referral.awaitingChecklist');
    expect(Object.keys(story.record.processes)).toContain('referral-2');
  });
});

describe('the death of the child', () => {
  it.each(['received', 'assessing', 'listed', 'decided'] as const)(
    '[SCO-10] stops everything with dignity when %s',
    (point) => {
      const story = pathway[point]().tell(
        'CHILD_DIED',
        { diedOn: '2026-02-05', toldBy: 'the hospital' },
        { at: '2026-02-06' },
      );
      expect(Object.values(story.record.processes).map(({ kind }) => kind)).toEqual(['case']);
      expect([...story.deadlines.values()].filter(({ settled }) => settled === null)).toEqual([]);
      expect(stageOf(story.record).words).toBe('The child has died');
      story.passDeadlines('2027-01-01');
      expect(story.events.at(-1)?.type).toBe('CHILD_DIED');
    },
  );

  it('[SCO-10] withdraws what was owed and lists for a person what is owed to the family by hand', () => {
    const story = pathway
      .decided()
      .tell('CHILD_DIED', { diedOn: '2026-02-05', toldBy: 'the hospital' }, { at: '2026-02-06' });
    const withdrawn = story.effects.filter(
      (effect) => effect.type === 'NOTICE_SETTLED' && effect.how === 'withdrawn',
    );
    expect(withdrawn).toHaveLength(7);
    expect(story.record.facts.died?.owedByHand).toEqual([
      'the family, told in any way',
      'the family, told in writing',
    ]);
    expect(
      story.clausesAgainst(
        'NOTICE_GIVEN',
        { recipient: 'gp', how: 'letter', toldOn: '2026-02-06', said: 'x', rationaleGiven: true },
        { at: '2026-02-06' },
      ),
    ).toContain('SCO-10');
  });

  it('[SCO-10] is taken as it is told, though a deadline passed between the day and its recording', () => {
    const story = pathway.decided().passDeadlines('2026-02-20');
    story.tell('CHILD_DIED', { diedOn: '2026-02-05', toldBy: 'the hospital' }, { at: '2026-02-20' });
    expect(stageOf(story.record).words).toBe('The child has died');
    expect(story.deadline('decision-notice/panelItem-1').settled).toMatchObject({ as: 'stopped' });
    const withdrawn = story.events.filter(({ type }) => type === 'BREACH_WITHDRAWN');
    expect(withdrawn.map(({ content }) => content['deadline'])).toEqual([
      'decision-notice/panelItem-1',
      'decision-national/referral-1',
    ]);
  });

  it.each([
    [
      'NOTICE_GIVEN',
      { recipient: 'family', how: 'letter', toldOn: '2026-02-06', said: 'x', rationaleGiven: true },
    ],
    ['CONSENT_GIVEN', CONSENT],
    ['CASE_CLOSED', { closedOn: '2026-02-06', reason: 'movedAway', words: 'x' }],
    ['CASE_REOPENED', { reason: 'reReferral', words: 'x' }],
    ['PACKAGE_COMMENCED', { commencedOn: '2026-02-06' }],
    ['CHILD_DIED', { diedOn: '2026-02-05', toldBy: 'the hospital' }],
  ])('[SCO-10] refuses %s afterwards with that one sentence', (type, content) => {
    const story = pathway
      .decided()
      .tell('CHILD_DIED', { diedOn: '2026-02-05', toldBy: 'the hospital' }, { at: '2026-02-06' });
    const refusals = story.refused(type, content, { at: '2026-02-06T12:00' });
    expect(refusals).toHaveLength(1);
    expect(refusals[0]?.clauses[0]).toBe('SCO-10');
    expect(refusals[0]?.message).toMatch('The child has died, and everything has stopped.');
  });

  it('[SCO-10] notes and contacts can still be kept', () => {
    const story = pathway
      .decided()
      .tell('CHILD_DIED', { diedOn: '2026-02-05', toldBy: 'the hospital' }, { at: '2026-02-06' });
    expect(
      story.ask('CASE_NOTE_ADDED', { note: 'condolences given in person' }, { at: '2026-02-07' }).kind,
    ).toBe('advanced');
  });
});

describe('taking a case on midway', () => {
  const TAKEN_ON = {
    ...CHILD,
    source: 'the old spreadsheet',
    referralReceivedOn: '2025-01-06',
    assessor: 'nurse',
    consentSignedOn: '2025-01-06',
  };
  const live = {
    ...TAKEN_ON,
    now: 'packageLive',
    assessmentCompletedOn: '2025-02-03',
    panelHeldOn: '2025-02-12',
    packageCommencedOn: '2025-04-01',
  };

  it('[SCO-2] says where the need arises, in the words of the protocol', () => {
    const told = { ...TAKEN_ON, now: 'assessment', needs: ['mentalHealth'] };
    const story = new Story().tell('CASE_TAKEN_ON', told, { at: '2026-01-05' });
    expect(story.record.facts.needs).toEqual(['mentalHealth']);
    expect(
      new Story().clausesAgainst('CASE_TAKEN_ON', { ...told, needs: ['boredom'] }, { at: '2026-01-05' }),
    ).toEqual(['SCO-2']);
  });

  it.each([
    ['assessment', {}, 'assessment.underway'],
    ['awaitingPanel', { assessmentCompletedOn: '2025-12-15' }, 'panelItem.ready'],
    ['arranging', { assessmentCompletedOn: '2025-12-15', panelHeldOn: '2026-01-02' }, 'provision.designing'],
    ['packageLive', { panelHeldOn: '2025-02-12', packageCommencedOn: '2025-04-01' }, 'package.live'],
    ['eligibleWithoutPackage', { panelHeldOn: '2025-02-12' }, 'panelItem.eligibleWithoutPackage'],
  ])('%s: the case stands where it was', (now, dates, stage) => {
    const story = new Story().tell('CASE_TAKEN_ON', { ...TAKEN_ON, now, ...dates }, { at: '2026-01-05' });
    expect(stageOf(story.record).id).toBe(stage);
  });

  it('[REV-1] [REV-2] reviews run from the recorded dates', () => {
    const first = new Story().tell('CASE_TAKEN_ON', live, { at: '2025-05-05' });
    expect(first.deadline('review-three-month/review-1').dueOn).toBe('2025-07-01');
    const later = new Story().tell(
      'CASE_TAKEN_ON',
      { ...live, lastReviewOn: '2025-07-01' },
      { at: '2026-01-05' },
    );
    expect(later.deadline('review-annual/review-1').dueOn).toBe('2026-07-01');
  });

  it.each([
    ['packageLive', {}, ['PAN-9', 'REV-1']],
    ['awaitingPanel', {}, ['HNA-11']],
    ['packageLive', { panelHeldOn: '2025-05-12', packageCommencedOn: '2025-04-01' }, ['CHK-10']],
  ])('%s brings the dates its clocks run from, in order', (now, dates, clauses) => {
    expect(
      new Story().clausesAgainst('CASE_TAKEN_ON', { ...TAKEN_ON, now, ...dates }, { at: '2026-01-05' }),
    ).toEqual(clauses);
  });

  it('[CHK-10] [HNA-11] starts no clock of the past whose end nobody recorded', () => {
    const story = new Story().tell('CASE_TAKEN_ON', live, { at: '2025-05-05' });
    expect([...story.deadlines.keys()].filter((key) => /national|local/.test(key))).toEqual([]);
    const known = { ...live, familyInformedOn: '2025-02-20', packageArrangedOn: '2025-03-27' };
    const told = new Story().tell('CASE_TAKEN_ON', known, { at: '2025-05-05' });
    expect(told.deadline('decision-national/referral-0').settled).toMatchObject({ as: 'met', late: true });
    expect(told.deadline('provision-local/assessment-0').settled).toMatchObject({ as: 'met', late: true });
  });

  it('[TRA-1] [TRA-4] brings the steps towards adult services that were taken already', () => {
    const young = {
      ...live,
      dateOfBirth: '2010-03-01',
      adultTeamNotifiedOn: '2025-02-20',
      transitionPlanAgreedOn: '2025-04-30',
    };
    const story = new Story().tell('CASE_TAKEN_ON', young, { at: '2026-01-05' });
    expect(story.deadline('transition-notification/child').settled).toMatchObject({ as: 'met', late: false });
    expect(story.deadline('transition-plan/child').settled).toMatchObject({ as: 'met', late: false });
    expect(story.deadline('transition-screening/child').settled).toBeNull();
  });
});

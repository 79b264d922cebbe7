import { describe, expect, it } from '@jest/globals';
import { eventOf, stageOf } from '../../workflows/protocol/index.js';
import { CHECKLIST, CHILD, CONSENT, pathway } from '../helpers/pathway.js';
import { SEFTON, Story } from '../helpers/story.js';

const PROCEED = { decidedOn: '2026-01-07', rationale: 'needs assessment' };
const checked = (checklist: object) =>
  pathway
    .opened()
    .tell('CHECKLIST_RECEIVED', { ...CHECKLIST, ...checklist }, { at: '2026-01-05T09:20' })
    .tell('CHECKLIST_QUALITY_ASSURED', { complete: true, gaps: [] }, { at: '2026-01-06' });

describe('consent', () => {
  it('[CHK-3] a checklist without consent cannot proceed, and can be returned', () => {
    const story = new Story()
      .tell('CASE_OPENED', CHILD, { at: '2026-01-05T09:00' })
      .tell('CHECKLIST_RECEIVED', CHECKLIST, { at: '2026-01-05T09:20' })
      .tell('CHECKLIST_QUALITY_ASSURED', { complete: true, gaps: [] }, { at: '2026-01-06' });
    expect(story.refused('CHECKLIST_PROCEEDED', PROCEED, { at: '2026-01-07' })).toEqual([
      { clauses: ['CHK-3'], message: "This needs the family's consent.", missing: ['a signed consent form'] },
    ]);
    story.tell(
      'CHECKLIST_RETURNED',
      { returnedOn: '2026-01-07', missing: ['consent form'] },
      { at: '2026-01-07' },
    );
    expect(stageOf(story.record).id).toBe('referral.returned');
  });

  it.each([
    ['a Gillick competent child', { capacity: 'gillickCompetent' }, ['CHK-3']],
    ['best interests', { capacity: 'bestInterests' }, ['CHK-3']],
    ['a young person under the age of consenting', { capacity: 'youngPerson' }, ['CHK-3']],
  ])('[CHK-3] consent of %s needs what makes it valid', (_who, consent, clauses) => {
    const story = new Story().tell('CASE_OPENED', CHILD, { at: '2026-01-05T09:00' });
    expect(story.clausesAgainst('CONSENT_GIVEN', { ...CONSENT, ...consent }, { at: '2026-01-05' })).toEqual(
      clauses,
    );
  });

  it('[CHK-3] a parent consents only where parental responsibility is recorded', () => {
    const story = new Story().tell(
      'CASE_OPENED',
      { ...CHILD, parentalResponsibility: [] },
      { at: '2026-01-05T09:00' },
    );
    expect(story.clausesAgainst('CONSENT_GIVEN', CONSENT, { at: '2026-01-05' })).toEqual(['CHK-3']);
  });

  it('[CHK-3] consent is recorded again when what it covers changes, and its page says so', () => {
    const wider = { ...CONSENT, signedOn: '2026-01-26', scope: ['assessment', 'sharing'] };
    const story = pathway.signedOff().tell('CONSENT_GIVEN', wider, { at: '2026-01-26T09:00' });

    expect(story.ask('CONSENT_GIVEN', wider, { at: '2026-01-26T10:00' }).kind).toBe('advanced');
    expect(eventOf('CONSENT_GIVEN')?.definition.order.words).toContain('again when what it covers changes');
  });

  it('[CHK-3] withdrawal halts sharing, letters and panel items, until consent is given again', () => {
    const story = pathway
      .signedOff()
      .tell(
        'CONSENT_WITHDRAWN',
        { withdrawnOn: '2026-01-25', by: 'parent', reason: 'second thoughts' },
        { at: '2026-01-25' },
      );
    const listing = { meeting: 'meeting-1' };
    const meeting = {
      id: 'meeting-1',
      heldOn: '2026-02-04' as never,
      stage: 'arranged',
      capacity: 10,
      listed: 0,
      chair: 'chair',
      present: [],
    };
    expect(
      story.clausesAgainst('ITEM_LISTED', listing, {
        at: '2026-01-26',
        by: 'coordinator',
        evidence: { meeting },
      }),
    ).toEqual(['CHK-3']);
    story.tell('CONSENT_GIVEN', { ...CONSENT, signedOn: '2026-01-26' }, { at: '2026-01-26T09:00' });
    story.tell('ITEM_LISTED', listing, { at: '2026-01-26T11:00', by: 'coordinator', evidence: { meeting } });
    expect(stageOf(story.record).id).toBe('panelItem.listed');
  });

  it('[CHK-3] withdrawal leaves care that is live safe: the package and its reviews go on', () => {
    const story = pathway
      .decided({ packageNeeded: false })
      .tell(
        'CONSENT_WITHDRAWN',
        { withdrawnOn: '2026-02-10', by: 'parent', reason: 'said so' },
        { at: '2026-02-10' },
      );
    story.tell('REVIEWER_NAMED', { reviewer: 'nurse' }, { at: '2026-02-11' });
    expect(story.record.processes['review-1']).toMatchObject({ kind: 'review' });
    expect(
      story.clausesAgainst(
        'NOTICE_GIVEN',
        { recipient: 'gp', how: 'letter', toldOn: '2026-02-11', said: 'x', rationaleGiven: true },
        { at: '2026-02-11' },
      ),
    ).toContain('CHK-3');
  });
});

describe('the checklist', () => {
  it.each([
    ['where the need arises', { needs: [] }, 'SCO-2'],
    ['services explored', { servicesExplored: [] }, 'CHK-2'],
    ['an unmet need', { unmetNeeds: [] }, 'CHK-2'],
    ['a health professional', { attendees: [{ person: 'teacher', discipline: 'education' }] }, 'CHK-4'],
  ])('[SCO-2] [CHK-2] [CHK-4] does not proceed without %s', (_what, checklist, clause) => {
    expect(checked(checklist).clausesAgainst('CHECKLIST_PROCEEDED', PROCEED, { at: '2026-01-07' })).toEqual([
      clause,
    ]);
  });

  it('[CHK-1] any professional may refer: setting and profession are recorded', () => {
    for (const { slug } of SEFTON.protocol.parameters.referrerSettings.value) {
      const told = { ...CHECKLIST, setting: slug };
      expect(pathway.opened().ask('CHECKLIST_RECEIVED', told, { at: '2026-01-05' }).kind).toBe('advanced');
    }
    const unknown = { ...CHECKLIST, setting: 'the moon', needs: ['boredom'] };
    expect(pathway.opened().clausesAgainst('CHECKLIST_RECEIVED', unknown, { at: '2026-01-05' })).toEqual([
      'CHK-1',
      'SCO-2',
    ]);
    expect(pathway.received().events.at(-1)?.content).toMatchObject({
      setting: 'communityNursing',
      profession: 'community-nurse',
    });
  });

  it('[HNA-3] says of a care domain only a level it has, and says it once', () => {
    const said = (domains: object[]) =>
      pathway.opened().clausesAgainst('CHECKLIST_RECEIVED', { ...CHECKLIST, domains }, { at: '2026-01-05' });

    const right = { ...CHECKLIST, domains: [{ domain: 'breathing', level: 'priority', seen: 'ventilated' }] };
    expect(pathway.opened().ask('CHECKLIST_RECEIVED', right, { at: '2026-01-05' }).kind).toBe('advanced');
    expect(said([{ domain: 'mobility', level: 'priority' }])).toEqual(['HNA-3']);
    expect(said([{ domain: 'temper', level: 'low' }])).toEqual(['HNA-3']);
    expect(said([1, 2].map(() => ({ domain: 'seizures', level: 'low' })))).toEqual(['HNA-3']);
  });

  it('[SCO-2] leaves with the case where the need arises, for good', () => {
    const story = checked({ needs: ['physicalDisability', 'endOfLife', 'physicalDisability'] });
    expect(story.record.facts.needs).toEqual(['physicalDisability', 'endOfLife']);
    expect(pathway.decided().record.facts.needs).toEqual(['physicalDisability']);
  });

  it('gives all reasons at once', () => {
    const story = new Story()
      .tell('CASE_OPENED', CHILD, { at: '2026-01-05T09:00' })
      .tell(
        'CHECKLIST_RECEIVED',
        { ...CHECKLIST, needs: [], servicesExplored: [], unmetNeeds: [], attendees: [] },
        { at: '2026-01-05T09:20' },
      );
    expect(story.clausesAgainst('CHECKLIST_PROCEEDED', PROCEED, { at: '2026-01-07' })).toEqual([
      'CHK-6',
      'CHK-3',
      'SCO-2',
      'CHK-2',
      'CHK-4',
    ]);
  });

  it('[CHK-6] an event out of order names the clause that sets the order and where the case is', () => {
    const [refusal] = pathway.received().refused('CHECKLIST_PROCEEDED', PROCEED, { at: '2026-01-07' });
    expect(refusal?.clauses).toEqual(['CHK-6']);
    expect(refusal?.message).toBe(
      'The checklist is received and quality assured before it is decided to proceed. Now: Checklist received.',
    );
  });

  it('[REV-10] a step of something that is not there yet says where the case is as well', () => {
    const [refusal] = pathway.received().refused('REVIEW_COMPLETED', {}, { at: '2026-01-07' });
    expect(refusal).toEqual({
      clauses: ['REV-10'],
      message: 'A review is completed once, by the reviewer named for it. Now: Checklist received.',
    });
  });

  it('[CHK-9] goes back with what is missing; the 5 working days start again and the national clock runs on', () => {
    const story = pathway
      .received()
      .tell(
        'CHECKLIST_RETURNED',
        { returnedOn: '2026-01-08', missing: ['unmet needs'] },
        { at: '2026-01-08' },
      )
      .tell('CHECKLIST_RECEIVED', { ...CHECKLIST, receivedOn: '2026-01-20' }, { at: '2026-01-20' });
    expect(story.deadline('checklist-decision/referral-1.1').settled).toMatchObject({
      as: 'met',
      on: '2026-01-08',
    });
    expect(story.deadline('checklist-decision/referral-1.2')).toMatchObject({
      dueOn: '2026-01-27',
      settled: null,
    });
    expect(story.deadline('decision-national/referral-1')).toMatchObject({
      startedOn: '2026-01-05',
      dueOn: '2026-02-16',
      settled: null,
    });
  });

  it('[CHK-9] incomplete at quality assurance, it cannot proceed', () => {
    const story = pathway
      .received()
      .tell(
        'CHECKLIST_QUALITY_ASSURED',
        { complete: false, gaps: ['no unmet need stated'] },
        { at: '2026-01-06' },
      );
    expect(story.clausesAgainst('CHECKLIST_PROCEEDED', PROCEED, { at: '2026-01-07' })).toEqual(['CHK-9']);
  });

  it('[CHK-6] a receipt dated back needs a reason; the day of receipt starts the clock, the day of recording is kept', () => {
    const story = pathway.opened();
    expect(story.clausesAgainst('CHECKLIST_RECEIVED', CHECKLIST, { at: '2026-01-09' })).toEqual(['CHK-6']);
    story.tell(
      'CHECKLIST_RECEIVED',
      { ...CHECKLIST, lateReason: 'came to another office' },
      { at: '2026-01-09' },
    );
    expect(story.deadline('checklist-decision/referral-1.1').dueOn).toBe('2026-01-12');
    expect(story.events.at(-1)).toMatchObject({ on: '2026-01-09', content: { receivedOn: '2026-01-05' } });
  });

  it('[CHK-7] telling the referrer is a clock of its own, met when they were told', () => {
    const story = pathway.assessing();
    expect(story.deadline('referrer-told/referral-1.1')).toMatchObject({
      startedOn: '2026-01-07',
      dueOn: '2026-01-14',
      settled: null,
    });
    story.tell(
      'NOTICE_GIVEN',
      {
        recipient: 'referrer',
        how: 'email',
        toldOn: '2026-01-08',
        said: 'it goes on',
        rationaleGiven: false,
      },
      { at: '2026-01-08' },
    );
    expect(story.deadline('referrer-told/referral-1.1').settled).toMatchObject({
      as: 'met',
      on: '2026-01-08',
    });
  });

  it('[CHK-7] a referrer who is refused is told why', () => {
    const story = pathway
      .qualityAssured()
      .tell(
        'CHECKLIST_NOT_PROCEEDED',
        { decidedOn: '2026-01-07', reason: 'met by services' },
        { at: '2026-01-07' },
      );
    const told = {
      recipient: 'referrer',
      how: 'letter',
      toldOn: '2026-01-08',
      said: 'no',
      rationaleGiven: false,
    };
    expect(story.clausesAgainst('NOTICE_GIVEN', told, { at: '2026-01-08' })).toEqual(['CHK-7']);
  });

  it.each([
    ['resubmission', 'referral.resubmissionAgreed'],
    ['proceed', 'assessment.underway'],
    ['close', 'referral.notProceeding'],
  ])('[CHK-8] disagreement is resolved locally and leads to %s', (outcome, stage) => {
    const story = pathway
      .qualityAssured()
      .tell(
        'CHECKLIST_NOT_PROCEEDED',
        { decidedOn: '2026-01-07', reason: 'met by services' },
        { at: '2026-01-07' },
      )
      .tell(
        'DISAGREEMENT_RAISED',
        { raisedOn: '2026-01-08', by: 'referrer', what: 'nights are not covered' },
        { at: '2026-01-08' },
      )
      .tell(
        'LOCAL_RESOLUTION_RECORDED',
        { resolvedOn: '2026-01-12', given: ['advice'], outcome, notes: 'met' },
        { at: '2026-01-12' },
      );
    expect(stageOf(story.record).id).toBe(stage);
    const national = story.deadline('decision-national/referral-1');
    expect(national.settled?.as ?? 'running').toBe(outcome === 'proceed' ? 'running' : 'stopped');
    expect(national.dueOn).toBe('2026-02-16');
  });

  it('[CHK-8] after resubmission the national clock runs on from the first receipt', () => {
    const story = pathway
      .qualityAssured()
      .tell(
        'CHECKLIST_NOT_PROCEEDED',
        { decidedOn: '2026-01-07', reason: 'met by services' },
        { at: '2026-01-07' },
      )
      .tell('DISAGREEMENT_RAISED', { raisedOn: '2026-01-08', by: 'family', what: 'x' }, { at: '2026-01-08' })
      .tell(
        'LOCAL_RESOLUTION_RECORDED',
        { resolvedOn: '2026-01-12', given: ['support'], outcome: 'resubmission', notes: 'x' },
        { at: '2026-01-12' },
      )
      .tell('CHECKLIST_RECEIVED', { ...CHECKLIST, receivedOn: '2026-01-14' }, { at: '2026-01-14' });
    expect(story.deadline('decision-national/referral-1')).toMatchObject({
      startedOn: '2026-01-05',
      settled: null,
    });
  });
});

describe('age', () => {
  it('[SCO-1] a person of 18 is signposted to adult continuing healthcare', () => {
    const story = new Story();
    const [refusal] = story.refused(
      'CASE_OPENED',
      { ...CHILD, dateOfBirth: '2008-01-05' },
      { at: '2026-01-05' },
    );
    expect(refusal).toMatchObject({
      clauses: ['SCO-1'],
      missing: ['a referral to adult continuing healthcare'],
    });
    expect(() =>
      story.tell('CASE_OPENED', { ...CHILD, dateOfBirth: '2008-01-06' }, { at: '2026-01-05' }),
    ).not.toThrow();
  });

  it('[TRA-7] from 17 a new referral goes straight to the adult team, unless it is kept here with a reason', () => {
    const story = new Story()
      .tell('CASE_OPENED', { ...CHILD, dateOfBirth: '2008-12-01' }, { at: '2026-01-05T09:00' })
      .tell('CONSENT_GIVEN', { ...CONSENT, capacity: 'youngPerson' }, { at: '2026-01-05T09:10' })
      .tell('CHECKLIST_RECEIVED', CHECKLIST, { at: '2026-01-05T09:20' })
      .tell('CHECKLIST_QUALITY_ASSURED', { complete: true, gaps: [] }, { at: '2026-01-06' });
    expect(story.clausesAgainst('CHECKLIST_PROCEEDED', PROCEED, { at: '2026-01-07' })).toEqual(['TRA-7']);
    story.tell('REFERRAL_KEPT', { reason: 'urgent need', urgent: true }, { at: '2026-01-07T09:00' });
    story.tell('CHECKLIST_PROCEEDED', PROCEED, { at: '2026-01-07T10:00' });
    expect(stageOf(story.record).id).toBe('assessment.underway');
  });

  it('[TRA-7] redirection ends the referral and its clocks', () => {
    const story = new Story()
      .tell('CASE_OPENED', { ...CHILD, dateOfBirth: '2008-12-01' }, { at: '2026-01-05T09:00' })
      .tell('CHECKLIST_RECEIVED', CHECKLIST, { at: '2026-01-05T09:20' })
      .tell(
        'REFERRAL_REDIRECTED',
        { redirectedOn: '2026-01-06', signpost: 'the adult team' },
        { at: '2026-01-06' },
      );
    expect(stageOf(story.record)).toEqual({ id: 'case.open', words: 'Open, nothing under way' });
    expect(story.deadline('checklist-decision/referral-1.1').settled).toMatchObject({ as: 'met' });
    expect(story.deadline('decision-national/referral-1').settled).toMatchObject({
      as: 'stopped',
      why: 'REFERRAL_ENDED',
    });
    expect(
      pathway
        .received()
        .clausesAgainst(
          'REFERRAL_REDIRECTED',
          { redirectedOn: '2026-01-06', signpost: 'x' },
          { at: '2026-01-06' },
        ),
    ).toEqual(['TRA-7']);
  });
});

describe('a cut-off for receipts', () => {
  it('[CHK-6] is a parameter: none here; with one, a receipt after it counts from the next day', () => {
    expect(SEFTON.protocol.parameters.receiptCutOff.value).toBeNull();
    const cutOff = { ...SEFTON.protocol.parameters.receiptCutOff, value: '16:00' };
    const place = {
      ...SEFTON,
      protocol: { ...SEFTON.protocol, parameters: { ...SEFTON.protocol.parameters, receiptCutOff: cutOff } },
    };
    const received = (at: string) =>
      new Story('case', place)
        .tell('CASE_OPENED', CHILD, { at: '2026-01-05T09:00' })
        .tell('CHECKLIST_RECEIVED', CHECKLIST, { at })
        .deadline('checklist-decision/referral-1.1').dueOn;
    expect(received('2026-01-05T15:59')).toBe('2026-01-12');
    expect(received('2026-01-05T16:01')).toBe('2026-01-13');
  });
});

import { describe, expect, it } from '@jest/globals';
import { readGuide, stageOf } from '../../workflows/protocol/index.js';
import { ALL_YES, levelsOf, MDT, pathway } from '../helpers/pathway.js';
import { SEFTON } from '../helpers/story.js';

const { protocol } = SEFTON;
const RECOMMENDATION = {
  completedOn: '2026-01-22',
  eligible: true,
  packageNeeded: true,
  rationale: 'as the levels show',
};
const AT = { at: '2026-01-22' };

describe('the decision support tool', () => {
  const everyPair = protocol.decisionSupport.domains.flatMap((domain) =>
    protocol.decisionSupport.levels.map(
      ({ slug }) => [domain.slug, slug, domain.levels.includes(slug)] as const,
    ),
  );

  it.each(everyPair)('[HNA-3] %s at level %s: allowed is %s', (domain, level, allowed) => {
    const story = pathway.assessing();
    const score = { domain, level, evidence: 'as observed' };
    if (allowed) expect(() => story.tell('DOMAIN_SCORED', score, AT)).not.toThrow();
    else expect(story.clausesAgainst('DOMAIN_SCORED', score, AT)).toEqual(['HNA-3']);
  });

  it('[HNA-3] a care domain that is not in the tool is refused', () => {
    expect(
      pathway
        .assessing()
        .clausesAgainst('DOMAIN_SCORED', { domain: 'sleep', level: 'high', evidence: 'x' }, AT),
    ).toEqual(['HNA-3']);
  });

  it.each([
    ['nothing but the lowest levels', {}, false],
    ['two highs', { breathing: 'high', mobility: 'high' }, false],
    ['three highs', { breathing: 'high', mobility: 'high', seizures: 'high' }, true],
    [
      'three highs, the psychological domain among them',
      { 'psychological-and-emotional-needs': 'high', communication: 'high', seizures: 'high' },
      true,
    ],
    ['one severe', { seizures: 'severe' }, true],
    ['one priority', { breathing: 'priority' }, true],
    [
      'two highs and any number of moderates',
      { breathing: 'high', mobility: 'high', seizures: 'moderate', communication: 'moderate' },
      false,
    ],
  ])('[HNA-4] [SCO-4] the guide on %s', (_what, higher, suggests) => {
    expect(readGuide(levelsOf(higher), protocol).suggestsNeed).toBe(suggests);
  });

  it('[SCO-4] the psychological domain stops at High, so alone it never meets the guide', () => {
    expect(readGuide(levelsOf({ 'psychological-and-emotional-needs': 'high' }), protocol).suggestsNeed).toBe(
      false,
    );
  });
});

describe('the multi-disciplinary team', () => {
  it('[HNA-1] a discipline that is missing needs a reason', () => {
    const story = pathway.assessing();
    const without = {
      ...MDT,
      attendance: MDT.attendance.filter(({ discipline }) => discipline !== 'education'),
    };
    expect(story.refused('MDT_HELD', without, { at: '2026-01-19T15:00' })[0]?.missing).toEqual([
      'education: attendance, a report, or the reason it was missing',
    ]);
    for (const accounted of [
      { apologies: [{ discipline: 'education', report: true }] },
      { missing: [{ discipline: 'education', reason: 'not at school yet' }] },
    ]) {
      expect(story.ask('MDT_HELD', { ...without, ...accounted }, { at: '2026-01-19T15:00' }).kind).toBe(
        'advanced',
      );
    }
    expect(
      story.clausesAgainst(
        'MDT_HELD',
        { ...without, apologies: [{ discipline: 'education', report: false }] },
        { at: '2026-01-19T15:00' },
      ),
    ).toEqual(['HNA-1']);
  });
});

describe('the recommendation', () => {
  it('[HNA-2] waits for the four areas of evidence, each present or its absence explained', () => {
    const story = pathway.assessing().tell('MDT_HELD', MDT, { at: '2026-01-19T15:00' });
    for (const [domain, level] of Object.entries(levelsOf({ breathing: 'severe' })))
      story.tell('DOMAIN_SCORED', { domain, level, evidence: 'x' }, { at: '2026-01-21' });
    const [refusal] = story.refused('RECOMMENDATION_MADE', RECOMMENDATION, AT);
    expect(refusal).toMatchObject({
      clauses: ['HNA-2'],
      missing: [
        'preferences of the child and family, or why there is none',
        'holistic assessment, or why there is none',
        'reports of the team, or evidence of the education, health and care plan, or why there is none',
      ],
    });
    story.tell(
      'EVIDENCE_RECORDED',
      { area: 'holistic', kind: 'report', dated: '2026-01-20', heldAt: 'x' },
      AT,
    );
    story.tell(
      'EVIDENCE_RECORDED',
      { area: 'mdtReports', kind: 'report', dated: '2026-01-20', heldAt: 'x' },
      AT,
    );
    story.tell(
      'EVIDENCE_ABSENCE_EXPLAINED',
      { area: 'preferences', reason: 'the family asked for more time' },
      AT,
    );
    expect(story.ask('RECOMMENDATION_MADE', RECOMMENDATION, AT).kind).toBe('advanced');
  });

  it('[HNA-3] waits for every care domain, [HNA-1] and for the team to have met: all reasons at once', () => {
    expect(pathway.assessing().clausesAgainst('RECOMMENDATION_MADE', RECOMMENDATION, AT)).toEqual([
      'HNA-1',
      'HNA-2',
      'HNA-3',
    ]);
  });

  it.each([
    [true, {}],
    [false, { breathing: 'severe' }],
  ])('[HNA-4] against the guide (eligible: %s) it says why', (eligible, higher) => {
    const story = pathway.evidenced(higher);
    const against = { ...RECOMMENDATION, eligible };
    expect(story.clausesAgainst('RECOMMENDATION_MADE', against, AT)).toEqual(['HNA-4']);
    expect(
      story.ask('RECOMMENDATION_MADE', { ...against, againstGuide: 'the whole picture says otherwise' }, AT)
        .kind,
    ).toBe('advanced');
  });

  it('[HNA-7] says whether a package is needed', () => {
    expect(
      pathway
        .evidenced()
        .clausesAgainst('RECOMMENDATION_MADE', { ...RECOMMENDATION, packageNeeded: undefined }, AT),
    ).toEqual(['HNA-7']);
  });

  it('[HNA-6] views are given on a recommendation, not before it', () => {
    const view = { party: 'parent', view: 'agree' };
    expect(pathway.evidenced().clausesAgainst('VIEW_RECORDED', view, AT)).toEqual(['HNA-6']);
    expect(pathway.recommended().ask('VIEW_RECORDED', view, AT).kind).toBe('advanced');
  });
});

describe('quality assurance of the assessment', () => {
  it('[HNA-8] is by a second person, and names the event that excludes', () => {
    const refusals = pathway
      .recommended()
      .refused('ASSESSMENT_QUALITY_ASSURED', ALL_YES, { at: '2026-01-23', by: 'nurse' });
    expect(refusals).toHaveLength(1);
    expect(refusals[0]?.message).toMatch(/You yourself took part in the multi-disciplinary team \(entry 7\)/);
  });

  it('[HNA-8] answers every question; a "no" has its reason and sends the assessment back', () => {
    const story = pathway.recommended();
    expect(
      story.clausesAgainst(
        'ASSESSMENT_QUALITY_ASSURED',
        { answers: ALL_YES.answers.slice(1) },
        { at: '2026-01-23', by: 'secondNurse' },
      ),
    ).toEqual(['HNA-8']);
    const no = { question: ALL_YES.answers[0]?.question, yes: false };
    expect(
      story.clausesAgainst(
        'ASSESSMENT_QUALITY_ASSURED',
        { answers: [no, ...ALL_YES.answers.slice(1)] },
        { at: '2026-01-23', by: 'secondNurse' },
      ),
    ).toEqual(['HNA-8']);
    story.tell(
      'ASSESSMENT_QUALITY_ASSURED',
      { answers: [{ ...no, reason: 'the form is unsigned' }, ...ALL_YES.answers.slice(1)] },
      { at: '2026-01-23', by: 'secondNurse' },
    );
    expect(stageOf(story.record).id).toBe('assessment.underway');
    story.tell('RECOMMENDATION_MADE', RECOMMENDATION, { at: '2026-01-26' });
    expect(
      story.ask('ASSESSMENT_QUALITY_ASSURED', ALL_YES, { at: '2026-01-27', by: 'secondNurse' }).kind,
    ).toBe('advanced');
  });

  it('[HNA-8] nothing goes on an agenda before it', () => {
    expect(
      pathway
        .recommended()
        .clausesAgainst('ITEM_LISTED', { meeting: 'meeting-1' }, { at: '2026-01-26', by: 'coordinator' }),
    ).toContain('HNA-8');
  });

  it('[HNA-9] the date of an EHCP never stops the clocks', () => {
    const story = pathway.assessing();
    const before = [...story.deadlines.values()];
    story.tell(
      'EHCP_RECORDED',
      { status: 'inAssessment', reviewOn: '2027-01-01', individualCarePlan: false },
      AT,
    );
    expect([...story.deadlines.values()].map(({ dueOn, settled }) => [dueOn, settled])).toEqual(
      before.map(({ dueOn, settled }) => [dueOn, settled]),
    );
  });
});

describe('what the assessment keeps', () => {
  it('[HNA-5] evidence has its kind, date, author and care domain, and where it is held', () => {
    const evidence = {
      area: 'mdtReports',
      kind: 'careDiary',
      dated: '2026-01-12',
      author: 'mother',
      domain: 'breathing',
      heldAt: 'the shared drive',
    };
    const story = pathway.assessing().tell('EVIDENCE_RECORDED', evidence, AT);
    expect(story.events.at(-1)?.content).toMatchObject({
      kind: 'careDiary',
      dated: '2026-01-12',
      author: 'mother',
      domain: 'breathing',
    });
    expect(story.record.participations).toContainEqual(
      expect.objectContaining({ person: 'mother', part: 'evidence' }),
    );
  });

  it('[HNA-10] referrals to other agencies are kept with what came of them', () => {
    const story = pathway
      .assessing()
      .tell('REFERRED_OUT', { to: 'wheelchair services', referredOn: '2026-01-20', why: 'seating' }, AT);
    story.tell('REFERRAL_OUT_ANSWERED', { answeredOn: '2026-01-22', outcome: 'a date is given' }, AT);
    expect(story.record.processes['assessment-1']?.facts).toMatchObject({
      referralsOut: 1,
      referralsAnswered: 1,
    });
  });

  it('[HNA-10] an answer is refused where no referral to another agency waits for one', () => {
    const answer = { answeredOn: '2026-01-22', outcome: 'a date is given' };
    const refused = [expect.objectContaining({ clauses: ['HNA-10'] })];
    const story = pathway.assessing();

    expect(story.refused('REFERRAL_OUT_ANSWERED', answer, AT)).toEqual(refused);

    story.tell('REFERRED_OUT', { to: 'wheelchair services', referredOn: '2026-01-20', why: 'seating' }, AT);
    story.tell('REFERRAL_OUT_ANSWERED', answer, AT);
    expect(story.refused('REFERRAL_OUT_ANSWERED', answer, AT)).toEqual(refused);
  });
});

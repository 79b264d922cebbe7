import { describe, expect, test } from '@jest/globals';
import { localDate } from '../../workflows/calendar/local-date.js';
import { careShown, contentShown, eventOf, fundingShown } from '../../workflows/protocol/index.js';
import { ALL_YES, DECISION, levelsOf, MDT } from '../helpers/pathway.js';
import { quorateMeeting, SEFTON, type Story } from '../helpers/story.js';
import { ASSURANCES, CARER, CONTINGENCY, DESIGN, factsOf, reviewed } from '../helpers/package-story.js';

/** A full reassessment after the three-month review, on the agenda of the panel of 15 July 2026. */
function beforeThePanelAgain(): Story {
  const story = reviewed({ outcome: 'fullReassessment' });
  story.tell('MDT_HELD', { ...MDT, heldOn: '2026-06-15' }, { at: '2026-06-15' });
  for (const area of ['preferences', 'holistic', 'mdtReports']) {
    const evidence = { area, kind: 'report', dated: '2026-06-15', heldAt: 'the shared drive' };
    story.tell('EVIDENCE_RECORDED', evidence, { at: '2026-06-16' });
  }
  for (const [domain, level] of Object.entries(levelsOf({ breathing: 'severe' }))) {
    story.tell('DOMAIN_SCORED', { domain, level, evidence: 'as observed' }, { at: '2026-06-17' });
  }
  const recommendation = {
    completedOn: '2026-06-18',
    eligible: true,
    packageNeeded: true,
    rationale: 'as the levels show',
  };
  story.tell('RECOMMENDATION_MADE', recommendation, { at: '2026-06-18' });
  story.tell('ASSESSMENT_QUALITY_ASSURED', ALL_YES, { at: '2026-06-19', by: 'secondNurse' });
  const meeting = quorateMeeting('2026-07-15', { stage: 'arranged', present: [] });
  return story.tell(
    'ITEM_LISTED',
    { meeting: 'meeting-1' },
    { at: '2026-06-22', by: 'coordinator', evidence: { meeting } },
  );
}

/** The same, decided by the panel. */
function reassessed(decision: Record<string, unknown> = {}): Story {
  return beforeThePanelAgain().tell(
    'PANEL_DECIDED',
    { ...DECISION, ...decision },
    { at: '2026-07-15T14:00', by: 'chair', evidence: { meeting: quorateMeeting('2026-07-15') } },
  );
}

/** The package of the reassessment arranged, its governance assured, and commenced on 3 August 2026. */
function commencedAgain(): Story {
  const story = reassessed().tell(
    'PACKAGE_DESIGNED',
    { ...DESIGN, assessmentsDatedOn: '2026-06-18' },
    { at: '2026-07-20' },
  );
  story.tell('CARER_NAMED', CARER, { at: '2026-07-20' });
  for (const assurance of ASSURANCES) story.tell('ASSURANCE_RECORDED', assurance, { at: '2026-07-21' });
  for (const { slug } of SEFTON.protocol.parameters.contingencies.value) {
    story.tell('CONTINGENCY_AGREED', { ...CONTINGENCY, against: slug }, { at: '2026-07-22' });
  }
  story.tell('PACKAGE_ARRANGED', { arrangedOn: '2026-07-23' }, { at: '2026-07-23' });
  return story.tell('PACKAGE_COMMENCED', { commencedOn: '2026-08-03' }, { at: '2026-08-03' });
}

const liveKinds = (story: Story, kinds: RegExp) =>
  Object.keys(story.record.processes)
    .filter((id) => kinds.test(id))
    .sort();

describe('a package after a full reassessment', () => {
  test('[PAN-5] what it costs is not shown while need is before the panel again', () => {
    const day = localDate('2026-07-01');
    const { record } = beforeThePanelAgain();
    expect(fundingShown(record, SEFTON.protocol)).toEqual([]);
    const [care] = careShown(record, day, SEFTON.protocol);
    expect([care?.weeklyPence, care?.annualPence, care?.elements[0]?.weeklyCost]).toEqual([null, null, null]);
    expect(fundingShown(reassessed().record, SEFTON.protocol)).toHaveLength(1);
  });

  test('[PAN-5] nor in what was recorded before: events of funding, and the cost of each element', () => {
    const shown = ({ record, events }: Story, type: string) => {
      const event = events.find((one) => one.type === type);
      const owned = eventOf(type);
      return owned && event ? contentShown(record, owned, event.content) : undefined;
    };
    const waiting = beforeThePanelAgain();
    expect(shown(waiting, 'FUNDING_PROPOSED')).toEqual({});
    expect(JSON.stringify(shown(waiting, 'PACKAGE_DESIGNED'))).not.toContain('weeklyCost');
    expect(shown(waiting, 'PACKAGE_DESIGNED')).toMatchObject({ elements: [{ place: 'home' }] });
    expect(shown(reassessed(), 'FUNDING_PROPOSED')).toMatchObject({ weeklyCost: 300_000 });
  });

  test('[PAN-5] nor can money be entered then; it can once need is decided', () => {
    const proposal = { kind: 'healthOnly', weeklyCost: 400_000, effectiveFrom: '2026-08-03' };
    const at = { at: '2026-07-16', by: 'manager' as const };
    expect(beforeThePanelAgain().clausesAgainst('FUNDING_PROPOSED', proposal, at)).toEqual(['PAN-5']);
    expect(reassessed().ask('FUNDING_PROPOSED', proposal, at).kind).toBe('advanced');
  });

  test('[REV-6] the package before it goes on, with its review and its funding, until the new one commences', () => {
    expect(liveKinds(reassessed(), /^(package|review|funding|provision)/)).toEqual([
      'funding-1',
      'package-1',
      'provision-2',
      'review-2',
    ]);
  });

  test('[REV-1] the new package takes its place and has a three-month review of its own', () => {
    const story = commencedAgain();
    expect(liveKinds(story, /^(package|review|funding|provision)/)).toEqual([
      'funding-1',
      'package-2',
      'review-3',
    ]);
    expect(factsOf(story, 'review-3')).toMatchObject({ kind: 'threeMonth' });
    expect(story.deadline('review-three-month/review-3')).toMatchObject({
      dueOn: '2026-11-03',
      settled: null,
    });
  });

  test('[REV-2] the yearly review that was to come is stopped, and never overdue', () => {
    const story = commencedAgain();
    expect(story.deadline('review-annual/review-2').settled).toMatchObject({
      as: 'stopped',
      why: 'REVIEW_SUPERSEDED',
    });
    story.passDeadlines('2027-06-30');
    expect(Object.keys(story.record.breaches)).not.toContain('review-annual/review-2');
  });

  test('[REV-2] a child found eligible without a package keeps the review that was running', () => {
    const story = reassessed({ packageNeeded: false });
    expect(liveKinds(story, /^review/)).toEqual(['review-2']);
    expect([...story.deadlines.keys()].filter((key) => key.startsWith('review-annual'))).toEqual([
      'review-annual/review-2',
    ]);
  });
});

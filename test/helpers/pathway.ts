import { quorateMeeting, SEFTON, Story, type Who } from './story.js';

const { protocol } = SEFTON;

export const CHILD = {
  givenName: 'Test',
  familyName: 'Pathway',
  dateOfBirth: '2022-06-01',
  nhsNumber: '9990000018',
  parentalResponsibility: [{ relationship: 'mother', name: 'Test Mother' }],
};

export const CONSENT = {
  capacity: 'parent',
  givenBy: 'the mother',
  scope: ['assessment', 'sharing'],
  signedOn: '2026-01-05',
  document: 'scanned form',
};

export const CHECKLIST = {
  receivedOn: '2026-01-05',
  setting: 'communityNursing',
  profession: 'community-nurse',
  needs: ['physicalDisability'],
  servicesExplored: [{ service: 'community nursing', outcome: 'cannot cover nights' }],
  unmetNeeds: ['care at night'],
  attendees: [{ person: 'referrer', discipline: 'health' }],
};

export const MDT = {
  heldOn: '2026-01-19',
  chairedBy: 'nurse',
  attendance: [
    { person: 'nurse', discipline: 'health' },
    { person: 'socialWorker', discipline: 'socialCare' },
    { person: 'teacher', discipline: 'education' },
    { person: 'mother', discipline: 'parentCarer' },
  ],
  apologies: [],
  missing: [],
};

/** A level for every care domain: the lowest, but for those given. */
export const levelsOf = (higher: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(
    protocol.decisionSupport.domains.map(({ slug, levels }) => [slug, higher[slug] ?? levels[0] ?? '']),
  );

export const ALL_YES = {
  answers: protocol.parameters.qualityAssuranceQuestions.value.map(({ slug }) => ({
    question: slug,
    yes: true,
  })),
};

export const DECISION = {
  outcome: 'eligible',
  packageNeeded: true,
  rationale: 'ventilated at night',
  evidenceReliedOn: 'sleep study',
  dueRegard: 'considered',
  disagreements: [],
  positions: [
    { organisation: 'south-sefton-ccg', person: 'chair', position: 'agree' },
    { organisation: 'sefton-council', person: 'commissioner', position: 'agree' },
  ],
};

const open = () =>
  new Story()
    .tell('CASE_OPENED', CHILD, { at: '2026-01-05T09:00' })
    .tell('CONSENT_GIVEN', CONSENT, { at: '2026-01-05T09:10' });

/** The main pathway, told up to that point. */
export const pathway = {
  opened: open,
  received: () => open().tell('CHECKLIST_RECEIVED', CHECKLIST, { at: '2026-01-05T09:20' }),
  qualityAssured: () =>
    pathway
      .received()
      .tell('CHECKLIST_QUALITY_ASSURED', { complete: true, gaps: [] }, { at: '2026-01-06', by: 'nurse' }),
  assessing: () =>
    pathway
      .qualityAssured()
      .tell('ASSESSOR_NAMED', { assessor: 'nurse' }, { at: '2026-01-06', by: 'manager' })
      .tell(
        'CHECKLIST_PROCEEDED',
        { decidedOn: '2026-01-07', rationale: 'needs assessment' },
        { at: '2026-01-07' },
      ),
  evidenced: (higher: Record<string, string> = { breathing: 'severe' }) => {
    const story = pathway.assessing().tell('MDT_HELD', MDT, { at: '2026-01-19T15:00' });
    for (const area of ['preferences', 'holistic', 'mdtReports']) {
      story.tell(
        'EVIDENCE_RECORDED',
        { area, kind: 'report', dated: '2026-01-19', heldAt: 'the shared drive' },
        { at: '2026-01-20' },
      );
    }
    for (const [domain, level] of Object.entries(levelsOf(higher))) {
      story.tell('DOMAIN_SCORED', { domain, level, evidence: 'as observed' }, { at: '2026-01-21' });
    }
    return story;
  },
  recommended: (eligible = true, higher?: Record<string, string>) =>
    pathway
      .evidenced(higher)
      .tell(
        'RECOMMENDATION_MADE',
        { completedOn: '2026-01-22', eligible, packageNeeded: eligible, rationale: 'as the levels show' },
        { at: '2026-01-22' },
      ),
  signedOff: (eligible = true, higher?: Record<string, string>) =>
    pathway
      .recommended(eligible, higher)
      .tell('ASSESSMENT_QUALITY_ASSURED', ALL_YES, { at: '2026-01-23', by: 'secondNurse' }),
  listed: (eligible = true, higher?: Record<string, string>) =>
    pathway.signedOff(eligible, higher).tell(
      'ITEM_LISTED',
      { meeting: 'meeting-1' },
      {
        at: '2026-01-26',
        by: 'coordinator',
        evidence: { meeting: quorateMeeting('2026-02-04', { stage: 'arranged', present: [] }) },
      },
    ),
  decided: (decision: Record<string, unknown> = {}, by: Who = 'chair', higher?: Record<string, string>) =>
    pathway
      .listed(decision['outcome'] !== 'notEligible', higher)
      .tell(
        'PANEL_DECIDED',
        { ...DECISION, ...decision },
        { at: '2026-02-04T14:00', by, evidence: { meeting: quorateMeeting('2026-02-04') } },
      ),
};

import { pathway } from './pathway.js';
import { SEFTON, type Story } from './story.js';

const { parameters } = SEFTON.protocol;

/** Overnight care at home by trained carers, 63 hours a week. */
export const NIGHTS = {
  what: 'waking nights',
  minutesPerWeek: 63 * 60,
  skill: 'trained-carer',
  place: 'home',
  providerKind: 'independentProvider',
  shortTermOutcome: 'ventilated safely through each night',
  longTermOutcome: 'the family sleeps and the child is at school',
  weeklyCost: 300_000,
};

export const DESIGN = {
  elements: [NIGHTS],
  considered: parameters.consideredList.value.map(({ slug }) => ({
    item: slug,
    answer: 'considered with the family',
  })),
  assessmentsDatedOn: '2026-01-22',
  parentsContribution: 'the mother gives care by day',
};

export const CARER = {
  carer: 'mother',
  kind: 'parent',
  tasks: ['suction', 'ventilation'],
  trainedBy: 'communityNursing',
};

export const CONTINGENCY = {
  plan: 'the agency sends a second carer within two hours',
  agreedByFamily: true,
  agreedByChild: 'notApplicable',
  agreedByAgencies: true,
  hospital: false,
};

export const JOINT_FUNDING = {
  kind: 'healthAndSocialCare',
  weeklyCost: 300_000,
  effectiveFrom: '2026-03-02',
};

export const COMMITMENTS = {
  commitments: [
    { person: 'chair', body: 'health', weekly: 150_000 },
    { person: 'commissioner', body: 'socialCare', weekly: 150_000 },
  ],
};

export const ASSURED = { status: 'assured', assuredBy: 'nurse', evidence: 'signed record' };

const perCarer = (carer: string, tasks: readonly string[]) =>
  parameters.assuranceKinds.value
    .filter(({ per }) => per === 'carerTask')
    .flatMap(({ slug }) =>
      tasks.map((task) => ({ ...ASSURED, kind: slug, carer, task, expiresOn: '2027-02-16' })),
    );

/** An assurance as it is recorded. */
export interface AssuranceWords extends Record<string, unknown> {
  kind: string;
  task?: string;
}

/** Every assurance the protocol asks for of the mother's tasks, and of the package. */
export const ASSURANCES: AssuranceWords[] = [
  ...perCarer('mother', CARER.tasks),
  ...parameters.assuranceKinds.value
    .filter(({ per }) => per === 'package')
    .map(({ slug }) => ({ ...ASSURED, kind: slug, expiresOn: '2027-02-16' })),
];

/** The package designed, on 9 February 2026. */
export const designed = (): Story => pathway.decided().tell('PACKAGE_DESIGNED', DESIGN, { at: '2026-02-09' });

/** Funding agreed by the members and authorised by the Chief Nurse, on 10 February. */
export const fund = (story: Story): Story =>
  story
    .tell('FUNDING_PROPOSED', JOINT_FUNDING, { at: '2026-02-10T09:00' })
    .tell(
      'HIGH_COST_AUTHORISED',
      { authorisedOn: '2026-02-10', reason: 'assessed need' },
      { at: '2026-02-10T11:00', by: 'chiefNurse' },
    )
    .tell('FUNDING_COMMITTED', COMMITMENTS, { at: '2026-02-10T14:00', by: 'chair' });

/** The carer named, every assurance recorded and both contingency plans agreed, by 16 February. */
export function assure(story: Story): Story {
  story.tell('CARER_NAMED', CARER, { at: '2026-02-11' });
  for (const assurance of ASSURANCES) story.tell('ASSURANCE_RECORDED', assurance, { at: '2026-02-16' });
  for (const { slug } of parameters.contingencies.value) {
    story.tell('CONTINGENCY_AGREED', { ...CONTINGENCY, against: slug }, { at: '2026-02-16T12:00' });
  }
  return story;
}

/** The package arranged, on 17 February. */
export const arrange = (story: Story): Story =>
  story.tell('PACKAGE_ARRANGED', { arrangedOn: '2026-02-17' }, { at: '2026-02-17' });

/** The package commenced, on 2 March 2026. */
export const commenced = (): Story =>
  arrange(assure(fund(designed()))).tell(
    'PACKAGE_COMMENCED',
    { commencedOn: '2026-03-02' },
    { at: '2026-03-02' },
  );

export const THREE_MONTH_REVIEW = {
  completedOn: '2026-05-28',
  form: 'threeMonthProforma',
  outcome: 'continue',
  summary: 'settled',
  comparedWithLast: 'as at the assessment',
  outcomesReviewed: true,
};

/** The three-month review completed, on 28 May 2026. */
export const reviewed = (more: Record<string, unknown> = {}): Story =>
  commenced()
    .tell('REVIEWER_NAMED', { reviewer: 'nurse' }, { at: '2026-05-11' })
    .tell('REVIEW_COMPLETED', { ...THREE_MONTH_REVIEW, ...more }, { at: '2026-05-28' });

/** The facts of a live process. Throws where it is not there. */
export function factsOf<F = Record<string, unknown>>(story: Story, id: string): F {
  const process = story.record.processes[id];
  if (!process) throw new Error(`There is no live ${id}: ${Object.keys(story.record.processes).join(', ')}.`);
  return process.facts as F;
}

/** What a refusal under that clause says is missing. */
export const missingUnder = (
  refusals: readonly { clauses: readonly string[]; missing?: readonly string[] }[],
  clause: string,
): string[] =>
  refusals.filter(({ clauses }) => clauses.includes(clause)).flatMap(({ missing }) => missing ?? []);

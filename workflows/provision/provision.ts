import type { LocalDate } from '../calendar/local-date.js';
import { fundingFor } from '../funding/funding.js';
import { noticeOf } from '../notice/owed.js';
import { defineProcess, type Situation } from '../protocol/process.js';
import { keysOf, live, written } from '../protocol/record.js';
import { latestOnly, withCarer, withoutCarer } from './assurances.js';
import { codedElements, isHomePackage } from './care.fields.js';
import * as care from './care.rules.js';
import { provisionEvents as events } from './provision.events.js';
import * as rules from './provision.rules.js';
import type { ProvisionFacts } from './provision.rules.js';

export type { ProvisionFacts } from './provision.rules.js';

const packageOf = ({ facts }: Situation<ProvisionFacts>, commencedOn: LocalDate) => ({
  commencedOn,
  version: facts.version,
  elements: facts.elements,
  homePackage: facts.homePackage,
  carers: facts.carers,
  assurances: latestOnly(facts.assurances),
  contingencies: facts.contingencies,
});

/** What a package that commences takes the place of: one that is live, and the reviews that were to come. */
const superseded = ({ record }: Situation<ProvisionFacts>) => ({
  packages: live(record, 'package'),
  reviews: live(record, 'review'),
});

const UNTIL_IT_COMMENCES = [
  'CARER_NAMED',
  'CARER_STOOD_DOWN',
  'ASSURANCE_RECORDED',
  'CONTINGENCY_AGREED',
  'PROCUREMENT_STEP_RECORDED',
] as const;

const initialFacts: ProvisionFacts = {
  version: 0,
  elements: [],
  homePackage: false,
  oldAssessment: false,
  carers: [],
  assurances: [],
  contingencies: [],
  procurement: [],
  arrangedOn: null,
};

/** From the decision that the child is eligible to the day the package commences (PRV). */
export const provision = defineProcess({
  kind: 'provision',
  title: 'Arranging the package',
  events,
  initialFacts,
  rules: {
    PACKAGE_DESIGNED: {
      checks: [
        rules.everythingConsidered,
        rules.oldAssessmentsHaveTheirReason,
        care.residentialCareIsJustified,
        care.elementsAreKnown,
      ],
      facts: (facts, { content }) => ({
        ...facts,
        version: facts.version + 1,
        elements: codedElements(content.elements),
        homePackage: isHomePackage(content.elements),
        oldAssessment: written(content.oldAssessmentReason),
      }),
    },
    CARER_NAMED: {
      checks: [care.tasksAreKnown],
      facts: (facts, { content }) => ({ ...facts, carers: withCarer(facts.carers, care.carerOf(content)) }),
    },
    CARER_STOOD_DOWN: {
      needs: [care.somebodyGivesCare],
      checks: [care.carerIsNamed],
      facts: (facts, { content }) => withoutCarer(facts, content.carer),
    },
    ASSURANCE_RECORDED: {
      checks: care.assuranceChecks,
      facts: (facts, event) => ({ ...facts, assurances: [...facts.assurances, care.assuranceOf(event)] }),
    },
    CONTINGENCY_AGREED: {
      checks: [care.contingencyStands],
      facts: (facts, { content }) => ({
        ...facts,
        contingencies: [
          ...facts.contingencies.filter((against) => against !== content.against),
          content.against,
        ],
      }),
    },
    PROCUREMENT_STEP_RECORDED: {
      needs: [rules.fundingKindIsKnown],
      checks: [rules.routeFollowsFunding],
      facts: (facts, { content: { route, step, on } }) => ({
        ...facts,
        procurement: [...facts.procurement, { route, step, on }],
      }),
    },
    PACKAGE_ARRANGED: {
      checks: [rules.arrangedAfterTheDecision],
      facts: (facts, { content }) => ({ ...facts, arrangedOn: content.arrangedOn }),
      milestones: ({ content }) => [{ kind: 'PACKAGE_ARRANGED', on: content.arrangedOn }],
      then: ({ content }, s) => [noticeOf('statementOfSupport', s, { decidedOn: content.arrangedOn })],
    },
    PACKAGE_COMMENCED: {
      caseFacts: () => ({ reviewAsksFor: null }),
      needs: [rules.governanceIsAssured, rules.contingenciesAreAgreed, rules.fundingIsAgreed],
      checks: [rules.commencesAfterArranged, rules.governanceWasAssured],
      milestones: ({ content }, s) => [
        {
          kind: 'PACKAGE_COMMENCED',
          on: content.commencedOn,
          keys: { package: s.nextId('package'), nextReview: s.nextId('review') },
        },
        ...superseded(s).reviews.map(({ id }) => ({
          kind: 'REVIEW_SUPERSEDED',
          on: content.commencedOn,
          keys: { review: id },
        })),
      ],
      then: ({ content }, s) => [
        ...[...superseded(s).packages, ...superseded(s).reviews].map(({ id }) => ({
          end: id,
          why: 'another package commenced',
        })),
        { open: 'package', keys: keysOf(s.process), facts: packageOf(s, content.commencedOn) },
        {
          open: 'review',
          keys: { package: s.nextId('package') },
          facts: { kind: 'threeMonth' },
        },
      ],
    },
    PACKAGE_WITHDRAWN_BEFORE_START: {
      milestones: ({ content }) => [{ kind: 'NO_PACKAGE_NEEDED', on: content.withdrawnOn }],
      then: (_event, s) => {
        const funding = fundingFor(s.record, s.process.keys);
        return funding && live(s.record, 'package').length === 0
          ? [{ end: funding.id, why: 'the package was not needed' }]
          : [];
      },
    },
  },
  chart: {
    initial: 'designing',
    states: {
      designing: {
        stage: 'Designing the package',
        stay: UNTIL_IT_COMMENCES,
        on: { PACKAGE_DESIGNED: 'designed', PACKAGE_WITHDRAWN_BEFORE_START: 'notNeeded' },
      },
      designed: {
        stage: 'Package designed, being arranged',
        stay: [...UNTIL_IT_COMMENCES, 'PACKAGE_DESIGNED'],
        on: { PACKAGE_ARRANGED: 'arranged', PACKAGE_WITHDRAWN_BEFORE_START: 'notNeeded' },
      },
      arranged: {
        stage: 'Package arranged, awaiting its start',
        stay: UNTIL_IT_COMMENCES,
        on: {
          PACKAGE_DESIGNED: 'designed',
          PACKAGE_COMMENCED: 'commenced',
          PACKAGE_WITHDRAWN_BEFORE_START: 'notNeeded',
        },
      },
      commenced: { stage: 'Package commenced', final: true },
      notNeeded: { stage: 'Package no longer needed', final: true },
    },
  },
});

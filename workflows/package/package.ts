import { fundingFor } from '../funding/funding.js';
import { defineProcess, type Situation } from '../protocol/process.js';
import { live } from '../protocol/record.js';
import { latestOnly, withCarer, withoutCarer } from '../provision/assurances.js';
import { codedElements, isHomePackage } from '../provision/care.fields.js';
import * as care from '../provision/care.rules.js';
import { packageEvents as events } from './package.events.js';
import * as rules from './package.rules.js';
import type { PackageFacts } from './package.rules.js';

export type { PackageFacts } from './package.rules.js';

const reviewsOf = (s: Situation<PackageFacts>) =>
  live(s.record, 'review').filter(({ keys }) => keys['package'] === s.process.id);

/** The funding ends with its package, unless another package is being arranged on it. */
const fundingThatEnds = (s: Situation<PackageFacts>) => {
  const funding = fundingFor(s.record, s.process.keys);
  return funding && live(s.record, 'provision').length === 0 ? [funding] : [];
};

const initialFacts: PackageFacts = {
  commencedOn: null,
  version: 1,
  effectiveFrom: null,
  elements: [],
  homePackage: false,
  carers: [],
  assurances: [],
  contingencies: [],
};

/** A package from its commencement to its end (PRV-1, PRV-10, PRV-11). */
export const packageOfCare = defineProcess({
  kind: 'package',
  title: 'Package of care',
  events,
  initialFacts,
  rules: {
    CARER_ADDED: {
      checks: [care.tasksAreKnown],
      facts: (facts, { content }) => ({ ...facts, carers: withCarer(facts.carers, care.carerOf(content)) }),
    },
    CARER_LEFT: {
      needs: [care.somebodyGivesCare],
      checks: [care.carerIsNamed],
      facts: (facts, { content }) => withoutCarer(facts, content.carer),
    },
    CARE_ASSURED: {
      checks: care.assuranceChecks,
      facts: (facts, event) => ({
        ...facts,
        assurances: latestOnly([...facts.assurances, care.assuranceOf(event)]),
      }),
    },
    CONTINGENCY_RENEWED: {
      checks: [care.contingencyStands],
      facts: (facts, { content }) => ({
        ...facts,
        contingencies: [
          ...facts.contingencies.filter((against) => against !== content.against),
          content.against,
        ],
      }),
    },
    OUTCOME_TRACKED: { checks: [rules.elementExists] },
    PACKAGE_CHANGED: {
      caseFacts: () => ({ reviewAsksFor: null }),
      checks: [
        care.elementsAreKnown,
        care.residentialCareIsJustified,
        rules.contingenciesForHome,
        rules.effectiveAfterCommenced,
      ],
      facts: (facts, { content }) => ({
        ...facts,
        version: facts.version + 1,
        effectiveFrom: content.effectiveFrom,
        elements: codedElements(content.elements),
        homePackage: isHomePackage(content.elements),
      }),
    },
    PACKAGE_ENDED: {
      caseFacts: () => ({ reviewAsksFor: null }),
      checks: [rules.endsAfterCommenced, rules.adultServicesAreInPlace],
      milestones: ({ content }, s) => {
        const ended = { kind: 'PACKAGE_ENDED', on: content.endedOn };
        const reviews = reviewsOf(s).map(({ id }) => ({ ...ended, keys: { review: id } }));
        return reviews.length > 0 ? reviews : [ended];
      },
      then: (_event, s) =>
        [...reviewsOf(s), ...fundingThatEnds(s)].map(({ id }) => ({ end: id, why: 'the package ended' })),
    },
  },
  chart: {
    initial: 'live',
    states: {
      live: {
        stage: 'Package of care under way',
        stay: [
          'CARER_ADDED',
          'CARER_LEFT',
          'CARE_ASSURED',
          'CONTINGENCY_RENEWED',
          'PROVIDER_MONITORED',
          'OUTCOME_TRACKED',
          'PACKAGE_CHANGED',
        ],
        on: { PACKAGE_ENDED: 'ended' },
      },
      ended: { stage: 'Package ended', final: true },
    },
  },
});

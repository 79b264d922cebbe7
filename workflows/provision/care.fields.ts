import {
  anyDate,
  choice,
  code,
  group,
  integer,
  list,
  optional,
  organisation,
  pastDate,
  pence,
  person,
  text,
  yesNo,
} from '../protocol/fields.js';
import { CARER_KINDS, type CarerKind } from './assurances.js';

const kinds = Object.keys(CARER_KINDS) as CarerKind[];
const MOST_MINUTES = 50_000;

/** Where an element of a package is given. */
export const PLACES = ['home', 'school', 'residential', 'hospice', 'community'] as const;

const element = {
  what: text('What is provided'),
  minutesPerWeek: integer('Minutes a week', { min: 1, max: MOST_MINUTES }),
  skill: code('Level of skill', 'skills'),
  place: choice('Place', PLACES),
  providerKind: code('Kind of provider', 'providerKinds'),
  provider: optional(organisation('Provider')),
  funder: optional(organisation('Funder')),
  shortTermOutcome: text('Outcome sought in the short term'),
  longTermOutcome: text('Outcome sought in the long term'),
  weeklyCost: optional(pence('Weekly cost')),
};

/** The elements of a package, with what residential care among them needs (PRV-4, PRV-10). */
export const elementFields = {
  elements: list('Elements of the package', group('Element', element), { min: 1 }),
  residentialReason: optional(text('Why residential care: what failed, or why it is in the best interest')),
  councilDecisionOn: optional(pastDate('The council decided on the placement on')),
};

/** A contingency plan of a package at home (PRV-8). */
export const contingencyFields = {
  against: code('In case of', 'contingencies'),
  plan: text('Plan'),
  agreedByFamily: yesNo('The family agrees'),
  agreedByChild: choice('The child or young person', ['agreed', 'notAgreed', 'notApplicable']),
  agreedByAgencies: yesNo('The agencies agree'),
  hospital: yesNo('The plan is hospital'),
  hospitalReason: optional(text('Why health needs warrant hospital')),
};

/** Who gives care, and which healthcare tasks they do (PRV-1). */
export const carerFields = {
  carer: person('Carer'),
  kind: choice('Kind of carer', kinds),
  tasks: list('Healthcare tasks', code('Task', 'careTasks'), { min: 1 }),
  trainedBy: choice('Trained by', [
    'communityNursing',
    'hospital',
    'schoolNursing',
    'provider',
    'agency',
    'other',
  ]),
};

/** One assurance of clinical governance (PRV-1). */
export const assuranceFields = {
  kind: code('Kind of assurance', 'assuranceKinds'),
  carer: optional(person('Carer')),
  task: optional(code('Task', 'careTasks')),
  status: choice('Status', ['assured', 'notAssured']),
  assuredBy: person('Assured by'),
  assuredOn: optional(pastDate('Assured on, where before today')),
  evidence: text('Evidence'),
  expiresOn: optional(anyDate('Holds until')),
};

/** An element of a package as rules need it. */
export interface CareElement {
  skill: string;
  minutesPerWeek: number;
  place: (typeof PLACES)[number];
  providerKind: string;
  provider: string | null;
  funder: string | null;
  /** Pence; null where it is not known yet. */
  weeklyCost: number | null;
}

/** The coded facts of elements as an event carries them. */
export const codedElements = (
  given: readonly (Pick<CareElement, 'skill' | 'minutesPerWeek' | 'place' | 'providerKind'> & {
    provider?: string | undefined;
    funder?: string | undefined;
    weeklyCost?: number | undefined;
  })[],
): readonly CareElement[] =>
  given.map(({ skill, minutesPerWeek, place, providerKind, provider, funder, weeklyCost }) => ({
    skill,
    minutesPerWeek,
    place,
    providerKind,
    provider: provider ?? null,
    funder: funder ?? null,
    weeklyCost: weeklyCost ?? null,
  }));

/** Whether an element is residential care, in which the council places (PRV-4). */
export const isResidential = ({
  place,
  providerKind,
}: Pick<CareElement, 'place' | 'providerKind'>): boolean =>
  place === 'residential' || providerKind === 'residentialPlacement';

/** Whether any of it is given at home, so that contingency plans are needed (PRV-8). */
export const isHomePackage = (elements: readonly Pick<CareElement, 'place'>[]): boolean =>
  elements.some(({ place }) => place === 'home');

/** The weekly cost of the elements in pence; null while one of them has none (PRV-10). */
export const weeklyCostOf = (elements: readonly CareElement[]): number | null =>
  elements.reduce<number | null>(
    (sum, { weeklyCost }) => (sum === null || weeklyCost === null ? null : sum + weeklyCost),
    0,
  );

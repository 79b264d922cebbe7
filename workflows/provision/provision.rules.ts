import { dateInWords, type LocalDate } from '../calendar/local-date.js';
import { fundingFor } from '../funding/funding.js';
import { stillToAgree } from '../funding/funding.facts.js';
import { fundingKind } from '../funding/funding-kinds.js';
import type { EventOf } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { written } from '../protocol/record.js';
import { refuse } from '../protocol/refusal.js';
import { inWords, listedInWords } from '../protocol/words.js';
import { addLength } from '../timescales/count-due.js';
import type { ProcurementRoute } from '../timescales/protocol-data.js';
import { lengthInWords } from '../timescales/timescale.js';
import { assuranceGaps, type CareFacts } from './assurances.js';
import { isResidential, type CareElement } from './care.fields.js';
import type { ProvisionEvents } from './provision.events.js';

/** What is known of a package before it commences. */
export interface ProvisionFacts extends CareFacts {
  /** 0 before it is first designed. */
  version: number;
  elements: readonly CareElement[];
  homePackage: boolean;
  /** It rests on an assessment older than the protocol's limit, with the reason (PRV-2). */
  oldAssessment: boolean;
  contingencies: readonly string[];
  procurement: readonly { route: ProcurementRoute; step: string; on: LocalDate }[];
  arrangedOn: LocalDate | null;
}

type S = Situation<ProvisionFacts>;
type Designed = EventOf<ProvisionEvents, 'PACKAGE_DESIGNED'>;
type Procured = EventOf<ProvisionEvents, 'PROCUREMENT_STEP_RECORDED'>;
type Arranged = EventOf<ProvisionEvents, 'PACKAGE_ARRANGED'>;
type Commenced = EventOf<ProvisionEvents, 'PACKAGE_COMMENCED'>;

/** PRV-3: everything on the protocol's considered list is answered. */
export const everythingConsidered = ({ content }: Designed, s: S) => {
  const answered = new Set(content.considered.map(({ item }) => item));
  const list = s.protocol.parameters.consideredList.value;
  const missing = list.filter(({ slug }) => !answered.has(slug));
  const unknown = [...answered].filter((item) => !list.some(({ slug }) => slug === item));
  return [
    ...(missing.length > 0
      ? [
          refuse(
            'PRV-3',
            'A package is designed with everything on the considered list answered.',
            listedInWords(missing.map(({ slug, text }) => ({ slug, title: text }))),
          ),
        ]
      : []),
    ...unknown.map((item) => refuse('PRV-3', `The considered list has no '${item}'.`)),
  ];
};

/** PRV-2: support that rests on an old assessment says why it still shows the present need. */
export const oldAssessmentsHaveTheirReason = ({ content, on }: Designed, s: S) => {
  const age = s.protocol.parameters.assessmentAge.value;
  const old = addLength(content.assessmentsDatedOn, age, s.calendar) < on;
  return old && !written(content.oldAssessmentReason)
    ? refuse(
        'PRV-2',
        `Support rests on recent assessment of current need. The oldest, of ${dateInWords(content.assessmentsDatedOn)}, is older than ${lengthInWords(age)}.`,
        ['a recent assessment, or why the old one still shows the present need'],
      )
    : null;
};

/** PRV-6: the route of procurement follows the kind of funding. */
export const routeFollowsFunding = ({ content }: Procured, s: S) => {
  const kind = fundingFor(s.record, s.process.keys)?.facts.kind;
  if (!kind) return null;
  const known = fundingKind(s.protocol, kind);
  const right = known?.procurement.value ?? 'not known';
  const words = (known?.label ?? kind).toLowerCase();
  const placed = content.route === 'councilPlacement' && s.facts.elements.some(isResidential);
  return content.route === right || placed
    ? null
    : refuse(
        'PRV-6',
        `The route of procurement follows the funding, and for this kind (${words}) it is ${inWords(right)}.`,
        [`the route: ${inWords(right)}`],
      );
};

/** PRV-6: the kind of funding is known before anything is procured. */
export const fundingKindIsKnown = (s: S) =>
  fundingFor(s.record, s.process.keys)?.facts.kind
    ? null
    : refuse(
        ['PRV-6', 'FUN-1'],
        'The route of procurement follows the kind of funding, which is not proposed yet.',
        ['the funding, proposed'],
      );

/** PAN-5: nothing is arranged before the child was found eligible. */
export const arrangedAfterTheDecision = ({ content }: Arranged, s: S) =>
  s.record.facts.joinedOn !== null && content.arrangedOn < s.record.facts.joinedOn
    ? refuse(
        'PAN-5',
        `Nothing is decided on provision before eligibility, which was decided on ${dateInWords(s.record.facts.joinedOn)}.`,
      )
    : null;

const gaps = (missing: readonly string[], on: LocalDate) =>
  missing.length > 0
    ? refuse(
        'PRV-1',
        `The package does not commence until clinical governance is assured. On ${dateInWords(on)} it is not. There is no override.`,
        missing,
      )
    : null;

/** PRV-1: every task of every carer is assured, and so are the plan of care and the risk assessment. */
export const governanceIsAssured = (s: S) =>
  gaps(assuranceGaps(s.facts, s.event.on, s.protocol.parameters.assuranceKinds.value), s.event.on);

/** PRV-1: so it was on the day the package commenced, where that is earlier. */
export const governanceWasAssured = ({ content, on }: Commenced, s: S) =>
  content.commencedOn === on
    ? null
    : gaps(
        assuranceGaps(s.facts, content.commencedOn, s.protocol.parameters.assuranceKinds.value),
        content.commencedOn,
      );

/** PRV-8: a home package has both contingency plans. */
export const contingenciesAreAgreed = (s: S) => {
  const missing = s.protocol.parameters.contingencies.value.filter(
    ({ slug }) => !s.facts.contingencies.includes(slug),
  );
  return s.facts.homePackage && missing.length > 0
    ? refuse(
        'PRV-8',
        'A package at home does not commence without its contingency plans.',
        missing.map(({ title }) => `an agreed plan: ${title}`),
      )
    : null;
};

/** PAN-6: the funding is agreed, not only in principle. */
export const fundingIsAgreed = (s: S) => {
  const funding = fundingFor(s.record, s.process.keys);
  if (funding?.value === 'agreed') return null;
  return refuse(
    'PAN-6',
    'The package commences once its funding is agreed; agreement in principle is not enough.',
    funding ? stillToAgree(funding.facts) : ['the funding, committed'],
  );
};

/** PRV-10: a package does not commence before it was arranged. */
export const commencesAfterArranged = ({ content }: Commenced, s: S) =>
  s.facts.arrangedOn !== null && content.commencedOn < s.facts.arrangedOn
    ? refuse(
        'PRV-10',
        `The package was arranged on ${dateInWords(s.facts.arrangedOn)}; it cannot have commenced before.`,
      )
    : null;

import type { LocalDate } from '../calendar/local-date.js';
import { fundingOpening } from '../funding/funding.js';
import { noticeOf } from '../notice/owed.js';
import type { EventOf } from '../protocol/events.js';
import type { Consequence, MilestoneDraft, Situation } from '../protocol/process.js';
import { refuse, type Refusal } from '../protocol/refusal.js';
import type { CaseEvents } from './case.events.js';

type S = Situation<object>;
type TakenOn = EventOf<CaseEvents, 'CASE_TAKEN_ON'>;

const TAKEN_ON_NEEDS: Record<string, readonly [keyof TakenOn['content'], string, string][]> = {
  assessment: [],
  awaitingPanel: [['assessmentCompletedOn', 'HNA-11', 'when the assessment was completed']],
  arranging: [
    ['assessmentCompletedOn', 'HNA-11', 'when the assessment was completed'],
    ['panelHeldOn', 'PAN-9', 'the day of the panel that decided'],
  ],
  packageLive: [
    ['panelHeldOn', 'PAN-9', 'the day of the panel that decided'],
    ['packageCommencedOn', 'REV-1', 'when the package commenced'],
  ],
  eligibleWithoutPackage: [['panelHeldOn', 'PAN-9', 'the day of the panel that decided']],
};

/** The dates that the clocks of a case taken on midway run from. */
export const datesForWhereItIs = ({ content }: TakenOn): Refusal[] =>
  (TAKEN_ON_NEEDS[content.now] ?? [])
    .filter(([field]) => content[field] === undefined)
    .map(([, clause, missing]) =>
      refuse(clause, `A case taken on at this point brings ${missing}; its clocks run from it.`, [missing]),
    );

const IN_ORDER = [
  'referralReceivedOn',
  'assessmentCompletedOn',
  'panelHeldOn',
  'packageArrangedOn',
  'packageCommencedOn',
  'lastReviewOn',
] as const;

/** Past dates stand in the order in which the protocol lets things happen. */
export const datesInOrder = ({ content }: TakenOn) => {
  const given = IN_ORDER.map((field) => content[field]).filter((on) => on !== undefined);
  return given.every((on, at) => at === 0 || (given[at - 1] ?? '') <= on)
    ? null
    : refuse(
        'CHK-10',
        'The dates are out of order: referral, assessment, panel, arrangement, commencement, review.',
      );
};

const DECIDED = ['arranging', 'packageLive', 'eligibleWithoutPackage'];

/** Keys of what came before the case was taken on, so that what follows meets the clocks it started. */
const keysOf = ({ content }: TakenOn, s: S) => ({
  referral: 'referral-0',
  assessment: DECIDED.includes(content.now) ? 'assessment-0' : s.nextId('assessment'),
  item: 'panelItem-0',
});

/** A decision of which the family has not been told yet: its notice is still owed. */
const untold = ({ content }: TakenOn): boolean =>
  content.now === 'arranging' && content.familyInformedOn === undefined;

const levelsOf = ({ content }: TakenOn) =>
  Object.fromEntries((content.levels ?? []).map(({ domain, level }) => [domain, level]));

type Dated = readonly [kind: string, on: LocalDate | undefined, keys?: Record<string, string>];

/** Clocks of a decision that is made: started only where it is known, or still open, when they were met. */
function decidedClocks(event: TakenOn, s: S): Dated[] {
  const { content } = event;
  const review = { nextReview: s.nextId('review') };
  const withoutPackage = content.now === 'eligibleWithoutPackage';
  const arranged = withoutPackage || content.now === 'arranging' || content.packageArrangedOn !== undefined;
  const informed = content.familyInformedOn !== undefined || untold(event);
  return [
    ['REFERRAL_FIRST_RECEIVED', informed ? content.referralReceivedOn : undefined],
    ['FAMILY_INFORMED', content.familyInformedOn],
    ['PANEL_DECIDED', untold(event) ? content.panelHeldOn : undefined],
    ['JOINED', content.panelHeldOn, { child: 'child' }],
    ['HNA_COMPLETED', arranged ? content.assessmentCompletedOn : undefined],
    ['NO_PACKAGE_NEEDED', withoutPackage ? content.panelHeldOn : undefined],
    ['PACKAGE_ARRANGED', content.packageArrangedOn],
    ...(content.lastReviewOn
      ? [['REVIEW_COMPLETED', content.lastReviewOn, { review: 'review-0', ...review }] as const]
      : [
          ['ELIGIBLE_WITHOUT_PACKAGE', withoutPackage ? content.panelHeldOn : undefined, review] as const,
          [
            'PACKAGE_COMMENCED',
            content.packageCommencedOn,
            { ...review, package: s.nextId('package') },
          ] as const,
        ]),
    ['CHC_NOTIFIED', content.adultTeamNotifiedOn, { child: 'child' }],
    ['TRANSITION_PLAN_AGREED', content.transitionPlanAgreedOn, { child: 'child' }],
    ['ADULT_SCREENING_RECORDED', content.adultScreeningOn, { child: 'child' }],
    ['CHC_REFERRED', content.adultTeamReferredOn, { child: 'child' }],
  ];
}

const undecidedClocks = ({ content }: TakenOn): Dated[] => [
  ['REFERRAL_FIRST_RECEIVED', content.referralReceivedOn],
  ['HNA_COMPLETED', content.assessmentCompletedOn],
];

/** The dated facts of a case taken on midway, so that its clocks run from them and nothing is made up. */
export function milestonesTakenOn(event: TakenOn, s: S): MilestoneDraft[] {
  const clocks = DECIDED.includes(event.content.now) ? decidedClocks(event, s) : undecidedClocks(event);
  const before = keysOf(event, s);
  return clocks.flatMap(([kind, on, keys]) =>
    on === undefined ? [] : [{ kind, on, keys: { ...before, ...keys } }],
  );
}

const consentTakenOn = ({ content }: TakenOn): Consequence =>
  content.consentSignedOn === undefined
    ? { open: 'consent' }
    : {
        open: 'consent',
        value: 'given',
        facts: {
          signedOn: content.consentSignedOn,
          capacity: 'parent',
          scope: ['assessment', 'sharing'],
          withdrawnOn: null,
        },
      };

/** The processes of a case taken on midway, each in the state it is in. */
export function processesTakenOn(event: TakenOn, s: S): Consequence[] {
  const { content } = event;
  const keys = keysOf(event, s);
  const { referral, assessment } = keys;
  const levels = levelsOf(event);
  const packageId = s.nextId('package');
  const adult: Consequence = {
    open: 'adultTransition',
    keys: { child: 'child' },
    facts: {
      notifiedOn: content.adultTeamNotifiedOn ?? null,
      planAgreedOn: content.transitionPlanAgreedOn ?? null,
      screenedOn: content.adultScreeningOn ?? null,
      referredOn: content.adultTeamReferredOn ?? null,
    },
  };
  const money = fundingOpening(s.protocol);
  const firstReview = content.packageCommencedOn && !content.lastReviewOn ? 'threeMonth' : 'annual';
  const notice = noticeOf('eligible', s, { keys, decidedOn: content.panelHeldOn ?? event.on });
  const byWhere: Record<TakenOn['content']['now'], Consequence[]> = {
    assessment: [{ open: 'assessment', keys: { referral }, facts: { levels } }],
    awaitingPanel: [
      { open: 'assessment', value: 'signedOff', keys: { referral }, facts: { levels } },
      { open: 'panelItem', keys: { referral, assessment }, facts: { presenter: content.assessor ?? null } },
    ],
    arranging: [
      { open: 'provision', keys },
      { open: 'funding', keys, facts: money },
      adult,
      ...(untold(event) ? [notice] : []),
    ],
    packageLive: [
      { open: 'package', keys: {}, facts: { commencedOn: content.packageCommencedOn } },
      { open: 'funding', keys: { package: packageId }, facts: money },
      { open: 'review', keys: { package: packageId }, facts: { kind: firstReview } },
      adult,
    ],
    eligibleWithoutPackage: [{ open: 'review', keys: {}, facts: { kind: 'annual' } }, adult],
  };
  return [consentTakenOn(event), ...byWhere[content.now]];
}

import { fundingOpening } from '../funding/funding.js';
import { ageOn, type LocalDate } from '../calendar/local-date.js';
import type { EventOf, StoredEvent } from '../protocol/events.js';
import type { Consequence, MilestoneDraft, Situation } from '../protocol/process.js';
import { live, written, type CaseFacts } from '../protocol/record.js';
import { refuse, type Refusal } from '../protocol/refusal.js';
import { deriveDeadlines } from '../timescales/deadlines.js';
import type { CaseEvents } from './case.events.js';

type S = Situation<object>;
type Of<T extends keyof CaseEvents> = EventOf<CaseEvents, T>;

/** SCO-1: from birth until the 18th birthday. */
export const underEighteen = ({ content, on }: Of<'CASE_OPENED'> | Of<'CASE_TAKEN_ON'>, s: S) => {
  const upTo = s.protocol.parameters.upToAge.value;
  return ageOn(content.dateOfBirth, on) >= upTo
    ? refuse(
        'SCO-1',
        `Children's continuing care ends at the ${upTo}th birthday; refer to adult continuing healthcare (CHC).`,
        ['a referral to adult continuing healthcare'],
      )
    : null;
};

/** SCO-6: no NHS number yet is possible, with the reason. */
export const nhsNumberOrReason = ({ content }: Of<'CASE_OPENED'> | Of<'CASE_TAKEN_ON'>) =>
  content.nhsNumber || written(content.nhsNumberMissing)
    ? null
    : refuse('SCO-6', 'A child is known by the NHS number, or it is said why there is none yet.', [
        'the NHS number, or why there is none',
      ]);

/** The facts of a case that is opened. */
export const factsOnOpening = (event: Of<'CASE_OPENED'> | Of<'CASE_TAKEN_ON'>): Partial<CaseFacts> => ({
  dateOfBirth: event.content.dateOfBirth,
  openedOn: event.on,
  parentalResponsibility: event.content.parentalResponsibility.map(({ relationship }) => relationship),
  regards: {
    interpreter: event.content.interpreter ?? null,
    communicationNeeds: written(event.content.communicationNeeds),
    adjustments: written(event.content.adjustments),
  },
});

const TAKEN_ON_NEEDS: Record<string, readonly [keyof Of<'CASE_TAKEN_ON'>['content'], string, string][]> = {
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
export const datesForWhereItIs = ({ content }: Of<'CASE_TAKEN_ON'>): Refusal[] =>
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
export const datesInOrder = ({ content }: Of<'CASE_TAKEN_ON'>) => {
  const given = IN_ORDER.map((field) => content[field]).filter((on) => on !== undefined);
  return given.every((on, at) => at === 0 || (given[at - 1] ?? '') <= on)
    ? null
    : refuse(
        'CHK-10',
        'The dates are out of order: referral, assessment, panel, arrangement, commencement, review.',
      );
};

const takenOnKeys = { referral: 'referral-0', assessment: 'assessment-0', item: 'panelItem-0' };

/** The dated facts of a case taken on midway, so that its clocks run from them. */
export function milestonesTakenOn({ content }: Of<'CASE_TAKEN_ON'>, s: S): MilestoneDraft[] {
  const firstReview = s.nextId('review');
  const draft = (
    kind: string,
    on: LocalDate | undefined,
    keys: Record<string, string> = {},
  ): MilestoneDraft[] => (on === undefined ? [] : [{ kind, on, keys: { ...takenOnKeys, ...keys } }]);
  const withoutPackage = content.now === 'eligibleWithoutPackage';
  const decided =
    content.panelHeldOn !== undefined && content.now !== 'awaitingPanel' && content.now !== 'assessment';
  const informed = content.familyInformedOn;
  return [
    ...draft('REFERRAL_FIRST_RECEIVED', content.referralReceivedOn),
    ...draft('HNA_COMPLETED', content.assessmentCompletedOn),
    ...(decided ? draft('JOINED', content.panelHeldOn, { child: 'child' }) : []),
    ...(decided
      ? draft('FAMILY_INFORMED', informed ?? (content.now === 'arranging' ? undefined : content.panelHeldOn))
      : []),
    ...(withoutPackage
      ? draft('NO_PACKAGE_NEEDED', content.panelHeldOn)
      : draft('PACKAGE_ARRANGED', content.packageArrangedOn ?? content.packageCommencedOn)),
    ...(withoutPackage && !content.lastReviewOn
      ? draft('ELIGIBLE_WITHOUT_PACKAGE', content.panelHeldOn, { nextReview: firstReview })
      : []),
    ...(content.lastReviewOn
      ? draft('REVIEW_COMPLETED', content.lastReviewOn, { review: 'review-0', nextReview: firstReview })
      : draft('PACKAGE_COMMENCED', content.packageCommencedOn, {
          nextReview: firstReview,
          package: s.nextId('package'),
        })),
  ];
}

/** The processes of a case taken on midway, each in the state it is in. */
export function processesTakenOn({ content }: Of<'CASE_TAKEN_ON'>, s: S): Consequence[] {
  const consent: Consequence = content.consentSignedOn
    ? {
        open: 'consent',
        value: 'given',
        facts: {
          signedOn: content.consentSignedOn,
          capacity: 'parent',
          scope: ['assessment', 'sharing'],
          withdrawnOn: null,
        },
      }
    : { open: 'consent' };
  const keys = takenOnKeys;
  const levels = Object.fromEntries((content.levels ?? []).map(({ domain, level }) => [domain, level]));
  const assessmentId = s.nextId('assessment');
  const review = {
    open: 'review' as const,
    facts: { kind: content.packageCommencedOn && !content.lastReviewOn ? 'threeMonth' : 'annual' },
  };
  const adult = { open: 'adultTransition' as const, keys: { child: 'child' } };
  const byWhere: Record<string, Consequence[]> = {
    assessment: [{ open: 'assessment', keys: { referral: keys.referral }, facts: { levels } }],
    awaitingPanel: [
      { open: 'assessment', value: 'signedOff', keys: { referral: keys.referral }, facts: { levels } },
      { open: 'panelItem', keys: { referral: keys.referral, assessment: assessmentId } },
    ],
    arranging: [
      { open: 'provision', keys },
      { open: 'funding', keys, facts: fundingOpening(s.protocol) },
      adult,
    ],
    packageLive: [
      { open: 'package', keys: {}, facts: { commencedOn: content.packageCommencedOn ?? null } },
      { open: 'funding', keys: {}, facts: fundingOpening(s.protocol) },
      { ...review, keys: { package: s.nextId('package') } },
      adult,
    ],
    eligibleWithoutPackage: [{ ...review, keys: {} }, adult],
  };
  return [consent, ...(byWhere[content.now] ?? [])];
}

/** ROL-7: a health professional experienced with children's complex needs, by recorded competence. */
export const assessorIsCompetent = (event: StoredEvent, s: S) => {
  const who = event.content['assessor'] as string | undefined;
  const competence = s.protocol.parameters.assessorCompetence.value;
  return who !== undefined && !event.evidence.people?.[who]?.competences.includes(competence)
    ? refuse(
        'ROL-7',
        "Assessments are done by someone experienced with children's complex needs; no such competence is recorded for this person.",
        [`the competence '${competence}'`],
      )
    : null;
};

/** SCO-8: what was said and how it was gathered, or why it could not be. */
export const voiceOrWhyNot = ({ content }: Of<'VOICE_RECORDED'>) =>
  (written(content.said) && written(content.gathered)) || written(content.notPossible)
    ? null
    : refuse('SCO-8', 'The views of the child and family are sought at every stage.', [
        'what they said and how it was gathered, or why it could not be gathered',
      ]);

/** HNA-11: an exception is for an open clock that allows one, approved by a second person with that role. */
export const exceptionIsAllowed = (
  { content, by, evidence }: Of<'CLOCK_EXCEPTION_RECORDED'>,
  s: S,
): Refusal[] => {
  const deadline = deriveDeadlines(s.record, s).find(({ key }) => key === content.deadline);
  const { exceptionTimescales, exceptionApprovers } = s.protocol.parameters;
  const roles = evidence.people?.[content.approvedBy]?.roles ?? [];
  return [
    ...(deadline && deadline.settled === null
      ? []
      : [refuse('HNA-11', `There is no open deadline '${content.deadline}' in this case.`)]),
    ...(deadline && !exceptionTimescales.value.includes(deadline.timescale)
      ? [refuse(['HNA-11', ...deadline.clauses], 'The protocol allows no exception to this clock.')]
      : []),
    ...(content.approvedBy === by.person
      ? [
          refuse('HNA-11', 'An exception is approved by someone other than who asks for it.', [
            'a second person',
          ]),
        ]
      : []),
    ...(roles.some((role) => exceptionApprovers.value.includes(role))
      ? []
      : [
          refuse(
            'HNA-11',
            'Whoever approves an exception holds a role that may.',
            exceptionApprovers.value.map((role) => `approval by a ${role}`),
          ),
        ]),
    ...(deadline && content.newTarget <= deadline.dueOn
      ? [
          refuse(
            'HNA-11',
            `The new target lies after the original due date, ${deadline.dueOn}, which stays and still counts.`,
          ),
        ]
      : []),
  ];
};

/** What is still owed to people, each with its clause. */
export const owedWord = (s: S): { clause: string; words: string }[] =>
  live<{ owed: { recipient: string; form: string; clause: string }[] }>(s.record, 'notice').flatMap(
    ({ facts }) =>
      facts.owed.map(({ recipient, form, clause }) => ({ clause, words: `${recipient}: ${form} notice` })),
  );

const WITHOUT_NOTICE = ['enteredInError', 'consentWithdrawn'];

/** CHK-7, PAN-10: everyone is told what they are owed before the case is closed. */
export const everyoneIsTold = ({ content }: Of<'CASE_CLOSED'>, s: S) => {
  const owed = WITHOUT_NOTICE.includes(content.reason) ? [] : owedWord(s);
  return owed.length > 0
    ? refuse(
        [...new Set(owed.map(({ clause }) => clause))],
        'People are still to be told; the case stays open until they are.',
        owed.map(({ words }) => words),
      )
    : null;
};

/** TRA-8, REV-6: a live package does not end because a case is closed. */
export const noLivePackage = ({ content, on }: Of<'CASE_CLOSED'>, s: S) => {
  if (live(s.record, 'package').length === 0 || content.reason === 'enteredInError') return null;
  const adult =
    ageOn(s.record.facts.dateOfBirth, on) >= s.protocol.parameters.straightToAdultTeamFromAge.value;
  return refuse(
    adult ? 'TRA-8' : 'REV-6',
    'The package is live. It ends by a decision of its own, never because a case is closed.',
    ['the end of the package, with its reason'],
  );
};

const ENDED_BY: Record<string, (s: S) => boolean> = {
  notProceeding: (s) =>
    live(s.record, 'referral').some(({ value }) => value === 'notProceeding' || value === 'returned'),
  notEligible: (s) => s.record.facts.standing === 'notEligible',
  consentWithdrawn: (s) => live(s.record, 'consent').some(({ value }) => value !== 'given'),
};

const CLOSING_CLAUSE: Record<string, string> = {
  notProceeding: 'CHK-6',
  notEligible: 'PAN-8',
  consentWithdrawn: 'CHK-3',
};

/** The reason for closing is one that the record bears out. */
export const reasonIsBorneOut = ({ content }: Of<'CASE_CLOSED'>, s: S) =>
  ENDED_BY[content.reason]?.(s) === false
    ? refuse(
        CLOSING_CLAUSE[content.reason] ?? 'CHK-6',
        `The case cannot be closed as '${content.reason}': the record does not show it.`,
        ['the decision or withdrawal that this reason speaks of, or another reason'],
      )
    : null;

/** Ends every process but those that must stay with a closed case. */
export const endEverything = (s: S, why: string, keep: readonly string[]): Consequence[] =>
  Object.values(s.record.processes)
    .filter(({ kind }) => !keep.includes(kind))
    .map(({ id }) => ({ end: id, why }));

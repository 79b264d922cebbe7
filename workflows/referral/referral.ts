import {
  choice,
  code,
  group,
  list,
  optional,
  organisation,
  pastDate,
  person,
  text,
  yesNo,
} from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';
import { defineProcess, type Situation } from '../protocol/process.js';
import { refuse } from '../protocol/refusal.js';
import { written } from '../protocol/record.js';
import { ageOn, type LocalDate } from '../calendar/local-date.js';
import { consentMissing } from '../consent/consent.js';
import { noticeOf } from '../notice/owed.js';

export interface ReferralFacts {
  firstReceivedOn: LocalDate | null;
  receivedOn: LocalDate | null;
  receipts: number;
  needs: readonly string[];
  servicesExplored: number;
  unmetNeeds: number;
  healthAttended: boolean;

  /** What the last quality assurance found missing. */
  gaps: number;
  returns: number;
  keptHere: boolean;
}

const NEEDS = ['physicalDisability', 'mentalHealth', 'learningDisability', 'endOfLife'] as const;
const SETTINGS = [
  'primaryCare',
  'secondaryCare',
  'tertiaryCare',
  'camhs',
  'communityNursing',
  'councilCommissioned',
  'publicHealth',
  'schoolNursing',
  'education',
  'socialCare',
] as const;

const checklistFields = {
  receivedOn: pastDate('Received by MLCSU on'),
  lateReason: optional(text('Why it is recorded later than the day it was received')),
  sentOn: optional(pastDate('Sent by the referrer on')),
  referrer: optional(person('Referrer')),
  setting: choice('Setting of the referrer', SETTINGS),
  profession: code('Profession of the referrer'),
  organisation: optional(organisation('Organisation of the referrer')),
  needs: list('Where the need arises', choice('Kind of need', NEEDS)),
  servicesExplored: list(
    'Universal and specialist services explored first',
    group('Service', { service: text('Service'), outcome: text('What came of it') }),
  ),
  unmetNeeds: list('Needs that remain unmet', text('Need')),
  attendees: list(
    'Who completed the checklist',
    group('Attendee', {
      person: person('Person'),
      discipline: choice('Discipline', ['health', 'socialCare', 'education', 'other']),
    }),
  ),
};

const events = defineEvents({
  CHECKLIST_BEGUN: {
    title: 'Note that the checklist was begun',
    clauses: ['CHK-1', 'CHK-5'],
    order: { clause: 'CHK-5', words: 'The checklist is begun before it is sent.' },
    fields: { begunOn: pastDate('Begun on') },
  },
  CHECKLIST_RECEIVED: {
    title: 'Receive the checklist',
    clauses: ['CHK-1', 'CHK-2', 'CHK-4', 'CHK-6', 'CHK-9', 'CHK-10', 'SCO-2'],
    order: {
      clause: 'CHK-9',
      words: 'A checklist is received once, and again only after it was returned or resubmission was agreed.',
    },
    fields: checklistFields,
  },
  CHECKLIST_QUALITY_ASSURED: {
    title: 'Quality assure the checklist',
    clauses: ['CHK-6'],
    order: {
      clause: 'CHK-6',
      words: 'A nurse assessor quality assures a checklist after MLCSU has received it.',
    },
    fields: {
      complete: yesNo('Everything needed is there'),
      gaps: list('What is missing', text('Missing')),
      notes: optional(text('Notes')),
    },
  },
  CHECKLIST_RETURNED: {
    title: 'Return the checklist with what is missing',
    clauses: ['CHK-9', 'CHK-3', 'CHK-4'],
    order: { clause: 'CHK-9', words: 'Only a checklist that was received and not yet decided on goes back.' },
    fields: {
      returnedOn: pastDate('Returned on'),
      missing: list('What is missing', text('Missing'), { min: 1 }),
    },
  },
  CHECKLIST_PROCEEDED: {
    title: 'Decide to proceed to a full assessment',
    clauses: ['CHK-6', 'CHK-2', 'CHK-3', 'CHK-4', 'SCO-2'],
    order: {
      clause: 'CHK-6',
      words: 'The checklist is received and quality assured before it is decided to proceed.',
    },
    needsConsent: 'assessment',
    fields: { decidedOn: pastDate('Decided on'), rationale: text('Why the assessment is needed') },
  },
  CHECKLIST_NOT_PROCEEDED: {
    title: 'Decide not to proceed',
    clauses: ['CHK-6', 'CHK-7'],
    order: {
      clause: 'CHK-6',
      words: 'The checklist is received and quality assured before it is decided not to proceed.',
    },
    fields: { decidedOn: pastDate('Decided on'), reason: text('Why not, as the referrer will be told') },
  },
  REFERRAL_REDIRECTED: {
    title: 'Redirect to the adult continuing healthcare team',
    clauses: ['TRA-7'],
    order: { clause: 'TRA-7', words: 'A new referral is redirected before it is decided on.' },
    fields: {
      redirectedOn: pastDate('Redirected on'),
      signpost: text('What the referrer and family were told'),
    },
  },
  REFERRAL_KEPT: {
    title: 'Keep a referral from 17 here',
    clauses: ['TRA-7'],
    order: {
      clause: 'TRA-7',
      words: 'A referral from 17 is kept here, with the reason, before it is decided on.',
    },
    fields: { reason: text('Why it is kept here'), urgent: yesNo('The need is urgent') },
  },
  DISAGREEMENT_RAISED: {
    title: 'Record a disagreement with the checklist outcome',
    clauses: ['CHK-8'],
    order: { clause: 'CHK-8', words: 'Disagreement is raised about a decision not to proceed.' },
    fields: {
      raisedOn: pastDate('Raised on'),
      by: choice('By', ['referrer', 'family', 'youngPerson']),
      what: text('What they say'),
    },
  },
  LOCAL_RESOLUTION_RECORDED: {
    title: 'Record the local resolution',
    clauses: ['CHK-8'],
    order: { clause: 'CHK-8', words: 'Local resolution follows a disagreement that was raised.' },
    fields: {
      resolvedOn: pastDate('Resolved on'),
      given: list('What the nurses gave', choice('Help', ['advice', 'support', 'training']), { min: 1 }),
      outcome: choice('What it leads to', ['resubmission', 'proceed', 'close']),
      notes: text('What was said and agreed'),
    },
  },
});

const from17 = (s: Situation<ReferralFacts>): boolean =>
  s.record.facts.standing === 'undecided' &&
  ageOn(s.record.facts.dateOfBirth, s.facts.firstReceivedOn ?? s.event.on) >=
    s.protocol.parameters.straightToAdultTeamFromAge.value;

const checklistComplete = [
  (s: Situation<ReferralFacts>) =>
    s.facts.needs.length === 0
      ? refuse('SCO-2', 'The referral does not say where the need arises.', ['at least one kind of need'])
      : null,
  (s: Situation<ReferralFacts>) => {
    const missing = [
      ...(s.facts.servicesExplored === 0
        ? ['the universal and specialist services explored, with their outcome']
        : []),
      ...(s.facts.unmetNeeds === 0 ? ['at least one unmet need'] : []),
    ];
    return missing.length > 0
      ? refuse(
          'CHK-2',
          'Universal and specialist services come first, and the referral says which needs are left unmet.',
          missing,
        )
      : null;
  },
  (s: Situation<ReferralFacts>) =>
    s.facts.healthAttended
      ? null
      : refuse('CHK-4', 'The checklist was completed without a health professional; it goes back.', [
          'a health professional among those who complete it',
        ]),
  (s: Situation<ReferralFacts>) =>
    s.facts.gaps > 0
      ? refuse('CHK-9', 'Quality assurance found the checklist incomplete; return it with what is missing.', [
          'a complete checklist',
        ])
      : null,
  (s: Situation<ReferralFacts>) =>
    from17(s) && !s.facts.keptHere
      ? refuse(
          'TRA-7',
          'From 17 a new referral goes straight to the adult team, unless a nurse assessor keeps it here with a reason.',
          ['the redirection, or the reason to keep it here'],
        )
      : null,
];

const receiptKeys = (s: Situation<ReferralFacts>, nth: number) => ({ receipt: `${s.process.id}.${nth}` });
const decided = (kind: string, on: LocalDate, s: Situation<ReferralFacts>) => [
  { kind, on, keys: receiptKeys(s, s.facts.receipts) },
];
const tellReferrer = (s: Situation<ReferralFacts>, about: string, decidedOn: string) =>
  noticeOf(about, s, { keys: receiptKeys(s, s.facts.receipts), decidedOn });
const towardsAssessment = (s: Situation<ReferralFacts>) => ({
  open: 'assessment' as const,
  keys: { referral: s.process.id },
});

const initialFacts: ReferralFacts = {
  firstReceivedOn: null,
  receivedOn: null,
  receipts: 0,
  needs: [],
  servicesExplored: 0,
  unmetNeeds: 0,
  healthAttended: false,

  gaps: 0,
  returns: 0,
  keptHere: false,
};

/** From the first word of a possible need to the decision to assess, return or refuse (CHK). */
export const referral = defineProcess({
  kind: 'referral',
  title: 'Referral and checklist',
  events,
  initialFacts,
  rules: {
    CHECKLIST_BEGUN: { milestones: ({ content }) => [{ kind: 'CHECKLIST_BEGUN', on: content.begunOn }] },
    CHECKLIST_RECEIVED: {
      checks: [
        ({ content, on }) =>
          content.receivedOn < on && !written(content.lateReason)
            ? refuse(
                'CHK-6',
                `The clock runs from the day of receipt. ${content.receivedOn} is before today; say why it is recorded late.`,
                ['the reason for recording it late'],
              )
            : null,
        ({ content }, s) =>
          s.facts.receivedOn !== null && content.receivedOn < s.facts.receivedOn
            ? refuse(
                'CHK-9',
                'A checklist that comes back cannot have been received before it was first received.',
              )
            : null,
        ({ content }) =>
          content.sentOn && content.sentOn > content.receivedOn
            ? refuse('CHK-5', 'The checklist cannot have been sent after it was received.')
            : null,
        ({ content }, s) => {
          const upTo = s.protocol.parameters.upToAge.value;
          return ageOn(s.record.facts.dateOfBirth, content.receivedOn) >= upTo
            ? refuse(
                'SCO-1',
                `Children's continuing care ends at the ${upTo}th birthday; adult continuing healthcare (CHC) takes the referral.`,
                ['a referral to adult continuing healthcare'],
              )
            : null;
        },
      ],
      facts: (facts, { content }) => ({
        ...facts,
        firstReceivedOn: facts.firstReceivedOn ?? content.receivedOn,
        receivedOn: content.receivedOn,
        receipts: facts.receipts + 1,
        needs: content.needs,
        servicesExplored: content.servicesExplored.length,
        unmetNeeds: content.unmetNeeds.length,
        healthAttended: content.attendees.some(({ discipline }) => discipline === 'health'),
        gaps: 0,
      }),
      milestones: ({ content }, s) => [
        { kind: 'CHECKLIST_SENT', on: content.sentOn ?? content.receivedOn },
        ...(s.facts.receipts === 0 ? [{ kind: 'REFERRAL_FIRST_RECEIVED', on: content.receivedOn }] : []),
        ...(s.process.value === 'localResolution' || s.process.value === 'resubmissionAgreed'
          ? [{ kind: 'REFERRAL_RESUMED', on: content.receivedOn }]
          : []),
        { kind: 'CHECKLIST_RECEIVED', on: content.receivedOn, keys: receiptKeys(s, s.facts.receipts + 1) },
      ],
      participants: ({ content }) =>
        content.attendees.map(({ person: who }) => ({ person: who, part: 'checklist' as const })),
    },
    CHECKLIST_QUALITY_ASSURED: {
      checks: [
        ({ content }) =>
          !content.complete && content.gaps.length === 0
            ? refuse('CHK-9', 'An incomplete checklist goes back with what is missing.', ['what is missing'])
            : null,
      ],
      facts: (facts, { content }) => ({ ...facts, gaps: content.complete ? 0 : content.gaps.length }),
    },
    CHECKLIST_RETURNED: {
      facts: (facts) => ({ ...facts, returns: facts.returns + 1 }),
      milestones: ({ content }, s) => decided('CHECKLIST_RETURNED', content.returnedOn, s),
      then: ({ content }, s) => [tellReferrer(s, 'checklistReturned', content.returnedOn)],
    },
    CHECKLIST_PROCEEDED: {
      needs: checklistComplete,
      milestones: ({ content }, s) => decided('CHECKLIST_PROCEEDED', content.decidedOn, s),
      then: ({ content }, s) => [
        tellReferrer(s, 'checklistProceeded', content.decidedOn),
        towardsAssessment(s),
      ],
    },
    CHECKLIST_NOT_PROCEEDED: {
      milestones: ({ content }, s) => [
        ...decided('CHECKLIST_NOT_PROCEEDED', content.decidedOn, s),
        { kind: 'REFERRAL_ENDED', on: content.decidedOn },
      ],
      then: ({ content }, s) => [tellReferrer(s, 'checklistNotProceeded', content.decidedOn)],
    },
    REFERRAL_REDIRECTED: {
      needs: [
        (s) =>
          from17(s)
            ? null
            : refuse(
                'TRA-7',
                'Only a new referral from 17, of a young person without a package, goes to the adult team.',
              ),
      ],
      milestones: ({ content }, s) => [
        ...decided('REFERRAL_REDIRECTED', content.redirectedOn, s),
        { kind: 'REFERRAL_ENDED', on: content.redirectedOn },
      ],
    },
    REFERRAL_KEPT: {
      needs: [
        (s) =>
          from17(s) ? null : refuse('TRA-7', 'This referral is not one that would go to the adult team.'),
      ],
      facts: (facts) => ({ ...facts, keptHere: true }),
    },
    LOCAL_RESOLUTION_RECORDED: {
      needs: [],
      checks: [
        ({ content }, s) => {
          const missing = content.outcome === 'proceed' ? consentMissing(s.record, 'assessment') : null;
          return missing
            ? refuse('CHK-3', 'The assessment cannot start without valid consent.', [missing])
            : null;
        },
        ({ content }, s) =>
          content.outcome === 'proceed'
            ? checklistComplete
                .flatMap((need) => need(s) ?? [])
                .filter(({ clauses }) => !clauses.includes('CHK-9'))
            : null,
      ],
      milestones: ({ content }) =>
        content.outcome === 'proceed' ? [{ kind: 'REFERRAL_RESUMED', on: content.resolvedOn }] : [],
      then: ({ content }, s) => (content.outcome === 'proceed' ? [towardsAssessment(s)] : []),
    },
  },
  chart: {
    initial: 'awaitingChecklist',
    states: {
      awaitingChecklist: {
        stage: 'Awaiting the checklist',
        stay: ['CHECKLIST_BEGUN'],
        on: { CHECKLIST_RECEIVED: 'received' },
      },
      received: {
        stage: 'Checklist received',
        stay: ['REFERRAL_KEPT'],
        on: {
          CHECKLIST_QUALITY_ASSURED: 'qualityAssured',
          CHECKLIST_RETURNED: 'returned',
          REFERRAL_REDIRECTED: 'redirected',
        },
      },
      qualityAssured: {
        stage: 'Checklist quality assured',
        stay: ['CHECKLIST_QUALITY_ASSURED', 'REFERRAL_KEPT'],
        on: {
          CHECKLIST_RETURNED: 'returned',
          CHECKLIST_PROCEEDED: 'proceeding',
          CHECKLIST_NOT_PROCEEDED: 'notProceeding',
          REFERRAL_REDIRECTED: 'redirected',
        },
      },
      returned: { stage: 'Checklist returned to the referrer', on: { CHECKLIST_RECEIVED: 'received' } },
      notProceeding: {
        stage: 'Not proceeding to assessment',
        on: { DISAGREEMENT_RAISED: 'localResolution' },
      },
      localResolution: {
        stage: 'Local resolution of a disagreement',
        on: {
          LOCAL_RESOLUTION_RECORDED: [
            {
              to: 'resubmissionAgreed',
              if: (_f, e) => e.content['outcome'] === 'resubmission',
              words: 'resubmission agreed',
            },
            {
              to: 'proceeding',
              if: (_f, e) => e.content['outcome'] === 'proceed',
              words: 'proceeds after all',
            },
            {
              to: 'notProceeding',
              if: (_f, e) => e.content['outcome'] === 'close',
              words: 'the decision stands',
            },
          ],
        },
      },
      resubmissionAgreed: { stage: 'Awaiting resubmission', on: { CHECKLIST_RECEIVED: 'received' } },
      proceeding: { stage: 'Proceeding to assessment', final: true },
      redirected: { stage: 'Redirected to the adult team', final: true },
    },
  },
});

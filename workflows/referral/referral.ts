import type { LocalDate } from '../calendar/local-date.js';
import { noticeOf } from '../notice/owed.js';
import { defineProcess, type Situation } from '../protocol/process.js';
import { referralEvents as events } from './referral.events.js';
import * as rules from './referral.rules.js';
import type { ReferralFacts } from './referral.rules.js';

type S = Situation<ReferralFacts>;

const receiptKeys = (s: S, nth: number) => ({ receipt: `${s.process.id}.${nth}` });
const decided = (kind: string, on: LocalDate, s: S) => [{ kind, on, keys: receiptKeys(s, s.facts.receipts) }];
const tellReferrer = (s: S, about: string, decidedOn: string) =>
  noticeOf(about, s, { keys: receiptKeys(s, s.facts.receipts), decidedOn });
const towardsAssessment = (s: S) => ({ open: 'assessment' as const, keys: { referral: s.process.id } });
const comesBackAfterADecision = (s: S) => s.process.value === 'resubmissionAgreed';

const initialFacts: ReferralFacts = {
  firstReceivedOn: null,
  receivedOn: null,
  receipts: 0,
  needs: [],
  servicesExplored: 0,
  unmetNeeds: 0,
  disciplines: [],
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
        rules.wordsAreKnown,
        rules.careDomainsAreKnown,
        rules.backdatingSaysWhy,
        rules.receivedInOrder,
        rules.underEighteenOnReceipt,
      ],
      facts: (facts, { content }) => ({
        ...facts,
        firstReceivedOn: facts.firstReceivedOn ?? content.receivedOn,
        receivedOn: content.receivedOn,
        receipts: facts.receipts + 1,
        needs: content.needs,
        servicesExplored: content.servicesExplored.length,
        unmetNeeds: content.unmetNeeds.length,
        disciplines: [...new Set(content.attendees.map(({ discipline }) => discipline))],
        gaps: 0,
      }),
      caseFacts: ({ content }) => ({ needs: [...new Set(content.needs)] }),
      milestones: (event, s) => {
        const on = rules.receiptCountsFrom(event, s);
        return [
          { kind: 'CHECKLIST_SENT', on: event.content.sentOn ?? event.content.receivedOn },
          ...(s.facts.receipts === 0 ? [{ kind: 'REFERRAL_FIRST_RECEIVED', on }] : []),
          ...(comesBackAfterADecision(s) ? [{ kind: 'REFERRAL_RESUMED', on }] : []),
          { kind: 'CHECKLIST_RECEIVED', on, keys: receiptKeys(s, s.facts.receipts + 1) },
        ];
      },
      participants: ({ content }) => content.attendees.map(({ person }) => ({ person, part: 'checklist' })),
    },
    CHECKLIST_QUALITY_ASSURED: {
      checks: [rules.gapsAreNamed],
      participants: ({ by }) => (by.person ? [{ person: by.person, part: 'checklistQualityAssurance' }] : []),
      facts: (facts, { content }) => ({ ...facts, gaps: content.complete ? 0 : content.gaps.length }),
    },
    CHECKLIST_RETURNED: {
      checks: [rules.decidedAfterReceipt('returnedOn')],
      facts: (facts) => ({ ...facts, returns: facts.returns + 1 }),
      milestones: ({ content }, s) => decided('CHECKLIST_RETURNED', content.returnedOn, s),
      then: ({ content }, s) => [tellReferrer(s, 'checklistReturned', content.returnedOn)],
    },
    CHECKLIST_PROCEEDED: {
      needs: [
        rules.needIsNamed,
        rules.servicesCameFirst,
        rules.healthTookPart,
        rules.nothingIsMissing,
        rules.notForAdultTeam,
      ],
      checks: [rules.decidedAfterReceipt('decidedOn')],
      milestones: ({ content }, s) => decided('CHECKLIST_PROCEEDED', content.decidedOn, s),
      then: ({ content }, s) => [
        tellReferrer(s, 'checklistProceeded', content.decidedOn),
        towardsAssessment(s),
      ],
    },
    CHECKLIST_NOT_PROCEEDED: {
      checks: [rules.decidedAfterReceipt('decidedOn')],
      milestones: ({ content }, s) => [
        ...decided('CHECKLIST_NOT_PROCEEDED', content.decidedOn, s),
        { kind: 'REFERRAL_ENDED', on: content.decidedOn },
      ],
      then: ({ content }, s) => [tellReferrer(s, 'checklistNotProceeded', content.decidedOn)],
    },
    REFERRAL_REDIRECTED: {
      needs: [rules.isForAdultTeam],
      checks: [rules.decidedAfterReceipt('redirectedOn')],
      milestones: ({ content }, s) => [
        ...decided('REFERRAL_REDIRECTED', content.redirectedOn, s),
        { kind: 'REFERRAL_ENDED', on: content.redirectedOn },
      ],
    },
    REFERRAL_KEPT: {
      needs: [rules.isForAdultTeam],
      facts: (facts) => ({ ...facts, keptHere: true }),
    },
    LOCAL_RESOLUTION_RECORDED: {
      checks: [rules.mayProceedAfterAll],
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
          CHECKLIST_PROCEEDED: 'proceeding',
          CHECKLIST_NOT_PROCEEDED: 'notProceeding',
          CHECKLIST_RETURNED: 'returned',
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

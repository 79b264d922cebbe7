import type { StoredEvent } from '../protocol/events.js';
import { defineProcess } from '../protocol/process.js';
import { live } from '../protocol/record.js';
import type { PanelItemFacts } from '../panel/panel-item.rules.js';
import { assessmentEvents as events } from './assessment.events.js';
import * as rules from './assessment.rules.js';
import type { AssessmentFacts } from './assessment.rules.js';

const allYes = (event: StoredEvent): boolean =>
  (event.content['answers'] as { yes: boolean }[]).every(({ yes }) => yes);
const including = (list: readonly string[], one: string): readonly string[] =>
  list.includes(one) ? list : [...list, one];

const initialFacts: AssessmentFacts = {
  mdtHeldOn: null,
  areas: [],
  explained: [],
  levels: {},
  domainsEvidenced: [],
  recommendation: null,
  views: [],
  referralsOut: 0,
  referralsAnswered: 0,
  sentBack: 0,
  signedOffBy: null,
};

/** The full assessment: MDT, four areas of evidence, DST, recommendation, views, sign-off by a second person (HNA). */
export const assessment = defineProcess({
  kind: 'assessment',
  title: 'Health needs assessment',
  events,
  initialFacts,
  rules: {
    MDT_HELD: {
      checks: [rules.everyDisciplineAccountedFor],
      facts: (facts, { content }) => ({ ...facts, mdtHeldOn: content.heldOn }),
      participants: ({ content }) => [
        { person: content.chairedBy, part: 'mdt' },
        ...content.attendance.map(({ person }) => ({ person, part: 'mdt' as const })),
      ],
    },
    EVIDENCE_RECORDED: {
      checks: [rules.evidenceIsOfAKnownKind],
      facts: (facts, { content }) => ({
        ...facts,
        areas: including(facts.areas, content.area),
        explained: facts.explained.filter((area) => area !== content.area),
      }),
      participants: ({ content }) => (content.author ? [{ person: content.author, part: 'evidence' }] : []),
    },
    EVIDENCE_ABSENCE_EXPLAINED: {
      checks: [rules.evidenceIsOfAKnownKind],
      facts: (facts, { content }) => ({ ...facts, explained: including(facts.explained, content.area) }),
    },
    DOMAIN_SCORED: {
      checks: [rules.domainHasLevel],
      facts: (facts, { content }) => ({
        ...facts,
        levels: { ...facts.levels, [content.domain]: content.level },
        areas: including(facts.areas, 'dst'),
      }),
      participants: (event) => (event.by.person ? [{ person: event.by.person, part: 'dst' }] : []),
    },
    REFERRED_OUT: { facts: (facts) => ({ ...facts, referralsOut: facts.referralsOut + 1 }) },
    REFERRAL_OUT_ANSWERED: {
      needs: [rules.referralWaitsForAnswer],
      facts: (facts) => ({ ...facts, referralsAnswered: facts.referralsAnswered + 1 }),
    },
    RECOMMENDATION_MADE: {
      needs: [rules.teamHasMet, rules.fourAreasOfEvidence, rules.everyCareDomainIsScored],
      checks: [rules.againstTheGuideSaysWhy, rules.saysWhetherPackage],
      facts: (facts, event) => ({
        ...facts,
        recommendation: {
          seq: event.seq,
          by: event.by.person,
          eligible: event.content.eligible,
          packageNeeded: event.content.packageNeeded ?? false,
          completedOn: event.content.completedOn,
        },
        views: [],
      }),
      milestones: ({ content }, s) =>
        s.facts.recommendation ? [] : [{ kind: 'HNA_COMPLETED', on: content.completedOn }],
      participants: (event) => (event.by.person ? [{ person: event.by.person, part: 'recommendation' }] : []),
    },
    VIEW_RECORDED: {
      facts: (facts, { content }) => ({
        ...facts,
        views: [...facts.views, `${content.party}:${content.view}`],
      }),
      participants: ({ content }) => (content.person ? [{ person: content.person, part: 'mdt' }] : []),
    },
    ASSESSMENT_QUALITY_ASSURED: {
      needs: [rules.signedOffBySecondPerson, rules.consentToShare],
      checks: [rules.everyQuestionAnswered],
      facts: (facts, event) =>
        allYes(event)
          ? { ...facts, signedOffBy: event.by.person }
          : { ...facts, sentBack: facts.sentBack + 1 },
      participants: (event) =>
        event.by.person ? [{ person: event.by.person, part: 'qualityAssurance' }] : [],
      caseFacts: (event, s) => (allYes(event) ? { lastLevels: s.facts.levels } : {}),
      then: (event, s) =>
        allYes(event)
          ? [
              {
                open: 'panelItem',
                keys: { ...s.process.keys, assessment: s.process.id },
                facts: { presenter: s.record.facts.assessor },
              },
            ]
          : [],
    },
    ASSESSMENT_REOPENED: {
      needs: [rules.notOnAnAgenda],
      facts: (facts) => ({ ...facts, signedOffBy: null }),
      milestones: (event, s) =>
        live<PanelItemFacts>(s.record, 'panelItem')
          .filter(({ keys, value }) => keys['assessment'] === s.process.id && value === 'deferred')
          .map(({ id, facts }) => ({
            kind: 'DEFERRAL_ENDED',
            on: event.on,
            keys: { deferral: `${id}.${facts.deferrals}` },
          })),
      then: (_event, s) =>
        live(s.record, 'panelItem')
          .filter(({ keys }) => keys['assessment'] === s.process.id)
          .map(({ id }) => ({ end: id, why: 'assessment reopened' })),
    },
  },
  chart: {
    initial: 'underway',
    states: {
      underway: {
        stage: 'Assessment under way',
        stay: [
          'MDT_INVITED',
          'MDT_HELD',
          'EVIDENCE_RECORDED',
          'EVIDENCE_ABSENCE_EXPLAINED',
          'DOMAIN_SCORED',
          'REFERRED_OUT',
          'REFERRAL_OUT_ANSWERED',
        ],
        on: { RECOMMENDATION_MADE: 'recommended' },
      },
      recommended: {
        stage: 'Recommendation made, awaiting quality assurance',
        stay: ['VIEW_RECORDED', 'EVIDENCE_RECORDED', 'REFERRAL_OUT_ANSWERED'],
        on: {
          ASSESSMENT_QUALITY_ASSURED: [
            { to: 'signedOff', if: (_f, e) => allYes(e), words: 'every answer is yes' },
            { to: 'underway', if: (_f, e) => !allYes(e), words: 'a no sends it back' },
          ],
        },
      },
      signedOff: {
        stage: 'Assessment signed off',
        stay: ['VIEW_RECORDED', 'EVIDENCE_RECORDED', 'REFERRAL_OUT_ANSWERED'],
        on: { ASSESSMENT_REOPENED: 'underway' },
      },
    },
  },
});

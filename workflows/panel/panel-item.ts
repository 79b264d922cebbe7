import type { LocalDate } from '../calendar/local-date.js';
import { fundingOpening } from '../funding/funding.js';
import type { StoredEvent } from '../protocol/events.js';
import { defineProcess, type Consequence, type MilestoneDraft, type Situation } from '../protocol/process.js';
import { keysOf, live } from '../protocol/record.js';
import { noticeOf } from '../notice/owed.js';
import { panelItemEvents as events } from './panel-item.events.js';
import * as rules from './panel-item.rules.js';
import { papersCloseOn } from './papers.js';
import type { PanelItemFacts } from './panel-item.rules.js';
import { deciders, exclusions } from './quorum.js';

type S = Situation<PanelItemFacts>;
const decision = (event: StoredEvent) =>
  event.content['outcome'] === 'notEligible'
    ? 'notEligible'
    : event.content['packageNeeded']
      ? 'eligible'
      : 'eligibleWithoutPackage';
const heldOn = (event: StoredEvent): LocalDate => event.evidence.meeting?.heldOn ?? event.on;
const agenda = (s: S, status: 'removed' | 'deferred' | 'decided') => ({
  type: 'AGENDA_CHANGED' as const,
  meeting: s.facts.meeting ?? '',
  process: s.process.id,
  presenter: s.facts.presenter,
  status,
});

/** The yearly review starts with the decision, unless reviews are running already. */
const reviewFollows = ({ record }: S): boolean =>
  live(record, 'package').length === 0 && live(record, 'review').length === 0;

const decisionMilestones = (event: StoredEvent, s: S): MilestoneDraft[] => {
  const on = heldOn(event);
  const outcome = decision(event);
  const joined: MilestoneDraft[] =
    s.record.facts.joinedOn === null ? [{ kind: 'JOINED', on, keys: { child: 'child' } }] : [];
  const byOutcome: Record<string, MilestoneDraft[]> = {
    eligible: joined,
    eligibleWithoutPackage: [
      ...joined,
      { kind: 'NO_PACKAGE_NEEDED', on },
      ...(reviewFollows(s)
        ? [{ kind: 'ELIGIBLE_WITHOUT_PACKAGE', on, keys: { nextReview: s.nextId('review') } }]
        : []),
    ],
    notEligible: [{ kind: 'NOT_ELIGIBLE_DECIDED', on }],
  };
  return [{ kind: 'PANEL_DECIDED', on }, ...(byOutcome[outcome] ?? [])];
};

const afterDecision = (event: StoredEvent, s: S): Consequence[] => {
  const outcome = decision(event);
  const keys = keysOf(s.process);
  const none = (kind: 'funding' | 'adultTransition') => live(s.record, kind).length === 0;
  const opened: Record<string, Consequence[]> = {
    eligible: [
      { open: 'provision', keys },
      ...(none('funding') ? [{ open: 'funding' as const, keys, facts: fundingOpening(s.protocol) }] : []),
      ...(none('adultTransition') ? [{ open: 'adultTransition' as const, keys: { child: 'child' } }] : []),
    ],
    eligibleWithoutPackage: [
      ...(reviewFollows(s) ? [{ open: 'review' as const, keys: {}, facts: { kind: 'annual' } }] : []),
      ...(none('adultTransition') ? [{ open: 'adultTransition' as const, keys: { child: 'child' } }] : []),
    ],
    notEligible: [],
  };
  return [
    ...rules.assessmentsOf(s).map((id) => ({ end: id, why: 'decided by the panel' })),
    noticeOf(outcome, s, { decidedOn: heldOn(event) }),
    ...(opened[outcome] ?? []),
  ];
};

const initialFacts: PanelItemFacts = {
  meeting: null,
  presenter: null,
  interests: [],
  deferrals: 0,
  awaited: [],
};

/** A case before the joint panel: listed, deferred, decided - need and eligibility first, money never here (PAN-5). */
export const panelItem = defineProcess({
  kind: 'panelItem',
  title: 'Joint panel',
  events,
  initialFacts,
  rules: {
    ITEM_LISTED: {
      needs: [rules.wantedInformationHasCome],
      checks: [rules.meetingTakesTheItem, rules.somebodyPresents],
      facts: (facts, { content }) => ({
        ...facts,
        meeting: content.meeting,
        presenter: content.presenter ?? facts.presenter,
      }),
      effects: ({ content }, s) => [
        {
          ...agenda(s, 'removed'),
          status: 'listed',
          meeting: content.meeting,
          presenter: content.presenter ?? s.facts.presenter,
        },
      ],
    },
    ITEM_TAKEN_OFF: {
      facts: (facts) => ({ ...facts, meeting: null }),
      effects: (_event, s) => [agenda(s, 'removed')],
    },
    INTEREST_DECLARED: {
      checks: [rules.onesOwnInterest],
      facts: (facts, { content, seq }) => ({
        ...facts,
        interests: [...facts.interests, { person: content.person, excludes: content.excludes, seq }],
      }),
      effects: ({ content: { person, excludes } }, s) => [
        { type: 'INTEREST_KEPT', process: s.process.id, person, excludes },
      ],
    },
    ITEM_DEFERRED: {
      needs: [rules.meetingIsHeld, rules.nextMeetingIsKnown],
      facts: (facts, { content }) => ({
        ...facts,
        deferrals: facts.deferrals + 1,
        awaited: content.wanted.map((_wanted, at) => at + 1),
      }),
      milestones: (event, s) => [
        {
          kind: 'ITEM_DEFERRED',
          on: heldOn(event),
          keys: { deferral: `${s.process.id}.${s.facts.deferrals + 1}` },
          due: event.evidence.nextMeeting
            ? papersCloseOn(event.evidence.nextMeeting.heldOn, s, event.evidence.nextMeeting.shortNotice)
            : event.on,
        },
      ],
      effects: (_event, s) => [agenda(s, 'deferred')],
    },
    INFORMATION_RECEIVED: {
      checks: [rules.isAwaited],
      facts: (facts, { content }) => ({
        ...facts,
        awaited: facts.awaited.filter((nth) => nth !== content.nth),
      }),
      milestones: ({ content }, s) =>
        s.facts.awaited.every((nth) => nth === content.nth)
          ? [
              {
                kind: 'INFORMATION_RECEIVED',
                on: content.receivedOn,
                keys: { deferral: `${s.process.id}.${s.facts.deferrals}` },
              },
            ]
          : [],
    },
    PANEL_DECIDED: {
      needs: [rules.panelIsQuorate],
      checks: [
        rules.nobodyJudgesTheirOwnCase,
        rules.positionsOfThosePresent,
        rules.eachOrganisationTakesAPosition,
        rules.saysWhetherPackage,
        rules.againstTheGuideSaysWhy,
      ],
      milestones: decisionMilestones,
      caseFacts: (event, s) => {
        const standing = decision(event);
        return {
          standing,
          joinedOn: s.record.facts.joinedOn ?? (standing === 'notEligible' ? null : heldOn(event)),
        };
      },
      then: afterDecision,
      effects: (event, s) => [
        agenda(s, 'decided'),
        {
          type: 'DECISION_MADE',
          meeting: s.facts.meeting ?? '',
          process: s.process.id,
          deciders: deciders(event.evidence.meeting?.present ?? [], exclusions(s.record, s.process)),
        },
      ],
    },
  },
  onCutShort: ({ id, facts, value }) =>
    facts.meeting !== null && value === 'listed'
      ? [
          {
            type: 'AGENDA_CHANGED',
            meeting: facts.meeting,
            process: id,
            presenter: facts.presenter,
            status: 'removed',
          },
        ]
      : [],
  chart: {
    initial: 'ready',
    states: {
      ready: { stage: 'Ready for the joint panel', on: { ITEM_LISTED: 'listed' } },
      listed: {
        stage: 'On the agenda of the joint panel',
        stay: ['INTEREST_DECLARED'],
        on: {
          PANEL_DECIDED: [
            { to: 'notEligible', if: (_f, e) => decision(e) === 'notEligible', words: 'not eligible' },
            { to: 'eligible', if: (_f, e) => decision(e) === 'eligible', words: 'eligible, with a package' },
            {
              to: 'eligibleWithoutPackage',
              if: (_f, e) => decision(e) === 'eligibleWithoutPackage',
              words: 'eligible, no package needed',
            },
          ],
          ITEM_DEFERRED: 'deferred',
          ITEM_TAKEN_OFF: 'ready',
        },
      },
      deferred: {
        stage: 'Deferred by the joint panel',
        stay: ['INFORMATION_RECEIVED'],
        on: { ITEM_LISTED: 'listed' },
      },
      eligible: { stage: 'Eligible, package to be arranged', final: true },
      eligibleWithoutPackage: { stage: 'Eligible, no package needed', final: true },
      notEligible: { stage: 'Not eligible', final: true },
    },
  },
});

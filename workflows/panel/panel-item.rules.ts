import { dateInWords } from '../calendar/local-date.js';
import { levelRefused, readGuide } from '../decision-support/guide.js';
import type { EventOf } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { live, written } from '../protocol/record.js';
import { refuse } from '../protocol/refusal.js';
import { papersCloseOn } from './papers.js';
import { deciders, exclusions, quorumMissing, type ItemParties } from './quorum.js';
import type { PanelItemEvents } from './panel-item.events.js';

/** What an item of the panel's agenda knows. */
export interface PanelItemFacts extends ItemParties {
  meeting: string | null;
  deferrals: number;
  /** Which of the things wanted have not come, numbered from 1. */
  awaited: readonly number[];
}

type S = Situation<PanelItemFacts>;
type Listed = EventOf<PanelItemEvents, 'ITEM_LISTED'>;
type Declared = EventOf<PanelItemEvents, 'INTEREST_DECLARED'>;
type Received = EventOf<PanelItemEvents, 'INFORMATION_RECEIVED'>;
type Decided = EventOf<PanelItemEvents, 'PANEL_DECIDED'>;

/** PAN-1: the meeting is still to come, its papers are open, and it has room. */
export const meetingTakesTheItem = ({ evidence, on }: Listed, s: S) => {
  const held = evidence.meeting;
  if (!held)
    return refuse('PAN-1', 'There is no such meeting of the joint panel.', ['a meeting that is arranged']);
  const closes = papersCloseOn(held.heldOn, s, held.shortNotice);
  return [
    ...(held.stage === 'arranged'
      ? []
      : [refuse('PAN-1', `That meeting is ${held.stage}; it takes no more items.`)]),
    ...(held.stage === 'arranged' && on > closes
      ? [
          refuse(
            'PAN-1',
            `Papers for the meeting on ${dateInWords(held.heldOn)} closed on ${dateInWords(closes)}.`,
            ['a later meeting'],
          ),
        ]
      : []),
    ...(held.listed >= held.capacity
      ? [
          refuse('PAN-1', `The agenda is full: ${held.listed} of ${held.capacity} items.`, [
            'another meeting, or more capacity',
          ]),
        ]
      : []),
  ];
};

/** PAN-7: what comes is one of the things that the panel asked for and that have not come yet. */
export const isAwaited = ({ content }: Received, s: S) =>
  s.facts.awaited.includes(content.nth)
    ? null
    : refuse(
        'PAN-7',
        `Thing ${content.nth} is not awaited: the panel did not ask for it, or it has come.`,
        s.facts.awaited.map((nth) => `thing ${nth} of those wanted`),
      );

/** PAN-13: someone presents the recommendation. */
export const somebodyPresents = ({ content }: Listed, s: S) =>
  content.presenter === undefined && s.facts.presenter === null
    ? refuse('PAN-13', 'The CCCSN presents the recommendation, and no assessor is named in this case.', [
        'who presents',
      ])
    : null;

/** PAN-7: what the panel wanted has come before the case goes back to it. */
export const wantedInformationHasCome = (s: S) =>
  s.facts.awaited.length > 0
    ? refuse(
        'PAN-7',
        'The panel deferred the case for information that has not all come.',
        s.facts.awaited.map((nth) => `thing ${nth} of those the panel asked for`),
      )
    : null;

/** Who records the declarations of others: those who run the meeting. */
const RUNS_THE_MEETING: readonly string[] = ['panelChair', 'panelCoordinator'];

/** PAN-3 (local): a member declares their own interest, so that no member shuts another out of a case or lets them in again. */
export const onesOwnInterest = ({ content, by }: Declared) =>
  content.person === by.person || by.roles.some((role) => RUNS_THE_MEETING.includes(role))
    ? null
    : refuse('PAN-3', 'A member of the panel declares their own interest, not that of somebody else.', [
        'a declaration by the member themselves, the chair or the panel coordinator',
      ]);

/** PAN-2: the meeting was held, and is quorate for this item after exclusions. */
export const panelIsQuorate = (s: S) => {
  const held = s.event.evidence.meeting;
  if (!held || held.present.length === 0)
    return refuse('PAN-2', 'No decision without a quorate panel.', ['who attended the meeting']);
  const afterExclusions = s.protocol.panel.quorumCountedAfterExclusions.value;
  const who = afterExclusions ? deciders(held.present, exclusions(s.record, s.process)) : held.present;
  const missing = quorumMissing(who, held.chair, s.event.evidence.people ?? {}, s.protocol);
  return missing.length > 0
    ? refuse(
        'PAN-2',
        'The panel is not quorate for this item, after those who may not decide it are left out.',
        missing,
      )
    : null;
};

/** PAN-3, PAN-13: whoever records or takes a position on the decision may decide it. */
export const nobodyJudgesTheirOwnCase = ({ content, by }: Decided, s: S) => {
  const excluded = exclusions(s.record, s.process);
  const judging = [
    ...content.positions.map(({ person }) => person),
    ...(by.roles.includes('panelChair') ? [by.person] : []),
  ];
  const met = excluded.filter(({ person }) => judging.includes(person));
  return met
    .filter(
      ({ person, clause }, at) =>
        met.findIndex((one) => one.person === person && one.clause === clause) === at,
    )
    .map(({ person, clause, words }) =>
      refuse(
        clause,
        `Members of the panel are independent of the assessment. ${person === by.person ? 'You' : 'A member who takes a position'} ${words}.`,
        ['a decision by members who took no part'],
      ),
    );
};

/** PAN-3: positions are those of members who were at the meeting. */
export const positionsOfThosePresent = ({ content, evidence }: Decided) => {
  const present = evidence.meeting?.present ?? [];
  const absent = content.positions.filter(({ person }) => !present.includes(person)).length;
  return absent > 0
    ? refuse('PAN-2', `${absent} position(s) are given by people who were not at the meeting.`, [
        'positions of members who attended',
      ])
    : null;
};

/** PAN-8: each organisation that may decide gives its position. */
export const eachOrganisationTakesAPosition = ({ content, evidence }: Decided, s: S) => {
  const who = deciders(evidence.meeting?.present ?? [], exclusions(s.record, s.process));
  const organisations = new Set(
    who.map((id) => evidence.people?.[id]?.organisation).filter((id) => id !== null && id !== undefined),
  );
  const silent = [...organisations].filter(
    (id) => !content.positions.some(({ organisation }) => organisation === id),
  );
  return silent.length > 0
    ? refuse(
        'PAN-8',
        "The notes hold the full rationale and each organisation's position.",
        silent.map((id) => `the position of ${evidence.organisations?.[id]?.name ?? id}`),
      )
    : null;
};

/** HNA-7: an eligible child may or may not need a package; the decision says which. */
export const saysWhetherPackage = ({ content }: Decided) =>
  content.outcome === 'eligible' && content.packageNeeded === undefined
    ? refuse(
        'HNA-7',
        'Eligible, with or without a package: existing services may meet the need. Say which.',
        ['whether a package of care is needed'],
      )
    : null;

/** HNA-3, HNA-4: the levels as the panel sees them exist, and a decision against the guide says why. */
export const againstTheGuideSaysWhy = ({ content }: Decided, s: S) => {
  const unknown = content.disagreements.flatMap(
    ({ domain, level }) => levelRefused(domain, level, s.protocol) ?? [],
  );
  if (unknown.length > 0) return unknown.map((why) => refuse('HNA-3', why));
  const levels = {
    ...s.record.facts.lastLevels,
    ...Object.fromEntries(content.disagreements.map(({ domain, level }) => [domain, level])),
  };
  const guide = readGuide(levels, s.protocol);
  return guide.suggestsNeed !== (content.outcome === 'eligible') && !written(content.againstGuide)
    ? refuse('HNA-4', `${guide.words} A decision against it says why.`, [
        'why the decision differs from the guide',
      ])
    : null;
};

/** PAN-7: deferred to a next meeting, whose papers date is when the information is due. */
export const nextMeetingIsKnown = (s: S) =>
  s.event.evidence.nextMeeting
    ? null
    : refuse(
        'PAN-7',
        'A deferred case is presented to the next panel; no meeting after this one is arranged that papers are still taken for.',
        ['the next meeting of the panel'],
      );

/** PAN-2: a case is deferred by the panel, at its meeting. */
export const meetingIsHeld = (s: S) =>
  s.event.evidence.meeting?.stage === 'held'
    ? null
    : refuse('PAN-2', 'The panel decides and defers at its meeting.', ['who attended the meeting']);

/** Assessments whose case this item puts to the panel. */
export const assessmentsOf = (s: S): string[] =>
  live(s.record, 'assessment')
    .filter(({ id }) => id === s.process.keys['assessment'])
    .map(({ id }) => id);

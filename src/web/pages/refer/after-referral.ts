import { Injectable } from '@nestjs/common';
import { CaseReading } from '../../../reading/case-reading.js';
import { RecordReading } from '../../../reading/record-reading.js';
import type { DeadlineView, EventView, StepView } from '../../../reading/views.js';
import { WorkReading } from '../../../reading/work/work-reading.js';
import type { Visit } from '../../http/visit.js';
import type { CaseFrame } from '../cases/case-frame.js';
import { choiceInWords } from '../words/choice-words.js';
import { deadlineShown, type DeadlineShown } from '../words/standing.js';

/** What the panel decided, as the family and key professionals are told it (PAN-9, PAN-11). */
export interface DecisionShown {
  outcome: string;
  at: string;
  why: string;
  conditions: string;
}

/** What whoever referred was told, when and how. */
export interface ToldShown {
  how: string;
  on: unknown;
  said: unknown;
}

/** A review of the package of care, to come or done. */
export interface ReviewShown {
  title: string;
  deadline: DeadlineView & DeadlineShown;
}

/** What whoever referred sees of a child once the checklist is sent. */
export interface AfterReferral {
  /** Consent is withdrawn: nothing is shared (CHK-3). */
  nothingShared: boolean;
  /** The panel decided, and the family has not been told yet. */
  familyWaits: boolean;
  decision: DecisionShown | null;
  told: readonly ToldShown[];
  reviews: readonly ReviewShown[];
  /** What is asked of them: what they have to do by a day, and the team meeting they are invited to. */
  due: readonly (DeadlineView & DeadlineShown)[];
  meetsOn: string | null;
  /** What they can record now, and at any time. */
  now: readonly { title: string; href: string }[];
  anyTime: readonly { title: string; href: string }[];
}

const DECIDED = 'PANEL_DECIDED';
const TOLD = 'NOTICE_GIVEN';
const STRUCK = 'ENTERED_IN_ERROR';
const MOST = 100;
const MOST_MEETINGS = 50;
/** Those whose word is also for whoever referred. */
const FOR_REFERRERS = ['referrer', 'keyProfessionals'];

/** What whoever referred can add to an assessment that is under way. */
const TO_ADD = ['VIEW_RECORDED', 'EVIDENCE_RECORDED'];
/** What the referral itself has its own way to. */
const OF_THE_REFERRAL = ['CHECKLIST_BEGUN', 'CHECKLIST_RECEIVED', 'DISAGREEMENT_RAISED'];

const words = ({ content }: EventView, name: string): string => {
  const value = content[name];
  return typeof value === 'string' ? value : '';
};

function decisionShown(decided: EventView): DecisionShown {
  const without = decided.content['packageNeeded'] === false;
  return {
    outcome: `${choiceInWords(words(decided, 'outcome'))}${without ? ', no package of care is needed now' : ''}`,
    at: decided.at,
    why: words(decided, 'rationale'),
    conditions: words(decided, 'conditions'),
  };
}

/** The events that were not entered in error. */
function standing(events: readonly EventView[]): EventView[] {
  const struck = new Set(events.filter(({ type }) => type === STRUCK).map(({ content }) => content['event']));
  return events.filter(({ seq, type }) => type !== STRUCK && !struck.has(seq));
}

/** Whether the family was told since the panel decided; where it decided nothing, nobody waits. */
const familyWaitsIn = (events: readonly EventView[]): boolean => {
  const decided = events.find(({ type }) => type === DECIDED);
  return (
    decided !== undefined &&
    !events.some(
      (event) => event.type === TOLD && event.seq > decided.seq && words(event, 'recipient') === 'family',
    )
  );
};

/** Reads what whoever referred is to know of a child after the checklist was sent, and what is asked of them. */
@Injectable()
export class AfterReferrals {
  constructor(
    private readonly cases: CaseReading,
    private readonly record: RecordReading,
    private readonly work: WorkReading,
  ) {}

  /** The case as whoever referred sees it: the decision once the family knows it, reviews, and what is asked of them. */
  async find(
    { caller: { place, person } }: Visit,
    { view, today }: CaseFrame,
    steps: readonly StepView[],
  ): Promise<AfterReferral> {
    const [recorded, deadlines, invited] = await Promise.all([
      this.record.ofTypes(place, view.id, [DECIDED, TOLD, STRUCK], MOST),
      this.cases.deadlines(place, view.id),
      this.work.invitations(place, person, MOST_MEETINGS),
    ]);
    const shown = (deadlines?.view ?? []).map((each) => deadlineShown(each, today.today, today.calendar));
    const nothingShared = view.processes.some(
      ({ kind, state }) => kind === 'consent' && state === 'withdrawn',
    );
    const events = standing(recorded ?? []);
    const familyWaits = familyWaitsIn(events);
    const decided = events.find(({ type }) => type === DECIDED);
    const open = !nothingShared && !familyWaits;
    const own = steps.filter(({ possible, mayYou }) => possible && mayYou);
    const linked = own.map(({ type, title, process }) => ({
      type,
      title,
      href: `/cases/${view.id}/do/${type}?to=/cases/${view.id}/referral${process === null ? '' : `&process=${process}`}`,
    }));
    return {
      nothingShared,
      familyWaits: !nothingShared && familyWaits,
      decision: open && decided ? decisionShown(decided) : null,
      told: nothingShared ? [] : toldIn(events, familyWaits),
      reviews: open ? this.reviews(shown, today.protocol.parameters.reviewKinds.value) : [],
      due: shown.filter(({ owner, settled }) => owner === 'referrer' && settled === null),
      meetsOn: invited.find(({ id }) => id === view.id)?.meetsOn ?? null,
      now: linked.filter(({ type }) => TO_ADD.includes(type)),
      anyTime: linked.filter(({ type }) => !TO_ADD.includes(type) && !OF_THE_REFERRAL.includes(type)),
    };
  }

  private reviews(
    deadlines: readonly (DeadlineView & DeadlineShown)[],
    kinds: readonly { title: string; timescale?: string }[],
  ): ReviewShown[] {
    return kinds.flatMap(({ title, timescale }) =>
      deadlines
        .filter((deadline) => deadline.timescale === timescale && deadline.settled?.as !== 'stopped')
        .map((deadline) => ({ title, deadline })),
    );
  }
}

/** What was said to those who refer, the newest first: of a decision nothing before the family knows it. */
function toldIn(events: readonly EventView[], familyWaits: boolean): ToldShown[] {
  const decided = familyWaits ? (events.find(({ type }) => type === DECIDED)?.seq ?? Infinity) : Infinity;
  return events
    .filter(
      (event) =>
        event.type === TOLD && event.seq < decided && FOR_REFERRERS.includes(words(event, 'recipient')),
    )
    .map((event) => ({
      how: choiceInWords(words(event, 'how')).toLowerCase(),
      on: event.content['toldOn'],
      said: event.content['said'],
    }));
}

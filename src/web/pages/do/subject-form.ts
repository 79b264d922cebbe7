import { Injectable } from '@nestjs/common';
import { timescaleOf, type OwnedEvent, type ProtocolData } from '../../../../workflows/protocol/index.js';
import { mayRecord, rolesFor } from '../../../access/policy.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { MeetingReading } from '../../../reading/meeting-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import type { CaseView, DeadlineView, StepView } from '../../../reading/views.js';
import { found, idOf } from '../../http/ids.js';
import type { Through, Visit } from '../../http/visit.js';
import { CaseFrames, type IdentityBar } from '../cases/case-frame.js';
import type { Crumb } from '../templates.js';
import { dateInWords } from '../../../../workflows/protocol/index.js';
import { Today } from '../words/today.js';

/** What an event is recorded of: a case or meeting that is there, or one that it makes. */
export type Door = 'case' | 'meeting' | 'opening';

/** What a form needs to know of the case or meeting it is about. */
export interface Subject {
  kind: 'case' | 'meeting';
  /** Null for the event that makes it. */
  id: string | null;
  /** The version the form carries; null where there is none yet. */
  version: number | null;
  protocol: ProtocolData;
  deadlines: readonly DeadlineView[];
  bar: IdentityBar | null;
  /** What is recorded about, in words, where there is no bar. */
  about: string | null;
  /** Funding that the event is about: what is agreed, what is proposed, and what is still to come. */
  funding: CaseView['funding'];
  /** The step, where it is known whether it can be taken. */
  step: Pick<StepView, 'possible' | 'mayYou' | 'roles' | 'missing'>;
  back: string;
  trail: readonly Crumb[];
}

/** The case a form is about; null for a meeting, and for a case that is not open yet. */
export const caseOf = ({ kind, id }: Pick<Subject, 'kind' | 'id'>): string | null =>
  kind === 'case' ? id : null;

/** Finds what a form is about. */
@Injectable()
export class Subjects {
  constructor(
    private readonly frames: CaseFrames,
    private readonly cases: CaseReading,
    private readonly next: NextReading,
    private readonly meetings: MeetingReading,
    private readonly today: Today,
  ) {}

  /** The case or meeting of that id. Throws a ProblemError where there is none. */
  async find(
    visit: Visit,
    door: Door,
    { owned, id, process }: { owned: OwnedEvent; id: string | null; process: string | undefined },
  ): Promise<Subject> {
    if (id === null || door === 'opening') return this.opening(visit, owned);
    return door === 'case' ? this.ofCase(visit, owned, id, process) : this.ofMeeting(visit, owned, id);
  }

  private async opening({ caller }: Visit, { type, owner }: OwnedEvent): Promise<Subject> {
    const { protocol } = await this.today.in(caller.place);
    return {
      kind: owner.kind === 'meeting' ? 'meeting' : 'case',
      id: null,
      version: null,
      protocol,
      deadlines: [],
      bar: null,
      about: null,
      funding: [],
      step: { possible: true, mayYou: mayRecord(type, caller.roles), roles: rolesFor(type), missing: [] },
      back: owner.kind === 'meeting' ? '/meetings' : '/',
      trail:
        owner.kind === 'meeting'
          ? [{ text: 'Panel meetings', href: '/meetings' }]
          : [{ text: 'Home', href: '/' }],
    };
  }

  private async ofCase(
    visit: Visit,
    { type, owner }: OwnedEvent,
    id: string,
    process: string | undefined,
  ): Promise<Subject> {
    const { place, person, roles } = visit.caller;
    const frame = await this.frames.find(visit, id);
    const [deadlines, steps] = await Promise.all([
      this.cases.deadlines(place, frame.view.id),
      this.next.steps(place, frame.view.id, person),
    ]);
    const own = (steps?.view ?? []).filter((step) => step.type === type);
    const meant = process === undefined ? own : own.filter((step) => step.process === process);
    const step = meant.find(({ possible }) => possible) ?? meant[0];
    return {
      kind: 'case',
      id: frame.view.id,
      version: frame.view.version,
      protocol: frame.today.protocol,
      deadlines: deadlinesFor(type, seenOf(deadlines?.view ?? [], visit.through), frame.today.protocol),
      bar: frame.bar,
      about: null,
      funding:
        owner.kind === 'funding'
          ? frame.view.funding.filter((each) => process === undefined || each.process === process)
          : [],
      step: step ?? { possible: false, mayYou: mayRecord(type, roles), roles: rolesFor(type), missing: [] },
      back: visit.through?.home ?? `/cases/${frame.view.id}`,
      trail: visit.through === undefined ? frame.trail : trailThrough(visit.through, frame.view.reference),
    };
  }

  private async ofMeeting({ caller }: Visit, { type }: OwnedEvent, id: string): Promise<Subject> {
    const meeting = found(await this.meetings.find(caller.place, idOf(id)));
    const { protocol } = await this.today.in(caller.place);
    const steps = await this.next.meetingSteps(caller.place, meeting.id, caller.person);
    const home = `/meetings/${meeting.id}`;
    return {
      kind: 'meeting',
      id: meeting.id,
      version: meeting.version,
      protocol,
      deadlines: [],
      bar: null,
      about: `Meeting of the joint panel on ${dateInWords(meeting.heldOn)}, ${meeting.reference}: ${meeting.stage.words.toLowerCase()}`,
      funding: [],
      step: steps?.view.find((step) => step.type === type) ?? {
        possible: false,
        mayYou: mayRecord(type, caller.roles),
        roles: rolesFor(type),
        missing: [],
      },
      back: home,
      trail: [
        { text: 'Panel meetings', href: '/meetings' },
        { text: meeting.reference, href: home },
      ],
    };
  }
}

/** The deadlines somebody sees of a case: a referrer those that are theirs. */
const seenOf = (deadlines: readonly DeadlineView[], through: Through | undefined): readonly DeadlineView[] =>
  through?.kind === 'referral' ? deadlines.filter(({ owner }) => owner === 'referrer') : deadlines;

/** What may be done to a clock, by the event that does it. */
const CHANGES = {
  CLOCK_EXCEPTION_RECORDED: 'exception',
  CLOCK_EXTENDED: 'extension',
  CLOCK_PAUSED: 'pause',
} as const;

/** The deadlines an event can be about: a clock is changed only as its row of the protocol allows, and runs on only where it is paused. */
function deadlinesFor(
  type: string,
  deadlines: readonly DeadlineView[],
  protocol: ProtocolData,
): readonly DeadlineView[] {
  if (type === 'CLOCK_RESUMED') return deadlines.filter(({ pausedSince }) => pausedSince !== null);
  if (!Object.hasOwn(CHANGES, type)) return deadlines;
  const change = CHANGES[type as keyof typeof CHANGES];
  return deadlines.filter(
    ({ timescale, guidance }) => !guidance && timescaleOf(protocol, timescale)?.[change] !== undefined,
  );
}

const FROM: Readonly<Record<Through['kind'], Crumb>> = {
  item: { text: 'Panel meetings', href: '/meetings' },
  referral: { text: 'Refer a child', href: '/refer' },
};

/** The way to a form for whoever sees the case only through an item of a meeting, or their referral. */
const trailThrough = ({ kind, home }: Through, reference: string): Crumb[] => [
  FROM[kind],
  { text: reference, href: home },
];

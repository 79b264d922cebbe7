import { Injectable } from '@nestjs/common';
import { mayDo, mayRecord } from '../../../access/policy.js';
import { CaseDoors } from '../../../panel/case-doors.js';
import { MeetingReading } from '../../../reading/meeting-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import type { MeetingLine, StepView } from '../../../reading/views.js';
import type { Caller } from '../../http/caller.js';
import { Today } from '../words/today.js';
import { meetingStepAddress } from './meeting-words.js';

/** Meetings of one reading, the latest first: what waits in older ones is found among the meetings. */
const LATEST = 25;
const OVER = ['meeting.minuted', 'meeting.cancelled'];
const TO_DECIDE = ['meeting.arranged', 'meeting.held'];

/** What waits for somebody at a meeting of the joint panel. */
export interface MeetingWork extends MeetingLine {
  href: string;
  /** Items of which they have yet to say whether they have an interest (PAN-3). */
  toDeclare: number;
  /** Items of which they have yet to give their own view. */
  toView: number;
  /** Steps of the meeting that they can take now, such as closing it or approving its minutes (PAN-4). */
  steps: { title: string; href: string }[];
}

/** Finds what waits for members, chair and coordinator of the joint panel, meeting by meeting. */
@Injectable()
export class PanelWork {
  constructor(
    private readonly meetings: MeetingReading,
    private readonly next: NextReading,
    private readonly doors: CaseDoors,
    private readonly today: Today,
  ) {}

  /** Meetings at which something waits for them, in the order in which they are held; none for whoever has no part in them. */
  async of(caller: Caller): Promise<MeetingWork[]> {
    const { place, roles } = caller;
    const member = mayDo('takePart', roles);
    if (!member && !mayRecord('MEETING_CLOSED', roles)) return [];
    const [{ items }, { today }] = await Promise.all([
      this.meetings.list(place, { limit: LATEST, after: null, total: false }),
      this.today.in(place),
    ]);
    const open = items.filter(({ stage }) => !OVER.includes(stage.id)).reverse();
    const work = await Promise.all(
      open.map(async (meeting) => ({
        ...meeting,
        href: `/meetings/${meeting.id}`,
        ...(await this.itemsOf(caller, meeting, member)),
        steps: meeting.heldOn <= today ? await this.stepsOf(caller, meeting) : [],
      })),
    );
    return work.filter(({ toDeclare, toView, steps }) => toDeclare + toView + steps.length > 0);
  }

  private async itemsOf(
    caller: Caller,
    { id, stage, listed }: MeetingLine,
    member: boolean,
  ): Promise<Pick<MeetingWork, 'toDeclare' | 'toView'>> {
    if (!member || listed === 0 || !TO_DECIDE.includes(stage.id)) return { toDeclare: 0, toView: 0 };
    const { place } = caller;
    const agenda = (await this.meetings.find(place, id))?.agenda ?? [];
    const cases = agenda.filter(({ status }) => status === 'listed').map((item) => item.case);
    const doors = [...(await this.doors.itemsOf(caller, { place, meeting: id, cases })).values()];
    return {
      toDeclare: doors.filter(({ closed }) => closed === 'toDeclare').length,
      toView: doors.filter(({ closed, part }) => closed === null && part.mayGiveView && part.own === null)
        .length,
    };
  }

  private async stepsOf(
    { place, person }: Caller,
    { id, stage }: MeetingLine,
  ): Promise<MeetingWork['steps']> {
    const steps = (await this.next.meetingSteps(place, id, person))?.view ?? [];
    return steps
      .filter((step) => step.mayYou && asked(step.type, stage.id) && (step.possible || isTheirsToClear(step)))
      .map(({ type, title }) => ({ title, href: meetingStepAddress(id, type) }));
  }
}

/** Whether nothing stands against a step but that they have yet to say whether they have an interest (PAN-3). */
const isTheirsToClear = ({ missing }: StepView): boolean =>
  missing.every(({ clauses }) => clauses.includes('PAN-3'));

/** Whether a step waits for whoever may take it, rather than being there for a mistake or a change. */
function asked(type: string, stage: string): boolean {
  if (type === 'ATTENDANCE_RECORDED') return stage === 'meeting.arranged';
  return ['MEETING_CLOSED', 'MINUTES_APPROVED'].includes(type);
}

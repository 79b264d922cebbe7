import { Injectable } from '@nestjs/common';
import { papersCloseOn, type LocalDate } from '../../../../workflows/protocol/index.js';
import { mayRecord } from '../../../access/policy.js';
import { PanelMembers } from '../../../panel/members.js';
import { CaseReading } from '../../../reading/case-reading.js';
import type { AgendaItemView, MeetingView } from '../../../reading/views.js';
import type { Caller } from '../../http/caller.js';
import { addressOf } from '../lists/address.js';
import { deadlineShown, type DeadlineShown } from '../words/standing.js';
import { Today, type PlaceToday } from '../words/today.js';

/** A clock of a case on the agenda, and whether it ends before the meeting on its present or on another day. */
interface Clock extends DeadlineShown {
  /** It would have been kept on the present day, and is not on the other. */
  atRisk: boolean;
  /** It ends before the present day, whatever is done. */
  tooLate: boolean;
}

/** A case on the agenda of a meeting that is to change. */
interface Affected {
  reference: string;
  href: string;
  presenter: string | null;
  clocks: Clock[];
  /** Where it is taken off the agenda, for whoever may. */
  takeOff: string | null;
}

/** What follows where a meeting is moved or cancelled. */
export interface Follows {
  papersCloseOn: LocalDate | null;
  affected: Affected[];
  /** How many clocks would end before the meeting that do not now. */
  atRisk: number;
  told: { name: string; by: string }[];
}

/** Finds what follows from changing a meeting: cases, clocks, and who is told (PAN-1). */
@Injectable()
export class Following {
  constructor(
    private readonly members: PanelMembers,
    private readonly cases: CaseReading,
    private readonly today: Today,
  ) {}

  /** What follows where it is held on that day instead; on none, where the day is null. */
  async of(
    caller: Caller,
    meeting: MeetingView,
    { day, shortNotice }: { day: LocalDate | null; shortNotice: boolean },
    back: string,
  ): Promise<Follows> {
    const today = await this.today.in(caller.place);
    const items = meeting.agenda.filter(({ status }) => status === 'listed');
    const affected = await Promise.all(
      items.map((item) => this.affected(caller, item, { meeting, day, today, back })),
    );
    const members = await this.members.of(caller.place);
    const presenters = items.flatMap(({ presenter }) => presenter ?? []);
    const sits = new Set(members.map(({ id }) => id));
    return {
      papersCloseOn: day === null ? null : papersCloseOn(day, today, shortNotice),
      affected,
      atRisk: affected.flatMap(({ clocks }) => clocks.filter(({ atRisk }) => atRisk)).length,
      told: [
        ...members.map(({ name, email }) => ({ name, by: wayTo(email) })),
        ...presenters
          .filter(({ id }, at) => !sits.has(id) && presenters.findIndex((each) => each.id === id) === at)
          .map(({ name }) => ({ name, by: 'presents a case' })),
      ],
    };
  }

  private async affected(
    { place, roles }: Caller,
    { case: id, reference, process, presenter }: AgendaItemView,
    about: { meeting: MeetingView; day: LocalDate | null; today: PlaceToday; back: string },
  ): Promise<Affected> {
    const { meeting, day, today, back } = about;
    const deadlines = await this.cases.deadlines(place, id);
    const running = (deadlines?.view ?? []).filter(({ settled, guidance }) => settled === null && !guidance);
    const near = running.filter(({ dueOn }, at) => at === 0 || (day !== null && dueOn < day));
    return {
      reference,
      href: `/meetings/${meeting.id}/items/${id}`,
      presenter: presenter?.name ?? null,
      clocks: near.map((each) => ({
        ...deadlineShown(each, today.today, today.calendar),
        tooLate: each.dueOn < meeting.heldOn,
        atRisk: day !== null && each.dueOn < day && each.dueOn >= meeting.heldOn,
      })),
      takeOff: mayRecord('ITEM_TAKEN_OFF', roles)
        ? addressOf(`/cases/${id}/do/ITEM_TAKEN_OFF`, { process, to: back })
        : null,
    };
  }
}

const wayTo = (email: string | null): string =>
  email === null ? 'in the service' : 'in the service and by e-mail';

import { Controller, Param, Query } from '@nestjs/common';
import { eventOf } from '../../../../workflows/protocol/index.js';
import { RecordReads } from '../../../audit/record-reads.js';
import { mayDo, mayRecord } from '../../../access/policy.js';
import { CaseDoors } from '../../../panel/case-doors.js';
import type { ItemAtDoor } from '../../../panel/items-at-door.js';
import { PanelEntries, type PackOpened } from '../../../panel/panel-entries.js';
import { PanelMembers } from '../../../panel/members.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { MeetingReading } from '../../../reading/meeting-reading.js';
import { MinutesReading } from '../../../reading/minutes-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import type { AgendaItemView, MeetingView } from '../../../reading/views.js';
import { Identified, Page } from '../../api/common.dto.js';
import { cursorOf, markOf, MEETING_CURSOR } from '../../http/cursor.js';
import { found, idOf } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { saidBy, type Said } from '../forms/shown-content.js';
import { Pages } from '../pages.js';
import { deadlineShown } from '../words/standing.js';
import { Today, type PlaceToday } from '../words/today.js';
import { rolesInWords } from '../words/roles.js';
import { protocolInWords } from '../words/version-words.js';
import {
  itemStanding,
  leftOutOf,
  mayStillCome,
  meetingStepAddress,
  meetingTabs,
  ownPageOf,
} from './meeting-words.js';
import { panelRoutes } from './panel.routes.js';
import { WaitingCases } from './waiting-cases.js';

const MEETINGS_OF_A_PAGE = 25;

/** What the items of an agenda are shown with. */
interface AroundItems {
  members: Awaited<ReturnType<PanelMembers['of']>>;
  today: PlaceToday;
  doors: ReadonlyMap<string, ItemAtDoor>;
  /** Who opened which packs; null for those who need not know. */
  opened: readonly PackOpened[] | null;
}

const seesOpened = (roles: readonly string[]): boolean =>
  mayDo('openViews', roles) || mayRecord('ITEM_LISTED', roles);

/** The list of meetings, the members, and the page of a meeting. */
@Controller()
export class MeetingPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly meetings: MeetingReading,
    private readonly next: NextReading,
    private readonly cases: CaseReading,
    private readonly doors: CaseDoors,
    private readonly entries: PanelEntries,
    private readonly members: PanelMembers,
    private readonly minutes: MinutesReading,
    private readonly reads: RecordReads,
    private readonly today: Today,
    private readonly waiting: WaitingCases,
  ) {}

  @Handles(panelRoutes.meetingsPage)
  async list(
    @Query() { cursor }: Page,
    @Asking() browser: Browser,
    @SignedIn() { caller }: Visit,
  ): Promise<string> {
    const asked = { limit: MEETINGS_OF_A_PAGE, after: markOf(MEETING_CURSOR, cursor), total: false };
    const { items, next } = await this.meetings.list(caller.place, asked);
    const toCome = items.filter(({ stage }) => stage.id === 'meeting.arranged').reverse();
    const more = cursorOf(MEETING_CURSOR, next);
    return this.pages.show(
      browser,
      { template: 'panel/meetings.njk', title: 'Panel meetings', here: '/meetings' },
      {
        toCome,
        before: items.filter(({ stage }) => stage.id !== 'meeting.arranged'),
        mayArrange: mayRecord('MEETING_ARRANGED', caller.roles),
        first: cursor === undefined ? null : '/meetings',
        more: more === null ? null : `/meetings?cursor=${more}`,
      },
    );
  }

  @Handles(panelRoutes.membersPage)
  async whoSits(@Asking() browser: Browser, @SignedIn() { caller }: Visit): Promise<string> {
    const [members, { protocol }] = await Promise.all([
      this.members.of(caller.place),
      this.today.in(caller.place),
    ]);
    const { panel } = protocol;
    const everyone = { present: members.map(({ id }) => id), chair: null, excluded: [] };
    const quorum = this.members
      .quorum(members, everyone, protocol)
      .counts.filter(({ what }) => what !== 'chair');
    return this.pages.show(
      browser,
      {
        template: 'panel/members.njk',
        title: 'Members of the joint panel',
        here: '/meetings',
        trail: [{ text: 'Panel meetings', href: '/meetings' }],
      },
      {
        members: members.map((each) => ({ ...each, rolesWords: rolesInWords(each.roles) })),
        quorum,
        panel,
        version: protocolInWords(protocol.version),
        manages: mayDo('manageDirectory', caller.roles),
        moves: mayDo('moveProtocol', caller.roles),
      },
    );
  }

  @Handles(panelRoutes.meetingPage)
  async meeting(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { place, person, roles } = visit.caller;
    const meeting = found(await this.meetings.find(place, idOf(id)));
    const today = await this.today.in(place);
    const [steps, members, waiting] = await Promise.all([
      this.next.meetingSteps(place, meeting.id, person),
      this.members.of(place),
      meeting.stage.id === 'meeting.arranged' ? this.waiting.of(visit.caller, today) : null,
    ]);
    const cases = meeting.agenda.map((item) => item.case);
    const [doors, opened] = await Promise.all([
      this.doors.itemsOf(visit.caller, { place, meeting: meeting.id, cases }),
      seesOpened(roles) ? this.entries.openedOf(place, meeting.id, cases) : null,
    ]);
    const around = { members, today, doors, opened };
    const agenda = await Promise.all(
      meeting.agenda.map((item, at) => this.item(visit, meeting, item, at + 1, around)),
    );
    const own = (steps?.view ?? []).filter(({ type }) => type !== 'MEETING_ARRANGED');
    return this.pages.show(
      browser,
      {
        template: 'panel/meeting.njk',
        title: `Panel meeting ${meeting.reference}`,
        here: '/meetings',
        trail: [{ text: 'Panel meetings', href: '/meetings' }],
      },
      {
        meeting,
        tabs: meetingTabs(meeting.id, ''),
        agenda: agenda.filter((item) => item['status'] !== 'removed'),
        takenOff: agenda.filter((item) => item['status'] === 'removed'),
        papersClosed: meeting.papersCloseOn !== null && today.today > meeting.papersCloseOn,
        left: Math.max(0, meeting.capacity - meeting.listed),
        quorum: this.members.quorum(
          members,
          { present: meeting.present.map((each) => each.id), chair: meeting.chair?.id ?? null, excluded: [] },
          today.protocol,
        ),
        waiting: waiting?.cases ?? [],
        yours: own
          .filter(({ possible, mayYou }) => possible && mayYou)
          .map((step) => ({ ...step, href: meetingStepAddress(meeting.id, step.type) })),
        blocked: own
          .filter(({ possible, mayYou, type }) => !possible && mayYou && mayStillCome(type, meeting.stage.id))
          .map((step) => ({
            ...step,
            href: meeting.stage.id === 'meeting.arranged' ? ownPageOf(meeting.id, step.type) : null,
          })),
        mayReadCases: mayDo('listCases', roles),
        mayList: mayRecord('ITEM_LISTED', roles),
        mayTakeOff: mayRecord('ITEM_TAKEN_OFF', roles),
      },
    );
  }

  private async item(
    { caller }: Visit,
    meeting: MeetingView,
    item: AgendaItemView,
    number: number,
    { members, today, doors, opened }: AroundItems,
  ): Promise<Record<string, unknown>> {
    const door = doors.get(item.case);
    const views = door?.item.entries.filter(({ kind }) => kind === 'view').length ?? 0;
    const deferral =
      item.status === 'deferred' && door?.closed === null ? await this.deferral(caller, meeting, item) : null;
    const own =
      item.status === 'listed' &&
      opened?.filter((each) => each.case === item.case && each.process === item.process);
    const excluded = item.excluded.map(({ person }) => person.id);
    const ofPanel = new Set([...members, ...meeting.present].map(({ id }) => id));
    return {
      ...item,
      leftOut: leftOutOf(item).filter(({ person }) => ofPanel.has(person.id)),
      clock: await this.clockOf(caller, meeting, item, today),
      number,
      deferral,
      open: door?.closed === null,
      opened: own ? members.map(({ id, name }) => readingOf({ id, name }, own, door, item)) : null,
      quorum:
        item.status === 'listed'
          ? this.members.quorum(
              members,
              { present: meeting.present.map((each) => each.id), chair: meeting.chair?.id ?? null, excluded },
              today.protocol,
            )
          : null,
      ...itemStanding(item, door, views),
    };
  }

  /** The next clock of an item that is to be decided, and whether the meeting is too late for it: for whoever may move it. */
  private async clockOf(
    { place, roles }: Visit['caller'],
    { heldOn, stage }: MeetingView,
    { case: id, status }: AgendaItemView,
    { today, calendar }: PlaceToday,
  ): Promise<object | null> {
    const moves = stage.id === 'meeting.arranged' && status === 'listed' && mayRecord('MEETING_MOVED', roles);
    const deadlines = moves ? await this.cases.deadlines(place, id) : undefined;
    const next = deadlines?.view.find(({ settled, guidance }) => settled === null && !guidance);
    return next ? { ...deadlineShown(next, today, calendar), tooLate: next.dueOn < heldOn } : null;
  }

  /** Why an item was deferred and what is wanted, as it was recorded; noted as read. */
  private async deferral(
    { place, person }: Visit['caller'],
    meeting: MeetingView,
    item: AgendaItemView,
  ): Promise<Said[]> {
    const at = { place, meeting: meeting.id, case: item.case, process: item.process };
    const last = (await this.minutes.ofItem(at, null)).filter(({ type }) => type === 'ITEM_DEFERRED').at(-1);
    if (!last) return [];
    await this.reads.note({ place, person, part: 'panel deferral', via: 'page', cases: [item.case] });
    return saidBy(eventOf(last.type), last.content, new Map());
  }
}

/** Whether a member opened the pack of an item, or why they do not: for those who see to it that it is read. */
function readingOf(
  { id, name }: { id: string; name: string },
  opened: readonly PackOpened[],
  door: ItemAtDoor | undefined,
  item: AgendaItemView,
): { name: string; at: string | null; why: string | null } {
  const out = leftOutOf(item).find(({ person }) => person.id === id);
  const declared = door?.item.entries.some(({ kind, person }) => kind === 'noInterest' && person === id);
  const at = opened.find(({ person }) => person === id)?.at ?? null;
  const why = out ? `left out: ${out.words}` : declared ? 'no interest declared' : 'not declared yet';
  return { name, at, why };
}

import { randomUUID } from 'node:crypto';
import { Controller, Param } from '@nestjs/common';
import { eventOf } from '../../../../workflows/protocol/index.js';
import { rolesFor } from '../../../access/policy.js';
import { RecordReads } from '../../../audit/record-reads.js';
import { CaseDoors } from '../../../panel/case-doors.js';
import { hiddenInMinutes, type HiddenInMinutes, type ItemAtDoor } from '../../../panel/items-at-door.js';
import { PanelMembers } from '../../../panel/members.js';
import { PanelEntries } from '../../../panel/panel-entries.js';
import { MeetingReading } from '../../../reading/meeting-reading.js';
import { MinutesReading } from '../../../reading/minutes-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import type { AgendaItemView, EventView } from '../../../reading/views.js';
import { Identified } from '../../api/common.dto.js';
import { found, idOf } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { OfferFinder } from '../forms/offers.js';
import { idsSaid, saidBy } from '../forms/shown-content.js';
import { Pages } from '../pages.js';
import { anyOf } from '../words/roles.js';
import { Today } from '../words/today.js';
import { itemStanding, meetingTabs } from './meeting-words.js';
import { panelRoutes } from './panel.routes.js';

/** The clauses that say what the panel is for and how it works: its terms of reference, as minutes have them (PAN-4). */
const TERMS = ['PAN-1', 'PAN-2', 'PAN-3', 'PAN-4', 'PAN-5', 'PAN-6', 'PAN-7', 'PAN-15'];
/** Those who read packs, and records only through them: not after the minutes are approved. */
const OF_THE_PANEL = ['panelChair', 'panelMember'];
const MINUTED = ['meeting.minuted', 'meeting.corrected'];

interface ItemInMinutes {
  item: AgendaItemView;
  hidden: HiddenInMinutes;
  events: readonly EventView[];
}

/** The minutes of a meeting, made from what was recorded. */
@Controller()
export class MinutesController {
  constructor(
    private readonly pages: Pages,
    private readonly meetings: MeetingReading,
    private readonly minutes: MinutesReading,
    private readonly members: PanelMembers,
    private readonly entries: PanelEntries,
    private readonly doors: CaseDoors,
    private readonly next: NextReading,
    private readonly names: NamesReading,
    private readonly offers: OfferFinder,
    private readonly reads: RecordReads,
    private readonly today: Today,
  ) {}

  @Handles(panelRoutes.minutesPage)
  async show(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { place, person } = visit.caller;
    const meeting = found(await this.meetings.find(place, idOf(id)));
    const { protocol } = await this.today.in(place);
    const [recorded, steps, members, declaredNone, offers] = await Promise.all([
      this.minutes.ofMeeting(place, meeting.id),
      this.next.meetingSteps(place, meeting.id, person),
      this.members.of(place),
      this.entries.declaredNone(place, meeting.id),
      this.offers.in({ place, case: null, protocol, deadlines: [] }),
    ]);
    const approvals = recorded.filter(({ type }) => type === 'MINUTES_APPROVED');
    const approved = approvals[0] ?? null;
    const doors = await this.doors.itemsOf(visit.caller, {
      place,
      meeting: meeting.id,
      cases: meeting.agenda.map((item) => item.case),
    });
    const items = await Promise.all(
      meeting.agenda.map((item) =>
        this.item({ place, meeting: meeting.id }, item, doors.get(item.case), approved?.at ?? null),
      ),
    );
    const told = [...recorded, ...items.flatMap(({ events }) => events)];
    const names = await this.names.of(place, idsSaid(told.map(({ content }) => content)));
    const said = (event: EventView) => ({
      ...event,
      said: saidBy(eventOf(event.type), event.content, names, offers),
    });
    const kept = approvals.at(-1)?.content['members'];
    const memberIds = Array.isArray(kept) ? (kept as string[]) : members.map((each) => each.id);
    const step = (type: string) => steps?.view.find((each) => each.type === type) ?? null;
    const approve = step('MINUTES_APPROVED');
    const shown = items.filter(({ hidden }) => hidden === null).map(({ item }) => item.case);
    if (shown.length > 0)
      await this.reads.note({
        place,
        person,
        part: 'panel minutes',
        via: 'page',
        cases: [...new Set(shown)],
      });
    return this.pages.show(
      browser,
      {
        template: 'panel/minutes.njk',
        title: `Minutes of ${meeting.reference}`,
        here: '/meetings',
        trail: [
          { text: 'Panel meetings', href: '/meetings' },
          { text: meeting.reference, href: `/meetings/${meeting.id}` },
        ],
      },
      {
        meeting,
        tabs: meetingTabs(meeting.id, '/minutes'),
        final: MINUTED.includes(meeting.stage.id),
        approvals: approvals.map(said),
        corrections: recorded.filter(({ type }) => type === 'MINUTES_CORRECTED').map(said),
        closing: recorded.filter(({ type }) => type === 'MEETING_CLOSED').map(said),
        terms: protocol.clauses.filter((clause) => TERMS.includes(clause.id)),
        members: memberIds.map((each) => ({
          name: names.get(each) ?? members.find((one) => one.id === each)?.name ?? '',
          of: members.find((one) => one.id === each) ?? null,
        })),
        items: items.map(({ item, hidden, events }, at) => ({
          ...item,
          ...itemStanding(item, undefined, 0),
          number: at + 1,
          hidden,
          events: events.map(said),
          noInterest: declaredNone
            .filter((each) => each.case === item.case && each.process === item.process)
            .map(({ name }) => name),
        })),
        approve,
        moneyOpen: approve?.possible === true ? await this.moneyOpen(place, items) : [],
        moneyAfterwards: anyOf(rolesFor('FUNDING_COMMITTED').filter((role) => !OF_THE_PANEL.includes(role))),
        unread: items.flatMap(({ item, hidden }, at) =>
          hidden === 'toDeclare' && item.status !== 'removed' ? [{ case: item.case, number: at + 1 }] : [],
        ),
        correct: step('MINUTES_CORRECTED'),
        hidden: {
          _key: randomUUID(),
          _version: String(steps?.version ?? ''),
          _process: '',
          _to: `/meetings/${meeting.id}/minutes`,
        },
        memberIds,
        readBy: visit.caller.name,
      },
    );
  }

  /** The items of which the money is still to be committed, by their numbers (PAN-6). */
  private async moneyOpen(
    place: string,
    items: readonly ItemInMinutes[],
  ): Promise<{ case: string; number: number }[]> {
    const open = await Promise.all(
      items.map(async ({ item, hidden }, at) =>
        hidden === null && (await this.minutes.moneyIsOpen(place, item))
          ? [{ case: item.case, number: at + 1 }]
          : [],
      ),
    );
    return open.flat();
  }

  private async item(
    { place, meeting }: { place: string; meeting: string },
    item: AgendaItemView,
    door: ItemAtDoor | undefined,
    until: string | null,
  ): Promise<ItemInMinutes> {
    const hidden = hiddenInMinutes(door);
    const of = { place, meeting, case: item.case, process: item.process };
    return { item, hidden, events: hidden === null ? await this.minutes.ofItem(of, until) : [] };
  }
}

import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaseDoors } from '../../panel/case-doors.js';
import type { ItemAtDoor } from '../../panel/items-at-door.js';
import { MeetingReading } from '../../reading/meeting-reading.js';
import type { AgendaItemView, MeetingLine, MeetingView } from '../../reading/views.js';
import { By, type Caller } from '../http/caller.js';
import { showsVersion } from '../http/conditions.js';
import { cursorOf, markOf, MEETING_CURSOR } from '../http/cursor.js';
import { found, idOf } from '../http/ids.js';
import { Handles } from '../http/route.js';
import { NewEvent, OpeningEvent } from './cases.dto.js';
import { Commands, type AcceptedView } from './commands.js';
import { Identified, Page, USUAL_LIMIT, type PageAnswer } from './common.dto.js';
import { meetingRoutes } from './meeting.routes.js';

/** Meetings of the joint panel over HTTP. */
@Controller()
export class MeetingsController {
  constructor(
    private readonly commands: Commands,
    private readonly meetings: MeetingReading,
    private readonly doors: CaseDoors,
  ) {}

  @Handles(meetingRoutes.arrangeMeeting)
  arrange(
    @Body() event: OpeningEvent,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedView> {
    return this.commands.send(
      { route: meetingRoutes.arrangeMeeting, caller, subject: null, event },
      request,
      reply,
    );
  }

  @Handles(meetingRoutes.listMeetings)
  async list(
    @Query() { limit = USUAL_LIMIT, cursor, total = false }: Page,
    @By() caller: Caller,
  ): Promise<PageAnswer<MeetingLine>> {
    const page = await this.meetings.list(caller.place, {
      limit,
      after: markOf(MEETING_CURSOR, cursor),
      total,
    });
    return { ...page, next: cursorOf(MEETING_CURSOR, page.next) };
  }

  @Handles(meetingRoutes.readMeeting)
  async read(
    @Param() { id }: Identified,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeetingView> {
    const view = found(await this.meetings.find(caller.place, idOf(id)));
    showsVersion(reply, view.version);
    const doors = await this.doors.itemsOf(caller, {
      place: caller.place,
      meeting: view.id,
      cases: view.agenda.map((item) => item.case),
    });
    return { ...view, agenda: view.agenda.map((item) => shown(item, doors.get(item.case))) };
  }

  @Handles(meetingRoutes.recordMeetingEvent)
  record(
    @Param() { id }: Identified,
    @Body() event: NewEvent,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedView> {
    const sent = { route: meetingRoutes.recordMeetingEvent, caller, subject: idOf(id), event };
    return this.commands.send(sent, request, reply);
  }
}

/** An item without what was assessed and said, where it is closed to them. */
function shown(item: AgendaItemView, door: ItemAtDoor | undefined): AgendaItemView {
  return door === undefined || door.closed === null
    ? item
    : { ...item, guide: null, voices: [], regards: null };
}

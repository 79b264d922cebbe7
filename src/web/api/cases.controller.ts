import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaseDoors, veiled } from '../../panel/case-doors.js';
import { CaseReading } from '../../reading/case-reading.js';
import { NextReading } from '../../reading/next-reading.js';
import { ReadersReading, type ReaderView } from '../../reading/readers-reading.js';
import type {
  CaseLine,
  CaseView,
  DeadlineView,
  EventView,
  EvidenceView,
  NoticeView,
  StepView,
} from '../../reading/views.js';
import { By, type Caller } from '../http/caller.js';
import { showsVersion } from '../http/conditions.js';
import { CASE_CURSOR, cursorOf, EVENT_CURSOR, markOf, READER_CURSOR } from '../http/cursor.js';
import { found, idOf, personIn } from '../http/ids.js';
import { Handles } from '../http/route.js';
import { caseRoutes } from './case.routes.js';
import { CaseFilter, NewEvent, OpeningEvent } from './cases.dto.js';
import { Commands, type AcceptedView } from './commands.js';
import { Identified, Page, USUAL_LIMIT, type PageAnswer } from './common.dto.js';

/** Cases over HTTP. */
@Controller()
export class CasesController {
  constructor(
    private readonly commands: Commands,
    private readonly cases: CaseReading,
    private readonly next: NextReading,
    private readonly readers: ReadersReading,
    private readonly doors: CaseDoors,
  ) {}

  @Handles(caseRoutes.openCase)
  open(
    @Body() event: OpeningEvent,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedView> {
    return this.commands.send({ route: caseRoutes.openCase, caller, subject: null, event }, request, reply);
  }

  @Handles(caseRoutes.listCases)
  async list(@Query() filter: CaseFilter, @By() caller: Caller): Promise<PageAnswer<CaseLine>> {
    const { limit = USUAL_LIMIT, cursor, total = false, assessor, ...wanted } = filter;
    const page = await this.cases.list(
      caller.place,
      { ...wanted, ...personIn('assessor', assessor) },
      { limit, after: markOf(CASE_CURSOR, cursor), total },
    );
    const items = veiled(page.items, await this.doors.closedTo(caller));
    return { ...page, items, next: cursorOf(CASE_CURSOR, page.next) };
  }

  @Handles(caseRoutes.readCase)
  async read(
    @Param() { id }: Identified,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseView> {
    const view = found(await this.cases.find(caller.place, idOf(id)));
    showsVersion(reply, view.version);
    return view;
  }

  @Handles(caseRoutes.recordCaseEvent)
  record(
    @Param() { id }: Identified,
    @Body() event: NewEvent,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedView> {
    return this.commands.send(
      { route: caseRoutes.recordCaseEvent, caller, subject: idOf(id), event },
      request,
      reply,
    );
  }

  @Handles(caseRoutes.readCaseEvents)
  async events(
    @Param() { id }: Identified,
    @Query() { limit = USUAL_LIMIT, cursor, total = false }: Page,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageAnswer<EventView>> {
    const asked = { limit, after: markOf(EVENT_CURSOR, cursor), total };
    const { version, view } = found(await this.cases.events(caller.place, idOf(id), asked));
    showsVersion(reply, version);
    return { ...view, next: cursorOf(EVENT_CURSOR, view.next) };
  }

  @Handles(caseRoutes.readCaseDeadlines)
  async deadlines(
    @Param() { id }: Identified,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ items: DeadlineView[] }> {
    const { version, view } = found(await this.cases.deadlines(caller.place, idOf(id)));
    showsVersion(reply, version);
    return { items: view };
  }

  @Handles(caseRoutes.readCaseNext)
  async steps(
    @Param() { id }: Identified,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ items: StepView[] }> {
    const { version, view } = found(await this.next.steps(caller.place, idOf(id), caller.person));
    showsVersion(reply, version);
    return { items: view };
  }

  @Handles(caseRoutes.readCaseEvidence)
  async evidence(
    @Param() { id }: Identified,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ items: EvidenceView[] }> {
    const { version, view } = found(await this.cases.evidence(caller.place, idOf(id)));
    showsVersion(reply, version);
    return { items: view };
  }

  @Handles(caseRoutes.readCaseNotices)
  async notices(
    @Param() { id }: Identified,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ items: NoticeView[] }> {
    const { version, view } = found(await this.cases.notices(caller.place, idOf(id)));
    showsVersion(reply, version);
    return { items: view };
  }

  @Handles(caseRoutes.readCaseReaders)
  async whoRead(
    @Param() { id }: Identified,
    @Query() { limit = USUAL_LIMIT, cursor, total = false }: Page,
    @By() caller: Caller,
  ): Promise<PageAnswer<ReaderView>> {
    const asked = { limit, after: markOf(READER_CURSOR, cursor), total };
    const { reference, next, ...page } = found(await this.readers.of(caller.place, idOf(id), asked));
    return { ...page, next: cursorOf(READER_CURSOR, next) };
  }
}

import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { localDate } from '../../../workflows/protocol/index.js';
import { Absences } from '../../workload/absences.js';
import { Caseloads } from '../../workload/caseloads.js';
import { By, type Caller } from '../http/caller.js';
import { CHANGE_CURSOR, cursorOf, markOf } from '../http/cursor.js';
import { found, idOf, isId, personIn } from '../http/ids.js';
import { Handles } from '../http/route.js';
import { invalid } from '../http/validation.js';
import { administering, answerOf } from './commands.js';
import { Identified, Page, USUAL_LIMIT, type PageAnswer } from './common.dto.js';
import {
  AbsenceEnd,
  AbsencesFilter,
  CaseloadFilter,
  NewAbsenceSent,
  WorkloadFilter,
} from './workload.dto.js';
import { workloadRoutes } from './workload.routes.js';
import { absenceView, caseloadCaseView, caseloadView, suggestionView, wrongWork } from './workload.views.js';

const partOf = ({ limit = USUAL_LIMIT, cursor }: Page) => ({ limit, after: markOf(CHANGE_CURSOR, cursor) });

/** Someone by id in a body. Throws a ProblemError for what is no id. */
function personOf(field: string, id: string): string {
  if (!isId(id)) throw invalid([{ field, message: 'must be the id of a person' }]);
  return id.toLowerCase();
}

type AbsenceAnswer = ReturnType<typeof absenceView>;

/** Workload and absences over HTTP. */
@Controller()
export class WorkloadController {
  constructor(
    private readonly caseloads: Caseloads,
    private readonly absences: Absences,
  ) {}

  @Handles(workloadRoutes.readWorkload)
  async workload(
    @Query() { team }: WorkloadFilter,
    @By() { place }: Caller,
  ): Promise<{ at: string; items: ReturnType<typeof caseloadView>[] }> {
    const { at, items } = await this.caseloads.all(place, team ?? null);
    return { at, items: items.map(caseloadView) };
  }

  @Handles(workloadRoutes.listCaseload)
  async cases(
    @Query() { assessor, leavers, unassigned, work, ...page }: CaseloadFilter,
    @By() { place }: Caller,
  ): Promise<PageAnswer<ReturnType<typeof caseloadCaseView>>> {
    const { assessor: from } = personIn('assessor', assessor);
    const selection = {
      ...(from === undefined ? {} : { from }),
      ...(work === undefined ? {} : { work }),
      leavers: leavers ?? false,
      unassigned: unassigned ?? false,
    };
    const { items, next } = await this.caseloads.cases(place, selection, partOf(page));
    return { items: items.map(caseloadCaseView), next: cursorOf(CHANGE_CURSOR, next) };
  }

  @Handles(workloadRoutes.suggestAssessors)
  async suggestions(
    @Param() { id }: Identified,
    @By() { place }: Caller,
  ): Promise<{ items: ReturnType<typeof suggestionView>[] }> {
    return { items: found(await this.caseloads.suggestions(place, idOf(id))).map(suggestionView) };
  }

  @Handles(workloadRoutes.listAbsences)
  async list(
    @Query() { person, ...page }: AbsencesFilter,
    @By() { place }: Caller,
  ): Promise<PageAnswer<AbsenceAnswer>> {
    const { person: of = null } = personIn('person', person);
    const { items, next } = await this.absences.list(place, of, partOf(page));
    return { items: items.map(absenceView), next: cursorOf(CHANGE_CURSOR, next) };
  }

  @Handles(workloadRoutes.recordAbsence)
  async record(
    @Body() sent: NewAbsenceSent,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AbsenceAnswer> {
    const absence = {
      person: personOf('person', sent.person),
      from: localDate(sent.from),
      to: sent.to === undefined ? null : localDate(sent.to),
      reason: sent.reason,
      cover: sent.cover === undefined ? null : personOf('cover', sent.cover),
    };
    const asked = administering(workloadRoutes.recordAbsence, caller, absence, request);
    const id = answerOf(await this.absences.record(asked, absence).catch(wrongWork), reply);
    return absenceView(found(await this.absences.find(caller.place, id)));
  }

  @Handles(workloadRoutes.endAbsence)
  async end(
    @Param() { id }: Identified,
    @Body() { lastDay }: AbsenceEnd,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AbsenceAnswer> {
    const absence = idOf(id);
    const asked = administering(workloadRoutes.endAbsence, caller, { absence, lastDay }, request);
    found(await this.absences.find(caller.place, absence));
    answerOf(await this.absences.end(asked, absence, localDate(lastDay)).catch(wrongWork), reply);
    return absenceView(found(await this.absences.find(caller.place, absence)));
  }
}

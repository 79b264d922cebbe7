import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  clauseOf,
  enforcement,
  localDate,
  type CalendarData,
  type Clause,
  type HolidayChange,
  type ProtocolData,
  type Timescale,
} from '../../../workflows/protocol/index.js';
import { isDuplicate } from '../../database/database-failure.js';
import { Places } from '../../places/places.js';
import { ProclaimedDays, WrongDay } from '../../places/proclaimed-days.js';
import { answerDue, type DueAnswer } from '../../protocols/answer-due.js';
import { By, type Caller } from '../http/caller.js';
import { CHANGE_CURSOR, markOf } from '../http/cursor.js';
import { found, nothingHere } from '../http/ids.js';
import { ProblemError } from '../http/problem.js';
import { Handles } from '../http/route.js';
import { invalid } from '../http/validation.js';
import { administering, answerOf } from './commands.js';
import { previewAnswer, type PreviewAnswer } from './changes.views.js';
import { Identified, Page, USUAL_LIMIT } from './common.dto.js';
import { ClauseNamed, DueQuestion, NewDay, VersionNamed } from './protocol.dto.js';
import { protocolRoutes } from './protocol.routes.js';

/** A clause, and where the service carries it out. */
export type ClauseView = Clause & { enforcedBy: { by: string; where: string }[] };

function clauseView(clause: Clause, protocol: ProtocolData): ClauseView {
  const clocks = protocol.timescales
    .filter(({ clauses }) => clauses.includes(clause.id))
    .map(({ title }) => ({ by: 'timescale', where: title }));
  const steps = enforcement(protocol)
    .filter((place) => place.clause === clause.id)
    .map(({ by, where }) => ({ by, where }));
  return { ...clause, enforcedBy: [...steps, ...clocks] };
}

function changeOf({ kind, date, from, name }: NewDay): HolidayChange {
  const day = { date: localDate(date), name: name.trim() };
  if ((kind === 'moved') !== (from !== undefined)) {
    throw invalid([{ field: 'from', message: 'goes with a day that is moved, and with no other' }]);
  }
  return kind === 'moved' ? { kind, ...day, from: localDate(from ?? date) } : { kind, ...day };
}

const changedJustNow = (): ProblemError =>
  new ProblemError(
    'unavailable',
    'Someone else changed the calendar at this moment. Send it again.',
    {},
    { 'retry-after': '1' },
  );

/** What went wrong with a day, as the problem it is answered with. */
function rethrown(error: unknown): never {
  if (error instanceof WrongDay) throw invalid([{ field: error.field, message: error.message }]);
  if (isDuplicate(error, 'pk_calendar_versions')) throw changedJustNow();
  throw error;
}

/** The protocol as data over HTTP. */
@Controller()
export class ProtocolController {
  constructor(
    private readonly places: Places,
    private readonly proclaimedDays: ProclaimedDays,
  ) {}

  @Handles(protocolRoutes.listTimescales)
  async timescales(
    @Param() { version }: VersionNamed,
    @By() caller: Caller,
  ): Promise<{ items: readonly Timescale[] }> {
    return { items: (await this.protocol(caller, version)).timescales };
  }

  @Handles(protocolRoutes.listClauses)
  async clauses(@Param() { version }: VersionNamed, @By() caller: Caller): Promise<{ items: ClauseView[] }> {
    const protocol = await this.protocol(caller, version);
    return { items: protocol.clauses.map((clause) => clauseView(clause, protocol)) };
  }

  @Handles(protocolRoutes.readClause)
  async clause(@Param() { version, id }: ClauseNamed, @By() caller: Caller): Promise<ClauseView> {
    const protocol = await this.protocol(caller, version);
    return clauseView(found(clauseOf(protocol, id)), protocol);
  }

  @Handles(protocolRoutes.readDecisionSupportTool)
  async decisionSupport(
    @Param() { version }: VersionNamed,
    @By() caller: Caller,
  ): Promise<ProtocolData['decisionSupport']> {
    return (await this.protocol(caller, version)).decisionSupport;
  }

  @Handles(protocolRoutes.readDue)
  async due(
    @Query() question: DueQuestion,
    @By() caller: Caller,
  ): Promise<Exclude<DueAnswer, { error: string }>> {
    const answer = answerDue(
      { timescale: question.timescale, start: question.start },
      await this.places.presentRules(caller.place),
    );
    if (!('error' in answer)) return answer;
    throw new ProblemError('invalid', answer.error, {
      errors: [{ field: 'timescale', message: answer.error }],
    });
  }

  @Handles(protocolRoutes.readCalendar)
  async calendar(@Param() { id }: Identified, @By() caller: Caller): Promise<CalendarData> {
    return this.presentCalendar(caller, id);
  }

  @Handles(protocolRoutes.previewDay)
  async previewDay(
    @Param() { id }: Identified,
    @Query() { limit = USUAL_LIMIT, cursor, total = false }: Page,
    @Body() day: NewDay,
    @By() caller: Caller,
  ): Promise<PreviewAnswer> {
    await this.presentCalendar(caller, id);
    const page = { limit, after: markOf(CHANGE_CURSOR, cursor), total };
    return previewAnswer(
      await this.proclaimedDays.preview(caller.place, changeOf(day), page).catch(rethrown),
    );
  }

  @Handles(protocolRoutes.addDay)
  async addDay(
    @Param() { id }: Identified,
    @Body() day: NewDay,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CalendarData & { change: string }> {
    const change = changeOf(day);
    const asked = administering(protocolRoutes.addDay, caller, { id, change }, request);
    await this.presentCalendar(caller, id);
    const added = answerOf(await this.proclaimedDays.addOnce(asked, change).catch(rethrown), reply);
    return { ...(await this.presentCalendar(caller, id)), change: added.change };
  }

  private async presentCalendar({ place }: Caller, id: string): Promise<CalendarData> {
    if (this.places.find(place)?.calendar !== id) throw nothingHere();
    const { calendarVersion } = await this.places.present(place);
    return this.places.calendarData(place, calendarVersion);
  }

  private async protocol({ place }: Caller, version: string): Promise<ProtocolData> {
    if (!(await this.places.versions(place)).includes(version)) throw nothingHere();
    const { calendarVersion } = await this.places.present(place);
    return (await this.places.rulesFor(place, version, calendarVersion)).protocol;
  }
}

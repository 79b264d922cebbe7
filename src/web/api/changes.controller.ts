import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Changes, type ChangeCaseView, type ChangeView } from '../../changes/changes.js';
import { ProtocolMoves } from '../../changes/protocol-moves.js';
import { By, type Caller } from '../http/caller.js';
import { CHANGE_CURSOR, cursorOf, markOf } from '../http/cursor.js';
import { found, idOf, nothingHere } from '../http/ids.js';
import { Handles } from '../http/route.js';
import { administering, answerOf } from './commands.js';
import { Identified, Page, USUAL_LIMIT, type PageAnswer } from './common.dto.js';
import { ChangeCasesFilter, ChangesFilter, DecidedMoveSent, NewMove, WhyNow } from './changes.dto.js';
import { changeRoutes } from './changes.routes.js';
import { caseView, changeView, previewAnswer, wrongChange, type PreviewAnswer } from './changes.views.js';

const partOf = ({ limit = USUAL_LIMIT, cursor }: Page) => ({ limit, after: markOf(CHANGE_CURSOR, cursor) });

/** Changes of calendar, protocol version and assessor over HTTP. */
@Controller()
export class ChangesController {
  constructor(
    private readonly changes: Changes,
    private readonly moves: ProtocolMoves,
  ) {}

  @Handles(changeRoutes.listChanges)
  async list(
    @Query() { kind, ...page }: ChangesFilter,
    @By() { place }: Caller,
  ): Promise<PageAnswer<ReturnType<typeof changeView>>> {
    const { items, next } = await this.changes.list(place, kind ?? null, partOf(page));
    return { items: items.map(changeView), next: cursorOf(CHANGE_CURSOR, next) };
  }

  @Handles(changeRoutes.readChange)
  async read(@Param() { id }: Identified, @By() caller: Caller): Promise<ReturnType<typeof changeView>> {
    return changeView(await this.changeOf(caller, idOf(id)));
  }

  @Handles(changeRoutes.listChangeCases)
  async cases(
    @Param() { id }: Identified,
    @Query() { state, ...page }: ChangeCasesFilter,
    @By() caller: Caller,
  ): Promise<PageAnswer<ReturnType<typeof caseView>>> {
    const change = await this.changeOf(caller, idOf(id));
    const asked = { state: state ?? null, ...partOf(page) };
    const { items, next } = await this.changes.cases(caller.place, change.id, asked);
    return {
      items: items.map((each: ChangeCaseView) => caseView(each)),
      next: cursorOf(CHANGE_CURSOR, next),
    };
  }

  @Handles(changeRoutes.previewMove)
  async previewMove(
    @Query() page: Page,
    @Body() move: NewMove,
    @By() { place }: Caller,
  ): Promise<PreviewAnswer> {
    const asked = { ...partOf(page), total: page.total ?? false };
    return previewAnswer(await this.moves.preview(place, lowered(move), asked).catch(wrongChange));
  }

  @Handles(changeRoutes.decideMove)
  async decideMove(
    @Body() sent: DecidedMoveSent,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReturnType<typeof changeView>> {
    const decidedBy = (sent.decidedBy ?? caller.person).toLowerCase();
    const move = { ...lowered(sent), decidedBy, reason: sent.reason.trim() };
    const asked = administering(changeRoutes.decideMove, caller, move, request);
    const id = answerOf(await this.moves.decide(asked, move).catch(wrongChange), reply);
    return changeView(await this.changeOf(caller, id));
  }

  @Handles(changeRoutes.stopMove)
  async stopMove(
    @Param() { id }: Identified,
    @Body() { why }: WhyNow,
    @By() caller: Caller,
  ): Promise<ReturnType<typeof changeView>> {
    const change = await this.changeOf(caller, idOf(id));
    if (change.kind !== 'protocol') throw nothingHere();
    await this.changes
      .stop(caller.place, change.id, { by: caller.person, why: why ?? null })
      .catch(wrongChange);
    return changeView(await this.changeOf(caller, change.id));
  }

  private async changeOf({ place }: Caller, id: string): Promise<ChangeView> {
    return found(await this.changes.find(place, id));
  }
}

const lowered = ({ to, cases, from }: NewMove) => ({
  to,
  ...(cases === undefined ? {} : { cases: cases.map((id) => id.toLowerCase()) }),
  ...(from === undefined ? {} : { from }),
});

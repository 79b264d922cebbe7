import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../../../workflows/protocol/index.js';
import { RecordReads } from '../../audit/record-reads.js';
import { CaseEngine } from '../../cases/case-engine.js';
import { CaseDoors } from '../../panel/case-doors.js';
import type { ItemAt } from '../../panel/item-state.js';
import { PanelEntries } from '../../panel/panel-entries.js';
import { ItemReading, type ItemView } from '../../reading/item-reading.js';
import { MeetingReading } from '../../reading/meeting-reading.js';
import { By, type Caller } from '../http/caller.js';
import { itemClosed } from '../http/case-guard.js';
import { showsVersion } from '../http/conditions.js';
import { found, idOf } from '../http/ids.js';
import { ProblemError } from '../http/problem.js';
import { Handles } from '../http/route.js';
import { invalid } from '../http/validation.js';
import { administering, answerOf, problemOfOutcome } from './commands.js';
import { ItemOf } from './common.dto.js';
import { NewDeclaration } from './items.dto.js';
import { meetingRoutes } from './meeting.routes.js';

/** What somebody declared of an item. */
interface DeclaredView {
  case: string;
  process: string;
  interest: boolean;
  excludes: boolean;
}

/** Items of the joint panel's agendas over HTTP: what a member declares, and what they read then. */
@Controller()
export class ItemsController {
  constructor(
    private readonly doors: CaseDoors,
    private readonly entries: PanelEntries,
    private readonly engine: CaseEngine,
    private readonly items: ItemReading,
    private readonly meetings: MeetingReading,
    private readonly reads: RecordReads,
  ) {}

  @Handles(meetingRoutes.readItem)
  async read(
    @Param() of: ItemOf,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ItemView> {
    const at = itemAt(caller, of);
    const { item, closed } = found(await this.doors.itemOf(caller, at));
    if (closed !== null) throw itemClosed(closed, at.meeting, at.case);
    const { view, version } = found(await this.items.of(at.place, item));
    await this.reads.note({
      place: at.place,
      person: caller.person,
      part: 'panel pack',
      via: 'api',
      cases: [at.case],
    });
    showsVersion(reply, version);
    return view;
  }

  @Handles(meetingRoutes.declareOnItem)
  async declare(
    @Param() of: ItemOf,
    @Body() said: NewDeclaration,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeclaredView> {
    checkDeclaration(said);
    const at = itemAt(caller, of);
    found(await this.meetings.find(at.place, at.meeting));
    return said.interest
      ? this.interest(at, said, caller, request, reply)
      : this.none(at, caller, request, reply);
  }

  private async none(
    at: ItemAt,
    caller: Caller,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<DeclaredView> {
    const { meeting, case: id } = at;
    const asked = administering(
      meetingRoutes.declareOnItem,
      caller,
      { meeting, id, interest: false },
      request,
    );
    const declared = answerOf(await this.entries.declareNoneOnce(asked, at, caller), reply);
    if (declared.kind === 'refused') throw refused(declared.refusals);
    return { case: id, process: declared.process, interest: false, excludes: false };
  }

  private async interest(
    at: ItemAt,
    { nature, excludes = false }: NewDeclaration,
    caller: Caller,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<DeclaredView> {
    const { commandId } = administering(meetingRoutes.declareOnItem, caller, null, request);
    const refusals = await this.entries.whyNotInterest(commandId, at, caller);
    if (refusals.length > 0) throw refused(refusals);
    const { item } = found(await this.doors.itemOf(caller, at));
    const outcome = await this.engine.execute({
      commandId,
      subject: { kind: 'case', id: at.case },
      place: at.place,
      type: 'INTEREST_DECLARED',
      process: item.process,
      content: { person: caller.person, nature, excludes },
      by: caller.person,
    });
    if (outcome.kind === 'invalid') throw invalid(outcome.errors);
    if (outcome.kind !== 'accepted') throw problemOfOutcome(outcome);
    if (outcome.replayed) void reply.header('idempotency-replayed', 'true');
    return { case: at.case, process: item.process, interest: true, excludes };
  }
}

const itemAt = ({ place }: Caller, { meeting, id }: ItemOf): ItemAt => ({
  place,
  meeting: idOf(meeting),
  case: idOf(id),
});

const refused = (refusals: readonly Refusal[]): ProblemError =>
  new ProblemError('refused', refusals[0]?.message ?? 'The protocol does not allow this.', { refusals });

/** Throws a ProblemError where what the interest is, and whether it excludes, is not said of an interest, and of that alone. */
function checkDeclaration({ interest, nature, excludes }: NewDeclaration): void {
  const needed = 'must be said where there is an interest';
  const idle = 'is said only where there is an interest';
  const wrong = (given: boolean): string | null => (given === interest ? null : interest ? needed : idle);
  const errors = Object.entries({ nature, excludes }).flatMap(([field, value]) => {
    const message = wrong(value !== undefined);
    return message === null ? [] : [{ field, message }];
  });
  if (errors.length > 0) throw invalid(errors);
}

import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Changes, type ChangeView } from '../../changes/changes.js';
import { Reassignments } from '../../workload/reassignments.js';
import type { Selection } from '../../workload/selection.js';
import { By, type Caller } from '../http/caller.js';
import { found, idOf, isId, nothingHere } from '../http/ids.js';
import { Handles } from '../http/route.js';
import { invalid } from '../http/validation.js';
import { changeView } from './changes.views.js';
import { administering, answerOf } from './commands.js';
import { WhyNow } from './changes.dto.js';
import { Identified } from './common.dto.js';
import { NewReassignment } from './workload.dto.js';
import { workloadRoutes } from './workload.routes.js';
import { wrongWork } from './workload.views.js';

type ChangeAnswer = ReturnType<typeof changeView>;

function idIn(field: string, id: string): string {
  if (!isId(id)) throw invalid([{ field, message: 'must be an id' }]);
  return id.toLowerCase();
}

const idsIn = (field: string, ids: readonly string[]): string[] =>
  ids.map((id, at) => idIn(`${field}.${at}`, id));

const selectionOf = ({ cases, from, leavers, unassigned, work }: NewReassignment): Selection => ({
  ...(cases === undefined ? {} : { cases: idsIn('cases', cases) }),
  ...(from === undefined ? {} : { from: idIn('from', from) }),
  ...(leavers ? { leavers } : {}),
  ...(unassigned ? { unassigned } : {}),
  ...(work === undefined ? {} : { work }),
});

/** Giving cases to other assessors over HTTP. */
@Controller()
export class ReassignmentsController {
  constructor(
    private readonly reassignments: Reassignments,
    private readonly changes: Changes,
  ) {}

  @Handles(workloadRoutes.tryReassignment)
  async tryOut(
    @Body() sent: NewReassignment,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangeAnswer> {
    const { to, among, team } = sent;
    const reassignment = {
      select: selectionOf(sent),
      ...(to === undefined ? {} : { to: idIn('to', to) }),
      ...(among === undefined ? {} : { among: idsIn('among', among) }),
      ...(team === undefined ? {} : { team }),
      reason: sent.reason.trim(),
    };
    const asked = administering(workloadRoutes.tryReassignment, caller, reassignment, request);
    const id = answerOf(await this.reassignments.tryOut(asked, reassignment).catch(wrongWork), reply);
    return changeView(await this.of(caller, id));
  }

  @Handles(workloadRoutes.applyReassignment)
  async apply(
    @Param() { id }: Identified,
    @Body() { why }: WhyNow,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangeAnswer> {
    const change = await this.of(caller, idOf(id));
    const asked = administering(
      workloadRoutes.applyReassignment,
      caller,
      { change: change.id, why },
      request,
    );
    answerOf(await this.reassignments.carryOut(asked, change.id, why ?? null).catch(wrongWork), reply);
    return changeView(await this.of(caller, change.id));
  }

  @Handles(workloadRoutes.stopReassignment)
  async stop(
    @Param() { id }: Identified,
    @Body() { why }: WhyNow,
    @By() caller: Caller,
  ): Promise<ChangeAnswer> {
    const change = await this.of(caller, idOf(id));
    await this.changes
      .stop(caller.place, change.id, { by: caller.person, why: why ?? null })
      .catch(wrongWork);
    return changeView(await this.of(caller, change.id));
  }

  private async of({ place }: Caller, id: string): Promise<ChangeView> {
    const change = found(await this.changes.find(place, id));
    if (change.kind !== 'reassignment') throw nothingHere();
    return change;
  }
}

import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CasePeople, type CasePerson, type DescribedPerson } from '../../directory/case-people.js';
import { WrongPerson } from '../../directory/directory.js';
import { CaseReading } from '../../reading/case-reading.js';
import { By, type Caller } from '../http/caller.js';
import { found, idOf } from '../http/ids.js';
import { Handles } from '../http/route.js';
import { invalid } from '../http/validation.js';
import { NewCasePerson, PersonOfCase } from './case-people.dto.js';
import { casePeopleRoutes } from './case-people.routes.js';
import { administering, answerOf } from './commands.js';
import { Identified } from './common.dto.js';

const described = ({ name, relation }: NewCasePerson): DescribedPerson => ({
  name,
  relation: relation ?? null,
});

function rethrown(error: unknown): never {
  if (error instanceof WrongPerson) throw invalid([...error.wrong]);
  throw error;
}

/** The people of a case over HTTP. */
@Controller()
export class CasePeopleController {
  constructor(
    private readonly people: CasePeople,
    private readonly cases: CaseReading,
  ) {}

  @Handles(casePeopleRoutes.readCasePeople)
  async list(@Param() { id }: Identified, @By() { place }: Caller): Promise<{ items: CasePerson[] }> {
    const { id: caseId } = found(await this.cases.find(place, idOf(id)));
    return { items: await this.people.of(place, caseId) };
  }

  @Handles(casePeopleRoutes.addCasePerson)
  async add(
    @Param() { id }: Identified,
    @Body() body: NewCasePerson,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CasePerson> {
    const person = described(body);
    const { id: caseId } = found(await this.cases.find(caller.place, idOf(id)));
    const asked = administering(casePeopleRoutes.addCasePerson, caller, { case: caseId, ...person }, request);
    const added = answerOf(await this.people.add(asked, caseId, person).catch(rethrown), reply);
    return this.one(caller.place, caseId, added);
  }

  @Handles(casePeopleRoutes.changeCasePerson)
  async change(
    @Param() { id, person: personId }: PersonOfCase,
    @Body() body: NewCasePerson,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CasePerson> {
    const at = { case: idOf(id), id: idOf(personId) };
    const person = described(body);
    await this.one(caller.place, at.case, at.id);
    const asked = administering(casePeopleRoutes.changeCasePerson, caller, { ...at, ...person }, request);
    answerOf(await this.people.change(asked, at, person).catch(rethrown), reply);
    return this.one(caller.place, at.case, at.id);
  }

  private async one(place: string, caseId: string, id: string): Promise<CasePerson> {
    return found((await this.people.of(place, caseId)).find((each) => each.id === id));
  }
}

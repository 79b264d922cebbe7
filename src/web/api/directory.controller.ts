import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { existsOn, localDate, type PlaceTeam } from '../../../workflows/protocol/index.js';
import { mayDo } from '../../access/policy.js';
import { AuditTrail } from '../../audit/audit-trail.js';
import { ServiceClock } from '../../clock/service-clock.js';
import { Tokens, type IssuedToken, type WorkingToken } from '../../directory/tokens.js';
import { Directory, WrongPerson } from '../../directory/directory.js';
import type { NewPerson as PersonToPut } from '../../directory/person.js';
import { Places } from '../../places/places.js';
import { PeopleReading, type PersonView } from '../../reading/people-reading.js';
import { By, type Caller } from '../http/caller.js';
import { cursorOf, markOf, PEOPLE_CURSOR } from '../http/cursor.js';
import { found, idOf, isId, nothingHere } from '../http/ids.js';
import { ProblemError } from '../http/problem.js';
import { Handles } from '../http/route.js';
import { invalid } from '../http/validation.js';
import { administering, answerOf } from './commands.js';
import { Identified, USUAL_LIMIT, type PageAnswer } from './common.dto.js';
import { NewEmail, NewPerson, NewRoles, NewToken, NewWork, PeopleFilter, TokensOf } from './directory.dto.js';
import { directoryRoutes } from './directory.routes.js';

const HOURS_IN_A_DAY = 24;
const USUAL_DAYS = 90;

/** An organisation of the place as it is answered. */
export interface OrganisationView {
  id: string;
  name: string;
  odsCode: string | null;
  kind: string;
  from: string;
  to: string | null;
  open: boolean;
}

/** Who somebody is, as their token says. */
export interface MeView {
  id: string;
  name: string;
  place: { id: string; name: string; protocol: string };
  roles: readonly string[];
  organisation: string | null;
  email: string | null;
}

/** What is wrong with somebody as described, as the problem it is answered with. */
function rethrown(error: unknown): never {
  if (error instanceof WrongPerson) throw invalid([...error.wrong]);
  throw error;
}

/** Addresses are for whoever keeps the directory: others are shown none. */
const shownTo = ({ roles }: Caller, { email, ...person }: PersonView): PersonView =>
  mayDo('manageDirectory', roles) ? { ...person, email: email ?? null } : person;

/** People, organisations and tokens over HTTP. */
@Controller()
export class DirectoryController {
  constructor(
    private readonly directory: Directory,
    private readonly people: PeopleReading,
    private readonly tokens: Tokens,
    private readonly places: Places,
    private readonly clock: ServiceClock,
    private readonly audit: AuditTrail,
  ) {}

  @Handles(directoryRoutes.listPeople)
  async list(
    @Query() { role, limit = USUAL_LIMIT, cursor, total = false }: PeopleFilter,
    @By() caller: Caller,
  ): Promise<PageAnswer<PersonView>> {
    const page = await this.people.list(caller.place, role ?? null, {
      limit,
      after: markOf(PEOPLE_CURSOR, cursor),
      total,
    });
    const items = page.items.map((person) => shownTo(caller, person));
    return { ...page, items, next: cursorOf(PEOPLE_CURSOR, page.next) };
  }

  @Handles(directoryRoutes.addPerson)
  async add(
    @Body() person: NewPerson,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonView> {
    const asked = administering(directoryRoutes.addPerson, caller, person, request);
    const adding = this.directory.addPerson(asked, { ...person } as PersonToPut);
    const id = answerOf(await adding.catch(rethrown), reply);
    return found(await this.people.find(caller.place, id));
  }

  @Handles(directoryRoutes.setRoles)
  async setRoles(
    @Param() { id }: Identified,
    @Body() { roles }: NewRoles,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonView> {
    const person = idOf(id);
    const asked = administering(directoryRoutes.setRoles, caller, { person, roles }, request);
    found(await this.people.find(caller.place, person));
    answerOf(await this.directory.setRolesOnce(asked, person, roles), reply);
    return found(await this.people.find(caller.place, person));
  }

  @Handles(directoryRoutes.setEmail)
  async setEmail(
    @Param() { id }: Identified,
    @Body() { email }: NewEmail,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonView> {
    const person = idOf(id);
    const address = email ?? null;
    const asked = administering(directoryRoutes.setEmail, caller, { person, address }, request);
    found(await this.people.find(caller.place, person));
    answerOf(await this.directory.setEmail(asked, person, address).catch(rethrown), reply);
    return found(await this.people.find(caller.place, person));
  }

  @Handles(directoryRoutes.setWork)
  async setWork(
    @Param() { id }: Identified,
    @Body() asks: NewWork,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonView> {
    const person = idOf(id);
    const work = { team: asks.team ?? null, capacityPoints: asks.capacityPoints ?? null };
    const asked = administering(directoryRoutes.setWork, caller, { person, ...work }, request);
    found(await this.people.find(caller.place, person));
    answerOf(await this.directory.setWorkOnce(asked, person, work).catch(rethrown), reply);
    return shownTo(caller, found(await this.people.find(caller.place, person)));
  }

  @Handles(directoryRoutes.listTeams)
  teams(@By() { place }: Caller): { items: readonly PlaceTeam[] } {
    return { items: found(this.places.find(place)).teams };
  }

  @Handles(directoryRoutes.listOrganisations)
  async organisations(@By() { place }: Caller): Promise<{ items: OrganisationView[] }> {
    const today = await this.clock.today();
    const items = await this.directory.organisations(place);
    return {
      items: items.map(({ id, name, odsCode, kind, from, to }) => ({
        id,
        name,
        odsCode,
        kind,
        from,
        to,
        open: existsOn({ from: localDate(from), to: to === null ? null : localDate(to) }, today),
      })),
    };
  }

  @Handles(directoryRoutes.me)
  me(@By() { person, name, place, roles, organisation, email, protocol }: Caller): MeView {
    const placeName = this.places.find(place)?.name ?? place;
    return { id: person, name, place: { id: place, name: placeName, protocol }, roles, organisation, email };
  }

  @Handles(directoryRoutes.makeToken)
  async makeToken(
    @Body() { purpose, person, days = USUAL_DAYS }: NewToken,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedToken> {
    const owner = person?.toLowerCase() ?? caller.person;
    const said = { purpose, owner, days };
    const asked = administering(directoryRoutes.makeToken, caller, said, request);
    if (owner !== caller.person) await this.checkOwner(owner, caller);
    const made = await this.tokens.issueOnce(asked, owner, {
      label: purpose,
      hours: days * HOURS_IN_A_DAY,
    });
    const token = answerOf(made, reply);
    if (token) return token;
    throw new ProblemError(
      'idempotency-key-reused',
      'The token that was made with that Idempotency-Key has ended. Send a new key to make another.',
    );
  }

  @Handles(directoryRoutes.listTokens)
  async listTokens(@Query() { person }: TokensOf, @By() caller: Caller): Promise<{ items: WorkingToken[] }> {
    const owner = person?.toLowerCase() ?? caller.person;
    if (owner !== caller.person) await this.checkOwner(owner, caller);
    return { items: await this.tokens.working(caller.place, owner) };
  }

  @Handles(directoryRoutes.revokeToken)
  async revokeToken(@Param() { id }: Identified, @By() caller: Caller): Promise<void> {
    const token = idOf(id);
    const own = (await this.tokens.of(caller.place, caller.person)).some((each) => each.id === token);
    if (!own && !mayDo('manageDirectory', caller.roles)) throw nothingHere();
    if (!(await this.tokens.revoke(caller.place, token))) throw nothingHere();
    const detail = { token };
    await this.audit.note({ place: caller.place, person: caller.person, action: 'tokenRevoked', detail });
  }

  private async checkOwner(owner: string, caller: Caller): Promise<void> {
    if (!mayDo('manageDirectory', caller.roles)) {
      throw invalid([{ field: 'person', message: 'can only be yourself, unless you are an administrator' }]);
    }
    const known = isId(owner) && (await this.directory.person(caller.place, owner)) !== undefined;
    if (!known) throw invalid([{ field: 'person', message: 'is nobody of the directory' }]);
  }
}

import { randomUUID } from 'node:crypto';
import { Body, Controller, Param } from '@nestjs/common';
import { mayDo } from '../../../access/policy.js';
import { isRole } from '../../../access/roles.js';
import { Accounts } from '../../../directory/accounts.js';
import { Directory } from '../../../directory/directory.js';
import { Places } from '../../../places/places.js';
import { PeopleReading, type RoleHeld } from '../../../reading/people-reading.js';
import { Identified } from '../../api/common.dto.js';
import { found, idOf } from '../../http/ids.js';
import { goTo } from '../../http/status.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { tickedAt, wordsAt, type Posted } from '../forms/draft.js';
import { askedBy, doneOf } from '../lists/asked-once.js';
import { Pages } from '../pages.js';
import type { Wrong } from '../workload/caseload-form.js';
import { choiceInWords } from '../words/choice-words.js';
import { rolesInWords } from '../words/roles.js';
import { directoryPageRoutes } from './directory.routes.js';
import { DISCIPLINES, namesIn, numberIn, roleChoices, shownErrors, teamsOf, wrongOf } from './person-form.js';

const HERE = '/people';
const INVALID = 422;
const TRAIL = [{ text: 'People', href: HERE }];

/** A role somebody holds or held, in words. */
const roleHeld = ({ role, ...days }: RoleHeld) => ({ words: rolesInWords([role]), ...days });

/** Somebody of a place: the roles they hold, what they carry, where their e-mail goes, and whether they can sign in. */
@Controller()
export class PersonPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly people: PeopleReading,
    private readonly directory: Directory,
    private readonly accounts: Accounts,
    private readonly places: Places,
  ) {}

  @Handles(directoryPageRoutes.personPage)
  person(@Param() { id }: Identified, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.personForm(browser, visit, idOf(id));
  }

  @Handles(directoryPageRoutes.personRoles)
  setRoles(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const person = idOf(id);
    const ticked = tickedAt(posted, 'roles');
    const roles = ticked.filter(isRole);
    const refuse = (message: string): Promise<string> =>
      this.personForm(browser, visit, person, [{ field: 'roles', message }], posted);
    if (roles.length < ticked.length) return refuse('Choose from the roles there are');
    if (person === visit.caller.person && !roles.includes('administrator'))
      return refuse('You cannot take the role of an administrator from yourself');
    return this.doing(browser, visit, person, posted, 'The roles are changed from today on', async () => {
      const asked = askedBy(directoryPageRoutes.personRoles, visit.caller, { person, roles }, posted);
      doneOf(await this.directory.setRolesOnce(asked, person, roles));
    });
  }

  @Handles(directoryPageRoutes.personEmail)
  setEmail(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const person = idOf(id);
    const typed = wordsAt(posted, 'email').trim();
    const email = typed === '' ? null : typed;
    return this.doing(browser, visit, person, posted, 'The e-mail address is changed', async () => {
      const asked = askedBy(directoryPageRoutes.personEmail, visit.caller, { person, email }, posted);
      doneOf(await this.directory.setEmail(asked, person, email));
    });
  }

  @Handles(directoryPageRoutes.personWork)
  setWork(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const person = idOf(id);
    const team = wordsAt(posted, 'team');
    const work = { team: team === '' ? null : team, capacityPoints: numberIn(posted, 'capacityPoints') };
    return this.doing(browser, visit, person, posted, 'Team and capacity are changed', async () => {
      const asked = askedBy(directoryPageRoutes.personWork, visit.caller, { person, ...work }, posted);
      doneOf(await this.directory.setWorkOnce(asked, person, work));
    });
  }

  @Handles(directoryPageRoutes.accountMade)
  makeAccount(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { place, person: by } = visit.caller;
    const person = idOf(id);
    const username = wordsAt(posted, 'username').trim();
    return this.doing(browser, visit, person, posted, `${username} can sign in now`, () =>
      this.accounts.create(place, person, { username, password: wordsAt(posted, 'password') }, by),
    );
  }

  @Handles(directoryPageRoutes.passwordGiven)
  async givePassword(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { place, person: by } = visit.caller;
    const person = found(await this.directory.person(place, idOf(id)));
    if (person.id === by) return goTo(browser.reply, '/password');
    const given = found((await this.accounts.givePassword(place, person.id, by)) ?? undefined);
    return this.pages.show(
      browser,
      {
        template: 'password-given.njk',
        title: `New password of ${person.name}`,
        here: HERE,
        trail: [...TRAIL, { text: person.name, href: `${HERE}/${person.id}` }],
      },
      { person, ...given },
    );
  }

  /** Does it for somebody there is, and goes back to their page; or shows it with what is wrong. */
  private async doing(
    browser: Browser,
    visit: Visit,
    person: string,
    posted: Posted,
    title: string,
    work: () => Promise<void>,
  ): Promise<string> {
    found(await this.people.find(visit.caller.place, person));
    try {
      await work();
    } catch (error) {
      return this.personForm(browser, visit, person, wrongOf(error), posted);
    }
    return this.pages.goTo(browser.reply, visit, `${HERE}/${person}`, { kind: 'success', title });
  }

  private async personForm(
    browser: Browser,
    { caller }: Visit,
    id: string,
    wrong: readonly Wrong[] = [],
    posted: Posted = {},
  ): Promise<string> {
    const person = found(await this.directory.person(caller.place, id));
    const typed = (name: string, known: string): string => (name in posted ? wordsAt(posted, name) : known);
    const manages = mayDo('manageDirectory', caller.roles);
    const { protocol } = await this.places.presentRules(caller.place);
    const sees = manages || mayDo('readAudit', caller.roles);
    const rolesHeld = sees ? (await this.people.roles(caller.place, id)).map(roleHeld) : [];
    const still = sees ? await this.people.stillHeld(caller.place, id) : null;
    return this.pages.show(
      browser,
      {
        template: 'person.njk',
        title: wrong.length > 0 ? `Error: ${person.name}` : person.name,
        here: HERE,
        trail: TRAIL,
        ...(wrong.length > 0 ? { status: INVALID } : {}),
      },
      {
        person: {
          ...person,
          email: manages ? person.email : null,
          username: manages ? person.username : null,
        },
        rolesWords: rolesInWords(person.roles),
        disciplineWords: person.discipline && DISCIPLINES[person.discipline],
        competenceWords: person.competences.map(choiceInWords),
        teamName: namesIn(this.places.find(caller.place)).team(person.team),
        usualPoints: protocol.parameters.caseloadCapacity.value.points,
        manages,
        managesWork: mayDo('manageWorkload', caller.roles),
        held: rolesHeld,
        still,
        own: person.id === caller.person,
        typed: {
          username: typed('username', ''),
          email: typed('email', manages ? (person.email ?? '') : ''),
          capacityPoints: typed('capacityPoints', person.capacityPoints?.toString() ?? ''),
        },
        roles: roleChoices('roles' in posted ? tickedAt(posted, 'roles') : person.roles),
        teams: teamsOf(this.places.find(caller.place), typed('team', person.team ?? '')),
        ...shownErrors(wrong),
        key: randomUUID(),
      },
    );
  }
}

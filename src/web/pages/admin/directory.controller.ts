import { randomUUID } from 'node:crypto';
import { Body, Controller, Param, Query } from '@nestjs/common';
import { mayDo } from '../../../access/policy.js';
import { isRole } from '../../../access/roles.js';
import { Accounts } from '../../../directory/accounts.js';
import { Directory, WrongPerson, type Person } from '../../../directory/directory.js';
import { Places } from '../../../places/places.js';
import { PeopleReading, type RoleHeld } from '../../../reading/people-reading.js';
import { Identified } from '../../api/common.dto.js';
import { cursorOf, markOf, PEOPLE_CURSOR } from '../../http/cursor.js';
import { found, idOf } from '../../http/ids.js';
import { goTo } from '../../http/status.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { tickedAt, wordsAt, type Posted } from '../forms/draft.js';
import { addressOf, chosenOf } from '../lists/address.js';
import { askedBy, doneOf } from '../lists/asked-once.js';
import { chipsFor, choosersOf, type Choice } from '../lists/choosers.js';
import { Pages } from '../pages.js';
import type { Wrong } from '../workload/caseload-form.js';
import { choiceInWords } from '../words/choice-words.js';
import { rolesInWords } from '../words/roles.js';
import { directoryPageRoutes, PeopleChosen } from './directory.routes.js';
import { competenceChoices, detailsIn, numberIn, personIn, postedOf, roleChoices } from './person-form.js';

const HERE = '/people';
const ROWS = 50;
const INVALID = 422;
const TRAIL = [{ text: 'People', href: HERE }];
const DISCIPLINES = { health: 'Health', socialCare: 'Social care', education: 'Education' } as const;

const ROLE_CHOICE: Choice = {
  name: 'role',
  label: 'Role',
  any: 'Every role',
  values: roleChoices([]).map(({ value, text }) => ({ value, words: text })),
};

/** The people of a place: who they are, what they do here, and whether they can sign in. */
@Controller()
export class DirectoryPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly people: PeopleReading,
    private readonly directory: Directory,
    private readonly accounts: Accounts,
    private readonly places: Places,
  ) {}

  @Handles(directoryPageRoutes.peoplePage)
  async list(
    @Query() sent: PeopleChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller: { place, roles } }: Visit,
  ): Promise<string> {
    const { role, cursor } = chosenOf(sent);
    const asked = { limit: ROWS, after: markOf(PEOPLE_CURSOR, cursor), total: true };
    const page = await this.people.list(place, role ?? null, asked);
    const next = cursorOf(PEOPLE_CURSOR, page.next);
    const names = this.namesIn(place);
    return this.pages.show(
      browser,
      { template: 'directory.njk', title: 'People', here: HERE },
      {
        rows: page.items.map((person) => ({
          ...person,
          rolesWords: rolesInWords(person.roles),
          organisationName: names.organisation(person.organisation),
          teamName: names.team(person.team),
        })),
        total: page.total ?? 0,
        manages: mayDo('manageDirectory', roles),
        choosers: choosersOf([ROLE_CHOICE], { role }),
        chips: chipsFor(HERE, [ROLE_CHOICE], { role }),
        first: cursor === undefined ? null : addressOf(HERE, { role }),
        more: next === null ? null : addressOf(HERE, { role, cursor: next }),
      },
    );
  }

  @Handles(directoryPageRoutes.newPersonPage)
  newPerson(@Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.newPersonForm(browser, visit);
  }

  @Handles(directoryPageRoutes.personAdded)
  async add(@Body() posted: Posted, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    if (wordsAt(posted, '_again') !== '') return this.newPersonForm(browser, visit, posted);
    const person = personIn(posted);
    const asked = askedBy(directoryPageRoutes.personAdded, visit.caller, person, posted);
    try {
      const id = doneOf(await this.directory.addPerson(asked, person));
      const title = `${person.name} is in the directory`;
      return await this.pages.goTo(browser.reply, visit, `${HERE}/${id}`, { kind: 'success', title });
    } catch (error) {
      return this.newPersonForm(browser, visit, posted, wrongOf(error));
    }
  }

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

  @Handles(directoryPageRoutes.accountEnded)
  async endAccount(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { place, person: by } = visit.caller;
    const person = idOf(id);
    if (person === by) {
      const message = 'You cannot end your own account';
      return this.personForm(browser, visit, person, [{ field: 'account', message }]);
    }
    const { username } = found(await this.directory.person(place, person));
    return this.doing(
      browser,
      visit,
      person,
      {},
      'They are signed out, and can sign in no more',
      async () => {
        if (username !== null) await this.accounts.disable(username, by);
      },
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

  @Handles(directoryPageRoutes.personDetailsPage)
  async detailsForm(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const person = found(await this.directory.person(visit.caller.place, idOf(id)));
    return this.newPersonForm(browser, visit, postedOf(person), [], person);
  }

  @Handles(directoryPageRoutes.personDetails)
  async changeDetails(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const person = found(await this.directory.person(visit.caller.place, idOf(id)));
    if (wordsAt(posted, '_again') !== '') return this.newPersonForm(browser, visit, posted, [], person);
    const details = detailsIn(posted);
    const asked = askedBy(
      directoryPageRoutes.personDetails,
      visit.caller,
      { person: person.id, ...details },
      posted,
    );
    try {
      doneOf(await this.directory.changePerson(asked, person.id, details));
    } catch (error) {
      return this.newPersonForm(browser, visit, posted, wrongOf(error), person);
    }
    return this.pages.goTo(browser.reply, visit, `${HERE}/${person.id}`, {
      kind: 'success',
      title: 'What the directory says of them is changed',
    });
  }

  @Handles(directoryPageRoutes.organisationsPage)
  async organisations(@Asking() browser: Browser, @SignedIn() { caller: { place } }: Visit): Promise<string> {
    const { organisation } = this.namesIn(place);
    return this.pages.show(
      browser,
      { template: 'organisations.njk', title: 'Organisations and teams', here: HERE, trail: TRAIL },
      {
        organisations: await this.directory.organisations(place),
        teams: (this.places.find(place)?.teams ?? []).map((team) => ({
          ...team,
          organisationName: organisation(team.organisation),
        })),
      },
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
        teamName: this.namesIn(caller.place).team(person.team),
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
        teams: this.teamsOf(caller.place, typed('team', person.team ?? '')),
        ...shownErrors(wrong),
        key: randomUUID(),
      },
    );
  }

  private async newPersonForm(
    browser: Browser,
    { caller: { place } }: Visit,
    posted: Posted = {},
    wrong: readonly Wrong[] = [],
    known: Pick<Person, 'id' | 'name'> | null = null,
  ): Promise<string> {
    const title = known ? `Change ${known.name}` : 'Add somebody';
    const { protocol } = await this.places.presentRules(place);
    const chosen = (name: string) => wordsAt(posted, name);
    return this.pages.show(
      browser,
      {
        template: 'new-person.njk',
        title: wrong.length > 0 ? `Error: ${title}` : title,
        here: HERE,
        trail: known ? [...TRAIL, { text: known.name, href: `${HERE}/${known.id}` }] : TRAIL,
        ...(wrong.length > 0 ? { status: INVALID } : {}),
      },
      {
        known,
        typed: Object.fromEntries(
          ['name', 'email', 'delegatedLimitPence', 'capacityPoints', 'clinician', 'commissioner'].map(
            (name) => [name, chosen(name)],
          ),
        ),
        roles: roleChoices(tickedAt(posted, 'roles')),
        teams: this.teamsOf(place, chosen('team')),
        organisations: [
          { value: '', text: 'None' },
          ...(this.places.find(place)?.organisations ?? []).map(({ id, name }) => ({
            value: id,
            text: name,
            selected: id === chosen('organisation'),
          })),
        ],
        disciplines: [
          { value: '', text: 'None' },
          ...Object.entries(DISCIPLINES).map(([value, text]) => ({
            value,
            text,
            selected: value === chosen('discipline'),
          })),
        ],
        competences: competenceChoices(protocol, tickedAt(posted, 'competences')),
        ...shownErrors(wrong),
        key: wordsAt(posted, '_key') || randomUUID(),
      },
    );
  }

  private teamsOf(place: string, chosen: string | null): object[] {
    const teams = this.places.find(place)?.teams ?? [];
    return [
      { value: '', text: 'None' },
      ...teams.map(({ id, name }) => ({ value: id, text: name, selected: id === chosen })),
    ];
  }

  private namesIn(place: string) {
    const { organisations = [], teams = [] } = this.places.find(place) ?? {};
    const nameIn = (list: readonly { id: string; name: string }[]) => (id: string | null) =>
      list.find((each) => each.id === id)?.name ?? null;
    return { organisation: nameIn(organisations), team: nameIn(teams) };
  }
}

/** A role somebody holds or held, in words. */
const roleHeld = ({ role, ...days }: RoleHeld) => ({ words: rolesInWords([role]), ...days });

/** What is wrong with somebody as they were described; anything else as it is. */
function wrongOf(error: unknown): Wrong[] {
  if (error instanceof WrongPerson) return [...error.wrong];
  throw error;
}

const shownErrors = (wrong: readonly Wrong[]): object => ({
  errors: wrong.map(({ field, message }) => ({ text: message, href: `#${field}` })),
  at: Object.fromEntries(wrong.map(({ field, message }) => [field, message])),
});

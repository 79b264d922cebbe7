import { randomUUID } from 'node:crypto';
import { Body, Controller, Param, Query } from '@nestjs/common';
import { mayDo } from '../../../access/policy.js';
import { Directory } from '../../../directory/directory.js';
import type { Person } from '../../../directory/person.js';
import { Places } from '../../../places/places.js';
import { PeopleReading } from '../../../reading/people-reading.js';
import { Identified } from '../../api/common.dto.js';
import { cursorOf, markOf, PEOPLE_CURSOR } from '../../http/cursor.js';
import { found, idOf } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { tickedAt, wordsAt, type Posted } from '../forms/draft.js';
import { addressOf, chosenOf } from '../lists/address.js';
import { askedBy, doneOf } from '../lists/asked-once.js';
import { chipsFor, choosersOf, type Choice } from '../lists/choosers.js';
import { Pages } from '../pages.js';
import type { Wrong } from '../workload/caseload-form.js';
import { rolesInWords } from '../words/roles.js';
import { directoryPageRoutes, PeopleChosen } from './directory.routes.js';
import {
  competenceChoices,
  detailsIn,
  DISCIPLINES,
  namesIn,
  personIn,
  postedOf,
  roleChoices,
  shownErrors,
  teamsOf,
  wrongOf,
} from './person-form.js';

const HERE = '/people';
const ROWS = 50;
const INVALID = 422;
const TRAIL = [{ text: 'People', href: HERE }];

const ROLE_CHOICE: Choice = {
  name: 'role',
  label: 'Role',
  any: 'Every role',
  values: roleChoices([]).map(({ value, text }) => ({ value, words: text })),
};

/** The people of a place, its organisations and teams, and what the directory says of each. */
@Controller()
export class DirectoryPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly people: PeopleReading,
    private readonly directory: Directory,
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
    const names = namesIn(this.places.find(place));
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
    const { organisation } = namesIn(this.places.find(place));
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
        teams: teamsOf(this.places.find(place), chosen('team')),
        organisations: [
          { value: '', text: 'None' },
          ...(await this.directory.organisations(place))
            .filter(({ id, to }) => to === null || id === chosen('organisation'))
            .map(({ id, name }) => ({ value: id, text: name, selected: id === chosen('organisation') })),
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
}

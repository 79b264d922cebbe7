import { Body, Controller, Inject, Param } from '@nestjs/common';
import { mayDo } from '../../../access/policy.js';
import type { WebSettings } from '../../../config/web-settings.js';
import { Accounts } from '../../../directory/accounts.js';
import { Directory } from '../../../directory/directory.js';
import type { Person } from '../../../directory/person.js';
import { PeopleReading } from '../../../reading/people-reading.js';
import { Identified } from '../../api/common.dto.js';
import { found, idOf } from '../../http/ids.js';
import { WEB_SETTINGS } from '../../http/page-guard.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { Pages } from '../pages.js';
import { directoryPageRoutes } from './directory.routes.js';

const HERE = '/people';
const INVALID = 422;
const OWN = 'You cannot end your own account';

/** Ending an account: what follows is said first, and it is done once that is confirmed. */
@Controller()
export class EndAccountController {
  constructor(
    private readonly pages: Pages,
    private readonly people: PeopleReading,
    private readonly directory: Directory,
    private readonly accounts: Accounts,
    @Inject(WEB_SETTINGS) private readonly settings: WebSettings,
  ) {}

  @Handles(directoryPageRoutes.accountEndPage)
  async ask(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.asked(browser, visit, await this.person(visit, id));
  }

  @Handles(directoryPageRoutes.accountEnded)
  async end(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const person = await this.person(visit, id);
    const { username } = person;
    const confirmed = wordsAt(posted, 'confirm') === 'yes' && wordsAt(posted, '_again') === '';
    if (!confirmed || username === null || person.id === visit.caller.person)
      return this.asked(browser, visit, person);
    await this.accounts.disable(username, visit.caller.person);
    return this.pages.goTo(browser.reply, visit, `${HERE}/${person.id}`, {
      kind: 'success',
      title: 'They are signed out, and can sign in no more',
    });
  }

  private async person({ caller }: Visit, id: string): Promise<Person> {
    return found(await this.directory.person(caller.place, idOf(id)));
  }

  private async asked(browser: Browser, visit: Visit, person: Person): Promise<string> {
    const { place, person: by, roles } = visit.caller;
    const page = `${HERE}/${person.id}`;
    if (person.username === null)
      return this.pages.goTo(browser.reply, visit, page, {
        kind: 'information',
        title: 'They have no account that could be ended',
      });
    const own = person.id === by;
    const [still, ends] = await Promise.all([
      this.people.stillHeld(place, person.id),
      this.people.endsWith(place, person.id, {
        idleMinutes: this.settings.idleMinutes,
        hours: this.settings.sessionHours,
      }),
    ]);
    const title = own ? OWN : `End the account of ${person.name}`;
    return this.pages.show(
      browser,
      {
        template: 'end-account.njk',
        title,
        here: HERE,
        trail: [
          { text: 'People', href: HERE },
          { text: person.name, href: page },
        ],
        ...(own ? { status: INVALID } : {}),
      },
      { person, page, own, still, ends, managesWork: mayDo('manageWorkload', roles) },
    );
  }
}

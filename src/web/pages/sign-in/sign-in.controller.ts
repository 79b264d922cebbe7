import { Body, Controller, Inject, Query } from '@nestjs/common';
import type { WebSettings } from '../../../config/web-settings.js';
import { Accounts } from '../../../directory/accounts.js';
import { Places } from '../../../places/places.js';
import { Sessions, type SignedInBy } from '../../../sessions/sessions.js';
import { MOST_TRIES, SignIn, WAIT_MINUTES } from '../../../sessions/sign-in.js';
import { Cookies } from '../../http/cookies.js';
import { isId } from '../../http/ids.js';
import { WEB_SETTINGS } from '../../http/page-guard.js';
import { Handles } from '../../http/route.js';
import { goTo } from '../../http/status.js';
import { Asking, rememberVisit, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { Pages } from '../pages.js';
import { DemonstrationPeople } from './demonstration-people.js';
import { ownPath, readKept, type Kept } from './onward.js';
import { OpenId, OpenIdRefused } from './openid.js';
import { Onward, Returned } from './sign-in.dto.js';
import { signInRoutes } from './sign-in.routes.js';
import { SignInPage } from './sign-in-page.js';

type Sent = Record<string, unknown>;

const WRONG = 'The user name or the password is not right.';
const NOT_ENTERED = 'Enter your user name and your password.';
const WAITS = `After ${MOST_TRIES} tries a user name has to wait ${WAIT_MINUTES} minutes.`;
const CLEARED = '"cache", "storage"';

const words = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Signing in and out. */
@Controller()
export class SignInController {
  private readonly cookies: Cookies;
  private readonly openId: OpenId | null;

  constructor(
    private readonly sessions: Sessions,
    private readonly signingIn: SignIn,
    private readonly accounts: Accounts,
    private readonly people: DemonstrationPeople,
    private readonly places: Places,
    private readonly page: SignInPage,
    private readonly pages: Pages,
    @Inject(WEB_SETTINGS) private readonly settings: WebSettings,
  ) {
    this.cookies = new Cookies(settings.secureCookies);
    const { openId, publicAddress } = settings;
    this.openId = openId && publicAddress !== null ? new OpenId(openId, publicAddress) : null;
  }

  @Handles(signInRoutes.signInPage)
  async show(@Query() { to, changed = false }: Onward, @Asking() browser: Browser): Promise<string> {
    const onward = ownPath(to);
    return browser.visit ? goTo(browser.reply, onward) : this.page.show(browser, { to: onward, changed });
  }

  @Handles(signInRoutes.signIn)
  async withPassword(@Body() sent: Sent, @Asking() browser: Browser): Promise<string> {
    const to = ownPath(sent['_to']);
    const kept = readKept(sent['_kept'], to);
    const username = words(sent['username']);
    const password = words(sent['password']);
    if (this.settings.passwordSignIn && (username.trim() === '' || password === ''))
      return this.page.show(browser, { to, kept, wrong: [NOT_ENTERED], username });
    const found = this.settings.passwordSignIn ? await this.signingIn.withPassword(username, password) : null;
    if (!found) return this.page.show(browser, { to, kept, wrong: [WRONG, WAITS], username });
    const { place, person } = found;
    const by = { place, person: person.id, via: 'password' as const, username: person.username };
    return this.enter(browser, by, to, kept);
  }

  @Handles(signInRoutes.signInToDemonstration)
  async asSomeone(@Body() sent: Sent, @Asking() browser: Browser): Promise<string> {
    const to = ownPath(sent['_to']);
    const kept = readKept(sent['_kept'], to);
    const id = words(sent['person']).toLowerCase();
    const found = isId(id) ? await this.people.find(id) : undefined;
    if (!found) return this.page.show(browser, { to, kept, wrong: ['Choose one of the people below.'] });
    return this.enter(browser, { ...found, via: 'demonstration', username: null }, to, kept);
  }

  @Handles(signInRoutes.signInElsewhere)
  async elsewhere(@Query() { to }: Onward, @Asking() browser: Browser): Promise<string> {
    if (!this.openId) return goTo(browser.reply, '/sign-in');
    try {
      const { address, kept } = await this.openId.begin(ownPath(to));
      this.cookies.give(browser.reply, 'openid', kept);
      return goTo(browser.reply, address);
    } catch (error) {
      return this.refused(browser, error);
    }
  }

  @Handles(signInRoutes.signInReturn)
  async returned(@Query() _answer: Returned, @Asking() browser: Browser): Promise<string> {
    if (!this.openId) return goTo(browser.reply, '/sign-in');
    const kept = this.cookies.read(browser.request, 'openid');
    this.cookies.take(browser.reply, 'openid');
    try {
      const query = /\?.*$/.exec(browser.request.url)?.[0] ?? '';
      const { username, to } = await this.openId.finish(query, kept);
      const found = await this.accounts.ownerOfAccount(username);
      if (!found) throw new OpenIdRefused(NO_ACCOUNT, 'no account');
      const { place, person } = found;
      return await this.enter(
        browser,
        { place, person: person.id, via: 'openid', username: person.username },
        to,
      );
    } catch (error) {
      return this.refused(browser, error);
    }
  }

  @Handles(signInRoutes.staySignedIn)
  stay(): void {
    // The request itself is what the session goes on by.
  }

  @Handles(signInRoutes.signOut)
  async out(@SignedIn() visit: Visit, @Asking() { reply }: Browser): Promise<string> {
    await this.sessions.end(visit.id);
    this.cookies.take(reply, 'session');
    void reply.header('clear-site-data', CLEARED);
    return goTo(reply, '/signed-out');
  }

  @Handles(signInRoutes.signedOut)
  signedOut(@Asking() browser: Browser): Promise<string> {
    return this.pages.show(browser, { template: 'signed-out.njk', title: 'You are signed out' });
  }

  /** Begins a session, always under a new id; shows what was typed before, or goes where one wanted to go. */
  private async enter(browser: Browser, by: SignedInBy, to: string, kept?: Kept): Promise<string> {
    const { reply, request, visit } = browser;
    const limits = { idleMinutes: this.settings.idleMinutes, hours: this.settings.sessionHours };
    if (visit) await this.sessions.end(visit.id);
    const id = await this.sessions.begin(by, limits);
    this.cookies.take(reply, 'visitor');
    this.cookies.give(reply, 'session', id);
    if (!kept) return goTo(reply, to);
    const session = await this.sessions.see(id, limits);
    if (!session) return goTo(reply, to);
    const entered = rememberVisit(request, {
      id,
      session,
      protocol: this.places.find(by.place)?.protocol ?? '',
    });
    return this.page.carryOn({ ...browser, visit: entered }, kept);
  }

  private refused(browser: Browser, error: unknown): Promise<string> {
    if (!(error instanceof OpenIdRefused)) throw error;
    browser.request.log.warn({ code: error.code }, 'sign-in refused');
    return this.page.show(browser, { to: '/', wrong: [error.words] });
  }
}

const NO_ACCOUNT =
  'Your organisation knows you, but you have no account here. Ask an administrator of this service for one.';

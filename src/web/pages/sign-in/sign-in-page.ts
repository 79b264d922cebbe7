import { Inject, Injectable } from '@nestjs/common';
import type { WebSettings } from '../../../config/web-settings.js';
import { WEB_SETTINGS } from '../../http/page-guard.js';
import type { Browser } from '../../http/visit.js';
import { Pages } from '../pages.js';
import { DemonstrationPeople } from './demonstration-people.js';
import { writeKept, type Kept } from './onward.js';

/** What the page to sign in on is shown with. */
export interface SigningIn {
  /** Where to go afterwards. */
  to: string;
  /** What was typed before one had to sign in again. */
  kept?: Kept | undefined;
  /** Why one was not signed in, a sentence each. */
  wrong?: readonly string[];
  username?: string;
  /** Whether the password was changed just now. */
  changed?: boolean;
}

const NOT_SIGNED_IN = 401;

/** The page to sign in on, and the one that gives back what was typed before. */
@Injectable()
export class SignInPage {
  constructor(
    private readonly pages: Pages,
    private readonly people: DemonstrationPeople,
    @Inject(WEB_SETTINGS) private readonly settings: WebSettings,
  ) {}

  /** The page to sign in on. It never says whether there is an account of a name. */
  async show(
    browser: Browser,
    { to, kept, wrong = [], username = '', changed = false }: SigningIn,
  ): Promise<string> {
    const failed = wrong.length > 0 || kept !== undefined;
    return this.pages.show(
      browser,
      {
        template: 'sign-in.njk',
        title: wrong.length > 0 ? 'Error: Sign in' : 'Sign in',
        ...(failed ? { status: NOT_SIGNED_IN } : {}),
      },
      {
        to,
        kept: kept && writeKept(kept),
        keptFields: kept?.fields ?? [],
        wrong,
        changed,
        username,
        passwords: this.settings.passwordSignIn,
        elsewhere: this.settings.openId !== null,
        roles: await this.people.offered(),
      },
    );
  }

  /** What was typed before, to be looked at once more and sent. */
  carryOn(browser: Browser, { to, fields }: Kept): Promise<string> {
    return this.pages.show(
      browser,
      { template: 'carry-on.njk', title: 'You are signed in again' },
      { to, fields },
    );
  }
}

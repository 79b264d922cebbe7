import { Body, Controller } from '@nestjs/common';
import { WrongPerson } from '../../../directory/directory.js';
import { SignIn } from '../../../sessions/sign-in.js';
import { nothingHere } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { goTo } from '../../http/status.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { Pages } from '../pages.js';
import { signInRoutes } from './sign-in.routes.js';

const INVALID = 422;

/** Changing one's own password: at once where somebody else chose it. */
@Controller()
export class PasswordController {
  constructor(
    private readonly pages: Pages,
    private readonly signingIn: SignIn,
  ) {}

  @Handles(signInRoutes.passwordPage)
  form(@Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.show(browser, visit);
  }

  @Handles(signInRoutes.passwordChanged)
  async change(
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { place, person } = visit.caller;
    const username = usernameOf(visit);
    const password = wordsAt(posted, 'password');
    try {
      if (password !== wordsAt(posted, 'again'))
        throw new WrongPerson('again', 'The new password is not the same in both boxes.');
      await this.signingIn.changePassword({ place, person, username }, wordsAt(posted, 'present'), password);
    } catch (error) {
      if (error instanceof WrongPerson) return this.show(browser, visit, error);
      throw error;
    }
    return goTo(browser.reply, '/sign-in?changed=true');
  }

  private show(browser: Browser, visit: Visit, wrong?: WrongPerson): Promise<string> {
    usernameOf(visit);
    const title = 'Change your password';
    return this.pages.show(
      browser,
      {
        template: 'password.njk',
        title: wrong ? `Error: ${title}` : title,
        ...(wrong ? { status: INVALID } : {}),
      },
      {
        must: visit.session.passwordToChange,
        errors: wrong ? [{ text: wrong.message, href: `#${wrong.field}` }] : [],
        at: wrong ? { [wrong.field]: wrong.message } : {},
      },
    );
  }
}

/** The name they sign in with. Throws a ProblemError for visitors of a demonstration, who have no account. */
function usernameOf({ session }: Visit): string {
  const { username } = session.person;
  if (username === null) throw nothingHere();
  return username;
}

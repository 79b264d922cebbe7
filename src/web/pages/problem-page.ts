import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { saysOwnPage } from '../http/own-form.js';
import { PROBLEMS, type ProblemError, type ProblemName } from '../http/problem.js';
import { goTo } from '../http/status.js';
import { visitOf, type Browser } from '../http/visit.js';
import { Pages } from './pages.js';
import { fieldsOf, ownPath } from './sign-in/onward.js';
import { SignInPage } from './sign-in/sign-in-page.js';
import { rolesInWords } from './words/roles.js';

const WORDS: Partial<Record<ProblemName, { title: string; words: readonly string[] }>> = {
  'not-found': {
    title: 'Page not found',
    words: [
      'If you typed the address, check that it is right. If you pasted it, check that you copied all of it.',
      'It may also be a case that is not of your place.',
    ],
  },
  unexpected: {
    title: 'Sorry, there is a problem with the service',
    words: ['Try again later. If it goes on, tell whoever runs the service, with the reference below.'],
  },
  unavailable: {
    title: 'Sorry, the service is not available just now',
    words: ['Nothing is lost. Try again in a few minutes.'],
  },
  'not-allowed': { title: 'This is not for your role', words: [] },
  'case-closed': { title: 'This case is closed to you', words: [] },
  'form-from-elsewhere': { title: 'The form did not come from this service', words: [] },
};

/** What went wrong as a page for people, with the frame all pages have. */
@Injectable()
export class ProblemPages {
  constructor(
    private readonly pages: Pages,
    private readonly signIn: SignInPage,
  ) {}

  /** The page; `reference` is what the log has of it. Whoever is not signed in is led there, with what they typed. */
  async answer(
    error: ProblemError,
    reference: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const browser: Browser = { request, reply, visit: visitOf(request) };
    if (error.problem === 'not-signed-in') return this.notSignedIn(browser);
    if (error.problem === 'form-expired' && browser.visit && saysOwnPage(request, null) !== false)
      return this.signIn.carryOn(browser, { to: ownPath(request.url), fields: fieldsOf(request.body) });
    return this.problem(error, reference, browser);
  }

  private notSignedIn(browser: Browser): Promise<string> | string {
    const { request, reply } = browser;
    const to = ownPath(request.url);
    if (request.method !== 'POST') {
      return goTo(reply, to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`);
    }
    const kept = { to, fields: fieldsOf(request.body) };
    return this.signIn.show(browser, { to, kept });
  }

  private problem({ problem, detail, more }: ProblemError, reference: string, browser: Browser): string {
    const { errors = [], roles = [], refusals = [], seeInstead = null } = more;
    const known = WORDS[problem];
    const said = [detail, ...errors.map(({ field, message }) => (field ? `${field}: ${message}` : message))];
    // A refusal is shown with its clauses, and its words are what the problem says too.
    if (refusals.length > 0) said.shift();
    const words = known && known.words.length > 0 ? known.words : said;
    const asked = PROBLEMS[problem].status < 500;
    return this.pages.showWithoutTelling(
      browser,
      { template: 'problem.njk', title: known?.title ?? PROBLEMS[problem].title },
      {
        words,
        refusals,
        seeInstead,
        reference: asked ? null : reference,
        allowed: roles.length > 0 ? rolesInWords(roles) : null,
      },
    );
  }
}

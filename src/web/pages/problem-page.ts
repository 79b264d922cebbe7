import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Told } from '../../sessions/sessions.js';
import { pageAbove } from '../http/addresses.js';
import { PageGuard } from '../http/page-guard.js';
import { saysOwnPage, TOKEN } from '../http/own-form.js';
import { PROBLEMS, ProblemError, type ProblemName } from '../http/problem.js';
import { goTo } from '../http/status.js';
import { visitOf, type Browser, type Visit } from '../http/visit.js';
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
    words: ['What is recorded is safe. Try again in a few minutes.'],
  },
  'method-not-allowed': {
    title: 'There is no page at this address',
    words: [
      'It may be the address that a form was sent to. Go back to the page with the form, or begin from the front page.',
    ],
  },
  'malformed-request': {
    title: 'That could not be read',
    words: [
      'If you typed or pasted the address, check that it is right. If you were sending a form, open its page again and send it from there.',
    ],
  },
  'too-many-requests': {
    title: 'Please wait a minute',
    words: [
      'More was asked for from your network in the last minute than the service can give. Wait a minute, then go back and try again.',
      'If you were sending a form, what you typed is still in it when you go back.',
    ],
  },
  stale: {
    title: 'Somebody recorded something meanwhile',
    words: [
      'Nothing of yours was recorded. Go back, look at what is there now, and do it again if it still holds.',
    ],
  },
  'too-large': {
    title: 'That was too much at once',
    words: [
      'Nothing was recorded. Go back and send less: a long report is kept where it is, and only named here.',
    ],
  },
  'rules-missing': { title: 'This cannot be opened or recorded here just now', words: [] },
  'not-allowed': { title: 'This is not for your role', words: [] },
  'case-closed': { title: 'This case is closed to you', words: [] },
  'form-from-elsewhere': { title: 'The form did not come from this service', words: [] },
};

/** What is answered where an address leads nowhere, whoever asks. */
const LEADS_NOWHERE: readonly ProblemName[] = ['not-found', 'method-not-allowed'];

/** Said to whoever opens the address a form is sent to, such as by loading the answer to one again. */
const ONLY_SENT: Told = {
  kind: 'information',
  title: 'Nothing was done just now',
  words: 'You opened the address that a form is sent to. This is the page the form is on, as it is now.',
};

const NO_SUCH_PAGE = new ProblemError('not-found', 'There is nothing at this address.');

/** Whether all that is wrong is a part of the path, which nobody chose in a form: then there is no such page. */
function leadsNowhere({ problem, more: { errors = [] } }: ProblemError, { params }: FastifyRequest): boolean {
  const parts = Object.keys(params ?? {});
  return problem === 'invalid' && errors.length > 0 && errors.every(({ field }) => parts.includes(field));
}

/** What is answered only once it is known whether anybody is signed in. */
const LOOKED_UP: readonly ProblemName[] = [...LEADS_NOWHERE, 'form-expired'];

/** A form that could not be taken just now, to be sent again as it was. */
interface SendAgain {
  action: string;
  fields: readonly (readonly [name: string, value: string])[];
  /** Whether it carries a key by which it is recorded once, however often it is sent. */
  once: boolean;
}

/** Where the fault is the service's own, and sending the same again may well be all it takes. */
const WORTH_SENDING_AGAIN: readonly ProblemName[] = ['unavailable', 'unexpected'];

/**
 * The form that was sent, with the token it came with: one that another site had sent carries none that is worth anything.
 * Null where nothing was typed, or what must not be written into a page.
 */
function sentAgain(problem: ProblemName, { method, url, body }: FastifyRequest): SendAgain | null {
  const action = ownPath(url);
  if (method !== 'POST' || action === '/' || !WORTH_SENDING_AGAIN.includes(problem)) return null;
  const fields = fieldsOf(body);
  if (fields.length === 0 || fields.some(([name]) => /password/i.test(name))) return null;
  const token = (body as Record<string, unknown>)[TOKEN];
  return {
    action,
    fields: [...fields, [TOKEN, typeof token === 'string' ? token : '']],
    once: fields.some(([name]) => name === '_key'),
  };
}

/** What went wrong as a page for people, with the frame all pages have. */
@Injectable()
export class ProblemPages {
  constructor(
    private readonly pages: Pages,
    private readonly signIn: SignInPage,
    private readonly guard: PageGuard,
  ) {}

  /** The page; `reference` is what the log has of it. Whoever is not signed in is led there, with what they typed. */
  async answer(
    error: ProblemError,
    reference: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const browser: Browser = { request, reply, visit: await this.visitAt(error.problem, request, reply) };
    if (error.problem === 'not-signed-in') return this.notSignedIn(browser);
    if (error.problem === 'method-not-allowed' && browser.visit) {
      const page = pageAbove(request.url);
      if (request.method === 'GET' && page !== '/')
        return this.pages.goTo(reply, browser.visit, page, ONLY_SENT);
    }
    if (error.problem === 'password-to-change') return goTo(reply, '/password');
    if (error.problem === 'form-expired' && browser.visit && saysOwnPage(request, null) !== false)
      return this.signIn.carryOn(browser, { to: ownPath(request.url), fields: fieldsOf(request.body) });
    return this.problem(leadsNowhere(error, request) ? NO_SUCH_PAGE : error, reference, browser);
  }

  /** Who is signed in. No guard stands before an address that leads nowhere: there it is looked up only now. */
  private async visitAt(
    problem: ProblemName,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Visit | undefined> {
    const known = visitOf(request);
    if (known || !LEADS_NOWHERE.includes(problem)) return known;
    return this.guard.visit(request, reply).catch(() => undefined);
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
      {
        template: 'problem.njk',
        title: known?.title ?? PROBLEMS[problem].title,
        status: PROBLEMS[problem].status,
        before: !LOOKED_UP.includes(problem),
      },
      {
        words,
        refusals,
        seeInstead,
        reference: asked ? null : reference,
        allowed: roles.length > 0 ? rolesInWords(roles) : null,
        again: sentAgain(problem, browser.request),
      },
    );
  }
}

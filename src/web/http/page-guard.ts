import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebSettings } from '../../config/web-settings.js';
import { Places } from '../../places/places.js';
import { formTokenOf, Sessions } from '../../sessions/sessions.js';
import { Cookies } from './cookies.js';
import { carries, checkOwnPage } from './own-form.js';
import { ProblemError } from './problem.js';
import type { Route } from './route.js';
import { rememberVisit, type Visit } from './visit.js';

/** Under which Nest hands over the settings of the pages. */
export const WEB_SETTINGS = Symbol('web settings');

/** Lets a browser through to the page it asks for, where its session does; what its owner's roles allow comes after. */
@Injectable()
export class PageGuard {
  private readonly cookies: Cookies;

  constructor(
    private readonly sessions: Sessions,
    private readonly places: Places,
    @Inject(WEB_SETTINGS) private readonly settings: WebSettings,
  ) {
    this.cookies = new Cookies(settings.secureCookies);
  }

  /** Throws a ProblemError for whoever is not signed in where that is needed, and for a form that is not one of this browser and session. */
  async check(route: Route, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const posted = request.method === 'POST';
    if (posted) checkOwnPage(request, this.settings.publicAddress);
    const visit = await this.visit(request, reply);
    if (!visit && route.policy !== 'open') throw new ProblemError('not-signed-in', 'Sign in first.');
    if (visit?.session.passwordToChange && route.policy !== 'open' && !route.beforePassword)
      throw new ProblemError('password-to-change', 'Choose a password of your own first.');
    if (posted && !this.isOwn(request, visit)) throw formExpired();
  }

  /** Who is signed in, if anybody; their session goes on by it. */
  async visit(request: FastifyRequest, reply: FastifyReply): Promise<Visit | undefined> {
    const id = this.cookies.read(request, 'session');
    if (id === undefined) return undefined;
    const session = await this.sessions.see(id, {
      idleMinutes: this.settings.idleMinutes,
      hours: this.settings.sessionHours,
    });
    const place = session && this.places.find(session.place);
    if (session && place) return rememberVisit(request, { id, session, protocol: place.protocol });
    this.cookies.take(reply, 'session');
    return undefined;
  }

  private isOwn(request: FastifyRequest, visit: Visit | undefined): boolean {
    if (visit) return carries(request.body, visit.formToken);
    const visitor = this.cookies.read(request, 'visitor');
    return visitor !== undefined && carries(request.body, formTokenOf(visitor));
  }
}

const formExpired = (): ProblemError =>
  new ProblemError(
    'form-expired',
    'Nothing was recorded: you have signed in again since that page was opened. What you typed is kept.',
  );

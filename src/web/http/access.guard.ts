import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAY_DO, mayDo } from '../../access/policy.js';
import { Tokens } from '../../directory/tokens.js';
import { Places } from '../../places/places.js';
import { CaseGuard } from './case-guard.js';
import { callerOf, notSignedIn, rememberCaller, type Caller } from './caller.js';
import { PageGuard } from './page-guard.js';
import { ProblemError } from './problem.js';
import { routeOf, type Route } from './route.js';

/** The token of an Authorization header. Throws a ProblemError where there is none. */
function tokenIn(header: string | undefined): string {
  const [, token] = /^Bearer +([\w.~+/-]{1,200}=*)$/i.exec(header ?? '') ?? [];
  if (token === undefined) throw notSignedIn('Send a token: Authorization: Bearer …');
  return token;
}

/** Who may record an event depends on the event: the engine decides that, and keeps what it refuses. */
function checkRoles({ policy, page, summary, leftToThem }: Route, roles: readonly string[]): void {
  if (policy === 'open' || policy === 'event' || policy === 'signedIn' || mayDo(policy, roles)) return;
  const words = page ? `You asked for: ${summary}.` : `${summary}: not by you in this service.`;
  throw new ProblemError('not-allowed', words, {
    roles: MAY_DO[policy],
    ...(leftToThem ? { refusals: [leftToThem] } : {}),
  });
}

/**
 * Lets a request through to the operation it asks for where the access policy does. An operation that says nothing of who
 * may is closed to everyone.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly tokens: Tokens,
    private readonly places: Places,
    private readonly pages: PageGuard,
    private readonly cases: CaseGuard,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = routeOf(context.getHandler());
    if (!route) throw new ProblemError('not-allowed', 'Nobody may do this.');
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (route.page) await this.pages.check(route, request, http.getResponse<FastifyReply>());
    else if (route.policy !== 'open')
      rememberCaller(request, await this.callerWith(tokenIn(request.headers.authorization)));
    await this.cases.check(route, request);
    checkRoles(route, callerOf(request)?.roles ?? []);
    return true;
  }

  private async callerWith(token: string): Promise<Caller> {
    const owner = await this.tokens.ownerOf(token);
    const place = owner ? this.places.find(owner.place) : undefined;
    if (!owner || !place) throw notSignedIn('That token is not known here, has expired or was revoked.');
    const { id, name, roles, organisation, email } = owner.person;
    return { person: id, name, place: place.id, roles, organisation, email, protocol: place.protocol };
  }
}

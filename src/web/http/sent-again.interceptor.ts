import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, type Observable } from 'rxjs';
import { Sessions } from '../../sessions/sessions.js';
import { pageAbove } from './addresses.js';
import { routeOf } from './route.js';
import { goTo } from './status.js';
import { visitOf } from './visit.js';

/** The field by which a form that was typed before signing in again is asked for, rather than sent. */
const AGAIN = '_again';

/**
 * Whoever goes back to a form after signing in again has not sent it: one that cannot be shown as it was typed is not
 * carried out, and leads to the page it stands on.
 */
@Injectable()
export class SentAgain implements NestInterceptor {
  constructor(private readonly sessions: Sessions) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = routeOf(context.getHandler());
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const visit = visitOf(request);
    const again = (request.body as Record<string, unknown> | null | undefined)?.[AGAIN] !== undefined;
    if (!route?.page || route.method !== 'POST' || route.carriesOn || !visit || !again) return next.handle();
    return from(this.leadBack(visit.id, request.url, http.getResponse<FastifyReply>()));
  }

  private async leadBack(session: string, url: string, reply: FastifyReply): Promise<''> {
    await this.sessions.tell(session, {
      kind: 'information',
      title: 'Nothing was done',
      words: 'You had to sign in first. Look at what there is now, and do it again if it still holds.',
    });
    return goTo(reply, pageAbove(url));
  }
}

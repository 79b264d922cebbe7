import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, type Observable } from 'rxjs';
import { HTML, ProblemError, type FieldError } from './problem.js';
import { routeOf, type Route } from './route.js';

/** What an address asks of a page and the page cannot give: it is left out, and the page says so. */
export interface WrongQuery {
  errors: readonly FieldError[];
  /** What stood in the address, by name. */
  typed: Readonly<Record<string, string>>;
}

type Query = Record<string, unknown>;

const WRONG = new WeakMap<FastifyRequest, WrongQuery>();
const NOTHING: WrongQuery = { errors: [], typed: {} };

/** What was left out of the address of this request; nothing for most. */
export const wrongQueryOf = (request: FastifyRequest): WrongQuery => WRONG.get(request) ?? NOTHING;

/** Whether an operation is a page with a form or links that ask something of it, for somebody who is signed in. */
const isAsked = ({ method, page, policy, query, answer }: Route): boolean =>
  method === 'GET' &&
  page === true &&
  policy !== 'open' &&
  query !== undefined &&
  answer.contentType === HTML;

const queryOf = (request: FastifyRequest): Query => request.query as Query;

/** What was sent of boxes that were left empty is nothing. */
function withoutEmpty(request: FastifyRequest): void {
  request.query = Object.fromEntries(Object.entries(queryOf(request)).filter(([, value]) => value !== ''));
}

/** Takes out of the address what is wrong in it; false where that is not what went wrong. */
function leftOut(request: FastifyRequest, error: unknown): boolean {
  if (!(error instanceof ProblemError) || error.problem !== 'invalid') return false;
  const query = queryOf(request);
  const errors = (error.more.errors ?? []).filter(({ field }) => Object.hasOwn(query, field));
  if (errors.length === 0) return false;
  const wrong = new Set(errors.map(({ field }) => field));
  const typed = Object.entries(query).filter(([name]) => wrong.has(name));
  const before = wrongQueryOf(request);
  WRONG.set(request, {
    errors: [...before.errors, ...errors],
    typed: {
      ...before.typed,
      ...Object.fromEntries(typed.filter((each): each is [string, string] => typeof each[1] === 'string')),
    },
  });
  request.query = Object.fromEntries(Object.entries(query).filter(([name]) => !wrong.has(name)));
  return true;
}

/**
 * Shows a page that is asked for what it cannot give as it is without that, and lets it say what was wrong: its filters
 * are where that is put right.
 */
@Injectable()
export class WrongQueries implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = routeOf(context.getHandler());
    if (!route || !isAsked(route)) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    withoutEmpty(request);
    const asked = (): Observable<unknown> =>
      next.handle().pipe(
        catchError((error: unknown) => {
          if (!leftOut(request, error)) throw error;
          return asked();
        }),
      );
    return asked();
  }
}

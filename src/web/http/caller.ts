import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';

/** Whoever sends a request, as the token says. */
export interface Caller {
  person: string;
  name: string;
  place: string;
  roles: readonly string[];
  organisation: string | null;
  /** Where they get e-mail from the service; null where they get none. */
  email: string | null;
  /** The protocol version new cases of the place start on, for links to its text. */
  protocol: string;
}

const CALLERS = new WeakMap<FastifyRequest, Caller>();

/** Remembers who sent the request. */
export const rememberCaller = (request: FastifyRequest, caller: Caller): void =>
  void CALLERS.set(request, caller);

/** Who sent the request, where that is known. */
export const callerOf = (request: FastifyRequest): Caller | undefined => CALLERS.get(request);

/** The problem of whoever did not say who they are, or is not known. */
export const notSignedIn = (detail: string): ProblemError =>
  new ProblemError('not-signed-in', detail, {}, { 'www-authenticate': 'Bearer realm="api"' });

/** Gives a controller's method whoever sent the request. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw notSignedIn('Send a token: Authorization: Bearer …');
  return caller;
});

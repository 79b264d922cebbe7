import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { formTokenOf, type Session } from '../../sessions/sessions.js';
import { rememberCaller, type Caller } from './caller.js';

/** Through what somebody sees a case whose record is not open to them: an item of a meeting, or their referral. */
export interface Through {
  kind: 'item' | 'referral';
  /** The address of its page. */
  home: string;
}

/** Someone who is signed in, in one request. */
export interface Visit {
  /** The secret id of the session. */
  id: string;
  session: Session;
  caller: Caller;
  /** What each form of this session carries. */
  formToken: string;
  /** Through what they see the case that is asked for, where they see it only so. */
  through?: Through;
}

const VISITS = new WeakMap<FastifyRequest, Visit>();

/** Remembers who is signed in, and so who sent the request. */
export function rememberVisit(
  request: FastifyRequest,
  { id, session, protocol }: { id: string; session: Session; protocol: string },
): Visit {
  const { person, place } = session;
  const { id: by, name, email, roles, organisation } = person;
  const caller: Caller = { person: by, name, email, place, roles, organisation, protocol };
  const visit: Visit = { id, session, caller, formToken: formTokenOf(id) };
  VISITS.set(request, visit);
  rememberCaller(request, caller);
  return visit;
}

/** Who is signed in, if anybody. */
export const visitOf = (request: FastifyRequest): Visit | undefined => VISITS.get(request);

/** A browser that asks for a page. */
export interface Browser {
  request: FastifyRequest;
  reply: FastifyReply;
  /** Who is signed in; undefined on pages that are open to anybody. */
  visit: Visit | undefined;
}

/** Gives a controller's method the browser that asks. */
export const Asking = createParamDecorator((_: unknown, context: ExecutionContext): Browser => {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  return { request, reply: http.getResponse<FastifyReply>(), visit: visitOf(request) };
});

/** Gives a controller's method who is signed in. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext): Visit => {
  const visit = visitOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!visit) throw new Error('A page for those signed in was reached by somebody who is not.');
  return visit;
});

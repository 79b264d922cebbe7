import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import type { Refusal } from '../../../workflows/protocol/index.js';
import type { Doing } from '../../access/policy.js';
import type { Schema } from './field.js';
import type { ProblemName } from './problem.js';

/** What an operation takes in its address: a class of fields. */
export type Fielded = new () => object;

/** One answer of an operation. */
export interface Answer {
  words: string;
  /** The schema of a JSON answer. */
  schema?: Schema;
  /** Another content type than JSON. */
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
}

/** One operation of the service: what the router, the access check and the published document all go by. */
export interface Route {
  id: string;
  method: 'GET' | 'POST' | 'DELETE';
  /** As the document writes it, '/api/v1/cases/{id}'. */
  path: string;
  tag: string;
  summary: string;
  /** What is worth knowing beyond the summary. */
  about?: string;
  /**
   * Who may: anybody, without a token; whoever is signed in; whoever may record the event that is sent; or the row of the
   * access policy.
   */
  policy: 'open' | 'signedIn' | 'event' | Doing;
  /** Why the protocol leaves it to those, by clause: said to whoever else asks. */
  leftToThem?: Refusal;
  /** It is a page: whoever asks for it is known by a session, and a form it takes carries the token of that session. */
  page?: true;
  /** It can be asked for by whoever still has to change a password that somebody else chose. */
  beforePassword?: true;
  /** It is sent a form that stands on that page; on the nearest page above its own address where it says nothing. */
  standsOn?: string;
  /** It is sent a form that it gives back as it was typed, with nothing recorded, to whoever had to sign in again meanwhile. */
  carriesOn?: true;
  /** The part of the record that is read of the case the address names: noted before anything is answered. */
  reads?: string;
  /** It is of a case, and also for whoever sees the case only through an item of the panel. */
  throughItem?: true;
  /** It is of a case, and also for whoever sees of the case only what concerns those who refer. */
  throughReferral?: true;
  params?: Fielded;
  query?: Fielded;
  body?: Fielded | Schema;
  /**
   * A command carries an Idempotency-Key; one about a case or meeting that exists, an If-Match as well. What is
   * administered is judged by no clause, and so never refused by one. What a member of the panel says of an item hangs on no
   * version of it.
   */
  command?: 'opening' | 'existing' | 'saying' | 'administering';
  status: 200 | 201 | 204 | 302 | 303;
  answer: Answer;
  /** Problems beside those that follow from the rest. */
  problems?: readonly ProblemName[];
}

/** The header that tells of a command that was carried out before. */
export const REPLAYED = {
  'Idempotency-Replayed': 'true where this is the answer to the same command sent before',
};

const ROUTE = Symbol('route');

/** Marks a controller's method as the one that carries out the operation. */
export const Handles = (route: Route): MethodDecorator =>
  applyDecorators(
    RequestMapping({
      method: RequestMethod[route.method],
      path: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    }),
    HttpCode(route.status),
    SetMetadata(ROUTE, route),
  );

/** The operation that a controller's method carries out, if it says so. */
export const routeOf = (handler: object): Route | undefined =>
  Reflect.getMetadata(ROUTE, handler) as Route | undefined;

/** Whether an operation answers people rather than programs: a browser is then told in a page what went wrong. */
export const isForPeople = ({ path, answer }: Route): boolean =>
  !path.startsWith('/api/') &&
  answer.schema === undefined &&
  answer.contentType?.startsWith('text/plain') !== true;

const OF_A_CASE = /^(\/api\/v1)?\/cases\/\{id\}/;

/** Whether an operation is of the case its address names, so that it is for those alone to whom that case is open. */
export const isOfCase = ({ path, reads }: Route): boolean => reads !== undefined || OF_A_CASE.test(path);

/** The problems an operation can answer with. */
export function problemsOf(route: Route): ProblemName[] {
  const signed = route.policy !== 'open';
  return [
    ...new Set<ProblemName>([
      ...(route.body ? (['malformed-request', 'too-large', 'unsupported-content-type'] as const) : []),
      ...(signed ? (['not-signed-in', 'not-allowed', 'rules-missing'] as const) : []),
      ...(route.path.includes('{')
        ? (['malformed-request', 'not-found', 'address-too-long', 'invalid'] as const)
        : []),
      ...(isOfCase(route) ? (['case-closed'] as const) : []),
      ...(route.query || route.body ? (['invalid'] as const) : []),
      ...(route.command
        ? (['idempotency-key-needed', 'bad-idempotency-key', 'idempotency-key-reused'] as const)
        : []),
      ...(route.command && route.command !== 'administering' ? (['refused'] as const) : []),
      ...(route.command === 'existing' ? (['bad-if-match', 'version-needed', 'stale'] as const) : []),
      ...(route.problems ?? []),
      'too-many-requests',
      'unexpected',
      ...(route.id === 'live' ? [] : (['unavailable'] as const)),
    ]),
  ];
}

import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';

/** The field of every form that holds the token of its session. */
export const TOKEN = '_token';

const first = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** Whether a browser says that the request comes from a page of this service; undefined where it does not say. */
export function saysOwnPage(request: FastifyRequest, publicAddress: string | null): boolean | undefined {
  const site = first(request.headers['sec-fetch-site']);
  if (site !== undefined) return site === 'same-origin';
  const origin = first(request.headers.origin);
  if (origin === undefined) return undefined;
  const own =
    publicAddress === null ? `${request.protocol}://${request.host}` : new URL(publicAddress).origin;
  return origin === own;
}

/** Refuses a form that another site had sent. Throws a ProblemError. */
export function checkOwnPage(request: FastifyRequest, publicAddress: string | null): void {
  if (saysOwnPage(request, publicAddress) !== false) return;
  throw new ProblemError(
    'form-from-elsewhere',
    'Nothing was done: the form did not come from a page of this service. Open the page here and send it again.',
  );
}

/** Whether a form carries that token. */
export function carries(body: unknown, token: string): boolean {
  const sent = (body as Record<string, unknown> | null)?.[TOKEN];
  if (typeof sent !== 'string' || sent.length !== token.length) return false;
  return timingSafeEqual(Buffer.from(sent), Buffer.from(token));
}

import { parse, unescape } from 'node:querystring';
import formbody from '@fastify/formbody';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';

/** Deeper than anything an event says, and far from deep enough to exhaust whoever walks through it. */
const DEEPEST = 20;
/** Most bytes of a form: a long text in which every character is written as three. */
const MOST_FORM_BYTES = 1024 * 1024;
const FORM = 'application/x-www-form-urlencoded';

/** A form without the one character that no box holds and no database keeps; everything else as it was typed. */
const formOf = (text: string): Record<string, unknown> =>
  parse(text, '&', '=', {
    maxKeys: 0,
    decodeURIComponent: (each) => unescape(each).replaceAll('\u0000', ''),
  });

/** Whether something lies within more than that many lists and objects; walks level by level, not by calling itself. */
export function isDeeperThan(depth: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let at = 0; level.length > 0; at += 1) {
    if (at > depth) return true;
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? (Object.values(each) as unknown[]) : [],
    );
  }
  return false;
}

const problemWith = (body: unknown): string | null => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return 'The body must be a JSON object.';
  return isDeeperThan(DEEPEST, body)
    ? `The body may hold lists and objects within each other ${DEEPEST} deep.`
    : null;
};

const isForm = ({ headers }: FastifyRequest): boolean => (headers['content-type'] ?? '').startsWith(FORM);

/** The API takes JSON, pages take forms: a form that another site sends cannot pass for a request of the API. */
function wrongDoor(request: FastifyRequest): ProblemError | undefined {
  if (request.method !== 'POST' || request.is404) return undefined;
  const api = request.url.startsWith('/api/');
  if (api === !isForm(request)) return undefined;
  return api
    ? new ProblemError('unsupported-content-type', 'Send the body as application/json.')
    : new ProblemError('unsupported-content-type', `Pages take forms: send the body as ${FORM}.`);
}

/** Refuses bodies that are no objects, or are nested without end, before anything looks into them. */
export async function checkBodies(app: NestFastifyApplication, server: FastifyInstance): Promise<void> {
  await app.register(formbody, { bodyLimit: MOST_FORM_BYTES, parser: formOf });
  server.addHook('onRequest', (request, _reply, done) => done(wrongDoor(request)));
  server.addHook('preValidation', (request, _reply, done) => {
    const words = request.method === 'POST' && !request.is404 ? problemWith(request.body) : null;
    done(
      words === null
        ? undefined
        : new ProblemError('invalid', words, { errors: [{ field: '', message: words }] }),
    );
  });
}

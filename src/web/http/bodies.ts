import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.js';

/** Deeper than anything an event says, and far from deep enough to exhaust whoever walks through it. */
const DEEPEST = 20;

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

/** Refuses bodies that are no objects, or are nested without end, before anything looks into them. */
export function checkBodies(server: FastifyInstance): void {
  server.addHook('preValidation', (request, _reply, done) => {
    const words = request.method === 'POST' && !request.is404 ? problemWith(request.body) : null;
    done(
      words === null
        ? undefined
        : new ProblemError('invalid', words, { errors: [{ field: '', message: words }] }),
    );
  });
}

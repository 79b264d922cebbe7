import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaseEngine } from '../../cases/case-engine.js';
import type { CommandOutcome } from '../../cases/command.js';
import type { Done, Request } from '../../database/once.js';
import type { Caller } from '../http/caller.js';
import { etagOf, keyOf, showsVersion, versionOf } from '../http/conditions.js';
import { commandIdOf, nothingHere } from '../http/ids.js';
import { ProblemError } from '../http/problem.js';
import type { Route } from '../http/route.js';
import { invalid } from '../http/validation.js';
import { eventsAt, type EventDoor } from '../openapi/event-schemas.js';

/** What was sent to a door, and by whom. */
export interface Sent {
  route: Route & { id: EventDoor };
  caller: Caller;
  /** The case or meeting; null for the event that makes it. */
  subject: string | null;
  event: { type: string; process?: string; content: Record<string, unknown> };
}

type Accepted = Extract<CommandOutcome, { kind: 'accepted' }>;

/** What a command that was accepted is answered with. */
export interface AcceptedView {
  id: string;
  reference: string;
  seq: number;
  version: number;
  stage: Accepted['stage'];
}

const keyReused = (): ProblemError =>
  new ProblemError(
    'idempotency-key-reused',
    'That Idempotency-Key came with another command. Send a new key with each new command.',
  );

/** The problem that answers an outcome other than acceptance. */
export function problemOfOutcome(outcome: Exclude<CommandOutcome, Accepted>): ProblemError {
  switch (outcome.kind) {
    case 'refused':
      return new ProblemError(
        'refused',
        outcome.refusals[0]?.message ?? 'The protocol does not allow this.',
        {
          refusals: outcome.refusals,
          ...(outcome.version > 0 ? { currentVersion: etagOf(outcome.version) } : {}),
        },
      );
    case 'notAllowed':
      return new ProblemError('not-allowed', outcome.message, { roles: outcome.roles });
    case 'invalid':
      return invalid(
        outcome.errors.map(({ field, message }) => ({
          field: field === '' ? 'content' : `content.${field}`,
          message,
        })),
      );
    case 'stale':
      return new ProblemError(
        'stale',
        'Read it again, look at what changed, and send your own with the new version.',
        {
          currentVersion: etagOf(outcome.version),
          changes: outcome.changes,
        },
      );
    case 'unknown':
      return nothingHere();
    case 'keyReused':
      return keyReused();
  }
}

/** Carries commands that come over HTTP to the engine, and its outcomes back. */
@Injectable()
export class Commands {
  constructor(private readonly engine: CaseEngine) {}

  /** Has the event recorded, and answers with what came of it. Throws a ProblemError for anything else. */
  async send(sent: Sent, request: FastifyRequest, reply: FastifyReply): Promise<AcceptedView> {
    const { route, caller, subject, event } = sent;
    const key = keyOf(headerOf(request, 'idempotency-key'));
    const expectedVersion = subject === null ? null : versionOf(headerOf(request, 'if-match'));
    const kind = route.id === 'openCase' || route.id === 'recordCaseEvent' ? 'case' : 'meeting';
    this.checkType(route.id, event.type);
    const outcome = await this.engine.execute({
      commandId: commandIdOf(caller.person, route.id, key),
      subject: { kind, id: subject },
      place: caller.place,
      type: event.type,
      ...(event.process === undefined ? {} : { process: event.process }),
      content: event.content,
      by: caller.person,
      expectedVersion,
    });
    if (outcome.kind !== 'accepted') throw problemOfOutcome(outcome);
    const { reference, seq, version, stage } = outcome;
    showsVersion(reply, version);
    if (outcome.replayed) void reply.header('idempotency-replayed', 'true');
    if (subject === null) void reply.header('location', `/api/v1/${kind}s/${outcome.subject}`);
    return { id: outcome.subject, reference, seq, version, stage };
  }

  private checkType(door: EventDoor, type: string): void {
    const known = eventsAt(door).some((event) => event.type === type);
    if (!known) throw invalid([{ field: 'type', message: 'is no event that is taken here' }]);
  }
}

/** What an administrator asks for under the key that the request carries. */
export const administering = (
  { id }: Route,
  { person, place }: Caller,
  said: unknown,
  request: FastifyRequest,
): Request => ({
  commandId: commandIdOf(person, id, keyOf(headerOf(request, 'idempotency-key'))),
  place,
  by: person,
  type: id,
  said,
});

/** What was done, with a header that tells where it had been done before. */
export function answerOf<T>(done: Done<T>, reply: FastifyReply): T {
  if (done.kind === 'keyReused') throw keyReused();
  if (done.replayed) void reply.header('idempotency-replayed', 'true');
  return done.answer;
}

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
};

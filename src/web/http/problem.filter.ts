import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from './caller.js';
import { StoredByNewerProgram, UnknownState } from '../../cases/readable.js';
import { VersionNotHere } from '../../places/places.js';
import { isUnavailable } from '../../database/database-failure.js';
import { failureOf } from '../../log/failure.js';
import { answersPages, methodsAt } from './addresses.js';
import { statusFor } from './status.js';
import { bodyOf, HTML, PROBLEM_JSON, ProblemError, PROBLEMS, type ProblemName } from './problem.js';

const WORDS_BY_STATUS: Readonly<Record<number, [ProblemName, string]>> = {
  400: [
    'malformed-request',
    'The body is not JSON or has a field such as __proto__, or the address is not written as it should be.',
  ],
  404: ['not-found', 'There is nothing at this address, or nothing that you may see.'],
  406: ['not-acceptable', 'There is no such representation of this.'],
  408: ['request-timed-out', 'The request did not arrive in time. Send it again.'],
  413: ['too-large', 'The body has more than 256 KB.'],
  414: ['address-too-long', 'The address, or a part of it, is too long.'],
  415: ['unsupported-content-type', 'Send the body as application/json.'],
  431: ['headers-too-large', 'The headers are too large.'],
};
const SECONDS_TO_WAIT = '5';
/** Problems that somebody has to look at. */
const LOGGED: readonly ProblemName[] = ['unavailable', 'rules-missing'];

const wrongMethod = (request: FastifyRequest): ProblemError | undefined => {
  const allowed = methodsAt(request.url);
  if (allowed.length === 0 || allowed.includes(request.method)) return undefined;
  const allow = allowed.join(', ');
  return new ProblemError('method-not-allowed', `This address takes ${allow}.`, {}, { allow });
};

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
};

/** What of the rules a case or meeting goes by is not here, and who can put that right; undefined for anything else. */
function rulesMissing(error: unknown): string | undefined {
  if (error instanceof VersionNotHere)
    return (
      `It goes by ${error.what} version ${error.version}, which this service does not have for ${error.place}. ` +
      'Nothing was stored. Whoever runs the service puts it right: they add the data of that version and start the service again.'
    );
  if (error instanceof UnknownState)
    return (
      'It is in a state that this version of the program does not know. Nothing was stored. ' +
      'Whoever runs the service puts it right: they run the version of the program that recorded it.'
    );
  return undefined;
}

/** The problem that answers whatever was thrown; undefined where nobody foresaw it. */
export function problemOf(error: unknown, request: FastifyRequest): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (isUnavailable(error)) {
    return new ProblemError(
      'unavailable',
      'The database cannot be reached. Send the same request again shortly.',
      {},
      {
        'retry-after': SECONDS_TO_WAIT,
      },
    );
  }
  if (error instanceof StoredByNewerProgram) {
    return new ProblemError(
      'unavailable',
      'The service is being updated, and this was last changed by its new version. Nothing was stored. Send the same request again shortly.',
      {},
      { 'retry-after': SECONDS_TO_WAIT },
    );
  }
  const missing = rulesMissing(error);
  if (missing !== undefined) return new ProblemError('rules-missing', missing);
  const status = statusOf(error);
  if (status === 404) {
    const problem = wrongMethod(request);
    if (problem) return problem;
  }
  const known = status === undefined ? undefined : WORDS_BY_STATUS[status];
  return known ? new ProblemError(...known) : undefined;
}

/** Answers a problem with a page, and its status; `reference` is the id that the log has of the request. */
export type ProblemPage = (
  problem: ProblemError,
  reference: string,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<string>;

/**
 * Answers everything that goes wrong as a problem (RFC 9457), or as a page to a browser. What nobody foresaw is logged
 * without its words.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly page: ProblemPage) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    let problem = problemOf(error, request);
    if (problem === undefined || LOGGED.includes(problem.problem)) {
      request.log.error({ failure: failureOf(error) }, problem?.problem ?? 'unexpected');
    }
    problem ??= new ProblemError(
      'unexpected',
      'Nothing was stored. Tell whoever runs the service the instance below.',
    );
    const { status } = PROBLEMS[problem.problem];
    if (!answersPages(request.url, request.headers.accept)) {
      const body = bodyOf(problem, request.id, callerOf(request)?.protocol ?? null);
      sendProblem(reply, problem, JSON.stringify(body));
      return;
    }
    const known = problem;
    this.page(known, request.id, request, reply).then(
      (page) =>
        reply
          .code(statusFor(reply) ?? status)
          .headers({ ...known.headers, 'content-type': HTML })
          .send(page),
      // The page of a problem needs the database too: without it, the problem itself is answered.
      (failed: unknown) => {
        request.log.error({ failure: failureOf(failed) }, 'unexpected');
        sendProblem(reply, known, JSON.stringify(bodyOf(known, request.id, null)));
      },
    );
  }
}

const sendProblem = (reply: FastifyReply, { problem, headers }: ProblemError, body: string): void =>
  void reply
    .code(PROBLEMS[problem].status)
    .headers({ ...headers, 'content-type': PROBLEM_JSON })
    .send(body);

import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { LogLevel } from '../../config/settings.js';
import type { WebSettings } from '../../config/web-settings.js';
import { checkBodies } from './bodies.js';
import { failureOf } from '../../log/failure.js';
import { answersPages } from './addresses.js';
import { BARE_HEADERS, barePage } from './bare-page.js';
import { bodyOf, HTML, PROBLEM_JSON, ProblemError, PROBLEMS } from './problem.js';
import { problemOf } from './problem.filter.js';
import { limitRates } from './rate-limits.js';
import { logRequests } from './request-log.js';
import { keepStatuses } from './status.js';

/** Most bytes of a body: a whole assessment with its words is a tenth of it. */
export const MOST_BYTES = 256 * 1024;
const SECOND = 1000;

/** Where the log goes, and how much of it. */
export interface LogSettings {
  level: LogLevel;
  /** Anything lines can be written to; the standard error where absent. */
  stream?: { write(line: string): void };
}

/** How the server is set up. */
export interface ServerSettings extends LogSettings {
  /** Proxies whose word is taken for where a request comes from. */
  proxies?: readonly string[];
}

const serverOptions = ({
  level,
  stream = process.stderr,
  proxies = [],
}: ServerSettings): FastifyServerOptions => ({
  bodyLimit: MOST_BYTES,
  requestTimeout: 30 * SECOND,
  connectionTimeout: 60 * SECOND,
  keepAliveTimeout: 72 * SECOND,
  trustProxy: proxies.length > 0 ? [...proxies] : false,
  genReqId: () => randomUUID(),
  requestIdHeader: false,
  // What still arrives while the process ends is answered like anything else: the database is there until the last answer.
  return503OnClosing: false,
  logController: new LogController({ disableRequestLogging: true }),
  routerOptions: { maxParamLength: 200 },
  logger: {
    level,
    stream,
    base: { service: 'childrens-continuing-care' },
    // Nothing of a request or answer is logged whole.
    serializers: { req: () => ({}), res: () => ({}), err: failureOf },
  } as never,
});

/** Answers what the router itself refuses, before any route is known, as a problem too, or as a bare page to a browser. */
const routerProblems = (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
  const problem =
    problemOf(error, request) ??
    new ProblemError('malformed-request', 'The address is not written as it should be.');
  void reply.code(PROBLEMS[problem.problem].status);
  if (answersPages(request.url, request.headers.accept)) {
    const words = 'If you typed or pasted it, check that it is right and that you copied all of it.';
    void reply.headers({ ...BARE_HEADERS, 'content-type': HTML });
    void reply.send(barePage('This address cannot be read', words));
    return;
  }
  void reply
    .headers({
      'content-type': PROBLEM_JSON,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .send(JSON.stringify(bodyOf(problem, request.id, null)));
};

/** The HTTP server for Nest, with limits and a log that knows no names. */
export const httpAdapter = (settings: ServerSettings): FastifyAdapter =>
  new FastifyAdapter({ ...serverOptions(settings), frameworkErrors: routerProblems } as never);

const API = '/api/v1/';

/** Answers of the API are data: no page to run anything in, so that they carry the same headers every time. */
const HEADERS_OF_DATA = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const onlyHere = ["'self'"];
const noneAtAll = ["'none'"];

/**
 * Ends every connection with the answer under way once the process is asked to end: a client that keeps its connection would
 * otherwise hold the process up for as long as it keeps it.
 */
function closeWithAnswers(server: FastifyInstance): void {
  let closing = false;
  server.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close');
    done(null, payload);
  });
}

/** Limits, cookies, and security headers: nothing from elsewhere, no frames, nothing kept by a browser or proxy. */
export async function harden(
  app: NestFastifyApplication,
  { requestsPerMinute }: Pick<WebSettings, 'requestsPerMinute'>,
): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  // Nonces, and headers made anew for each answer, are for pages: the API answers sooner without.
  server.addHook('onRoute', (route) => {
    if (route.url.startsWith(API))
      route.config = { ...route.config, helmet: { skipRoute: true } } as typeof route.config;
  });
  await limitRates(app, requestsPerMinute);
  await app.register(cookie as never);
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: noneAtAll,
        scriptSrc: onlyHere,
        styleSrc: onlyHere,
        imgSrc: onlyHere,
        fontSrc: onlyHere,
        connectSrc: onlyHere,
        manifestSrc: onlyHere,
        formAction: onlyHere,
        baseUri: noneAtAll,
        frameAncestors: noneAtAll,
      },
    },
    frameguard: { action: 'deny' },
    // Not no-referrer: a form then says that it comes from nowhere.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: true,
  } as never);
  server.removeContentTypeParser('text/plain');
  server.addHook('onSend', (request, reply, payload, done) => {
    if (request.url.startsWith(API)) reply.headers(HEADERS_OF_DATA);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  await checkBodies(app, server);
  keepStatuses(server);
  closeWithAnswers(server);
  logRequests(server);
}

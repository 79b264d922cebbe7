import rateLimit from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProblemError } from './problem.js';

/** Tries to sign in that one address may send in a minute: a whole hospital can be one address. */
export const SIGN_INS_PER_MINUTE = 60;
const MINUTE_MS = 60_000;
const SECOND_MS = 1000;
const MOST_ADDRESSES = 20_000;

const tooMany = (ttl: number): ProblemError =>
  new ProblemError(
    'too-many-requests',
    'Too many requests came from your network in the last minute. Wait a little, then try again.',
    {},
    { 'retry-after': String(Math.ceil(ttl / SECOND_MS)) },
  );

/** Bounds what one address may send: anything, generously; signing in, less so. Health checks are never bounded. */
export async function limitRates(app: NestFastifyApplication, requestsPerMinute: number): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRoute', (route) => {
    const signsIn = route.url.startsWith('/sign-in') && [route.method].flat().includes('POST');
    const health = ['/healthz', '/readyz'].includes(route.url);
    if (!signsIn && !health) return;
    const max = Math.min(SIGN_INS_PER_MINUTE, requestsPerMinute);
    route.config = { ...route.config, rateLimit: health ? false : { max, groupId: 'sign-in' } };
  });
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: MINUTE_MS,
    cache: MOST_ADDRESSES,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
    errorResponseBuilder: (_request: unknown, { ttl }: { ttl: number }) => tooMany(ttl),
  });
}

import { HTML } from '../http/problem.js';
import { anyObject, object, oneOf, ref } from '../openapi/schema-words.js';
import type { Route } from '../http/route.js';
import { Named } from './protocol.dto.js';

const tag = 'Service';

/** What Prometheus reads. */
export const METRICS = 'text/plain; version=0.0.4; charset=utf-8';

/** Operations on the service itself, and its pages; none needs a token. */
export const serviceRoutes = {
  live: {
    id: 'live',
    method: 'GET',
    path: '/healthz',
    tag,
    summary: 'Whether the process is alive',
    policy: 'open',
    status: 200,
    answer: { words: 'It is', schema: object({ status: oneOf('alive') }) },
  },
  ready: {
    id: 'ready',
    method: 'GET',
    path: '/readyz',
    tag,
    summary: 'Whether the database is reached and up to date',
    policy: 'open',
    status: 200,
    answer: { words: 'It is', schema: object({ status: oneOf('ready') }) },
  },
  status: {
    id: 'status',
    method: 'GET',
    path: '/status',
    tag,
    summary: 'How the service does: what is due, its processes and its queue',
    about:
      'Always 200 where the database answers; `state` says whether something has to be looked at. Monitoring goes by it, a load balancer by /readyz.',
    policy: 'open',
    status: 200,
    answer: { words: 'How it does', schema: ref('Status') },
  },
  metrics: {
    id: 'metrics',
    method: 'GET',
    path: '/metrics',
    tag,
    summary: 'What is measured, for Prometheus',
    policy: 'open',
    status: 200,
    answer: { words: 'Metrics in the text format of Prometheus', contentType: METRICS },
  },
  document: {
    id: 'document',
    method: 'GET',
    path: '/openapi.json',
    tag,
    summary: 'This document',
    policy: 'open',
    status: 200,
    answer: { words: 'OpenAPI 3.1', schema: anyObject },
  },
  docs: {
    id: 'docs',
    method: 'GET',
    path: '/docs',
    tag,
    summary: 'The API as a page to read',
    page: true,
    policy: 'open',
    status: 200,
    answer: { words: 'A page', contentType: HTML },
  },
  problem: {
    id: 'problem',
    method: 'GET',
    path: '/problems/{name}',
    tag,
    summary: 'What a kind of problem means',
    policy: 'open',
    params: Named,
    status: 302,
    answer: { words: 'Where it is explained', headers: { Location: 'The part of the page about it' } },
  },
  asset: {
    id: 'asset',
    method: 'GET',
    path: '/assets/{name}',
    tag,
    summary: 'A style sheet, script or picture of the pages',
    policy: 'open',
    params: Named,
    status: 200,
    answer: { words: 'The file', contentType: 'application/octet-stream' },
  },
} as const satisfies Record<string, Route>;

import { HTML } from '../http/problem.js';
import { anyObject, object, oneOf } from '../openapi/schema-words.js';
import type { Route } from '../http/route.js';
import { Named } from './protocol.dto.js';

const tag = 'Service';

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

import { bodySchemaAt } from '../openapi/event-schemas.js';
import { listOf, object, pageOf, ref } from '../openapi/schema-words.js';
import { REPLAYED, type Route } from '../http/route.js';
import { CaseFilter } from './cases.dto.js';
import { Identified, Page } from './common.dto.js';

const tag = 'Cases';
const ETAG = { ETag: 'The version, to be sent back as If-Match' };

/** Operations on cases. */
export const caseRoutes = {
  openCase: {
    id: 'openCase',
    method: 'POST',
    path: '/api/v1/cases',
    tag,
    summary: 'Open a case, or take one on midway',
    policy: 'event',
    body: bodySchemaAt('openCase'),
    command: 'opening',
    status: 201,
    answer: {
      words: 'The case is open',
      schema: ref('Accepted'),
      headers: { ...ETAG, ...REPLAYED, Location: 'The case' },
    },
  },
  listCases: {
    id: 'listCases',
    method: 'GET',
    path: '/api/v1/cases',
    tag,
    summary: 'List cases, the one with the next deadline first',
    policy: 'listCases',
    query: CaseFilter,
    status: 200,
    answer: { words: 'Some of the cases', schema: pageOf(ref('CaseLine')) },
  },
  readCase: {
    id: 'readCase',
    method: 'GET',
    path: '/api/v1/cases/{id}',
    tag,
    summary: 'Read a case',
    policy: 'readCase',
    params: Identified,
    status: 200,
    answer: { words: 'The case', schema: ref('Case'), headers: ETAG },
  },
  recordCaseEvent: {
    id: 'recordCaseEvent',
    method: 'POST',
    path: '/api/v1/cases/{id}/events',
    tag,
    summary: 'Record what happened in a case',
    about:
      'What the protocol does not allow is refused with every reason, each with its clauses; nothing is then stored but that it was refused.',
    policy: 'event',
    params: Identified,
    body: bodySchemaAt('recordCaseEvent'),
    command: 'existing',
    status: 201,
    answer: { words: 'The event is recorded', schema: ref('Accepted'), headers: { ...ETAG, ...REPLAYED } },
  },
  readCaseEvents: {
    id: 'readCaseEvents',
    method: 'GET',
    path: '/api/v1/cases/{id}/events',
    tag,
    summary: 'Read what happened in a case',
    policy: 'readTexts',
    params: Identified,
    query: Page,
    status: 200,
    answer: { words: 'Some of the events, oldest first', schema: pageOf(ref('Event')), headers: ETAG },
  },
  readCaseDeadlines: {
    id: 'readCaseDeadlines',
    method: 'GET',
    path: '/api/v1/cases/{id}/deadlines',
    tag,
    summary: 'Read the deadlines of a case, and how each date was counted',
    policy: 'readCase',
    params: Identified,
    status: 200,
    answer: {
      words: 'Every deadline, in the order they fall due',
      schema: object({ items: listOf(ref('Deadline')) }),
      headers: ETAG,
    },
  },
  readCaseNext: {
    id: 'readCaseNext',
    method: 'GET',
    path: '/api/v1/cases/{id}/next',
    tag,
    summary: 'What can happen next, and what stands against the rest',
    policy: 'readCase',
    params: Identified,
    status: 200,
    answer: {
      words: 'Every step, with who may take it and what is missing',
      schema: object({ items: listOf(ref('Step')) }),
      headers: ETAG,
    },
  },
  readCaseEvidence: {
    id: 'readCaseEvidence',
    method: 'GET',
    path: '/api/v1/cases/{id}/evidence',
    tag,
    summary: 'The evidence of a case, the newest first, with how old each piece is',
    policy: 'readTexts',
    params: Identified,
    status: 200,
    answer: { words: 'Every piece', schema: object({ items: listOf(ref('Evidence')) }), headers: ETAG },
  },
  readCaseNotices: {
    id: 'readCaseNotices',
    method: 'GET',
    path: '/api/v1/cases/{id}/notices',
    tag,
    summary: 'Who is owed word of what, and who was told',
    policy: 'readCase',
    params: Identified,
    status: 200,
    answer: { words: 'Every notice', schema: object({ items: listOf(ref('Notice')) }), headers: ETAG },
  },
} as const satisfies Record<string, Route>;

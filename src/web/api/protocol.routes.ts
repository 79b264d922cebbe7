import { listOf, object, ref } from '../openapi/schema-words.js';
import type { Route } from '../http/route.js';
import { Identified } from './common.dto.js';
import { ClauseNamed, DueQuestion, NewDay, VersionNamed } from './protocol.dto.js';

const tag = 'Protocol';

/** Operations on the protocol as data: clauses, timescales, calendars. */
export const protocolRoutes = {
  listTimescales: {
    id: 'listTimescales',
    method: 'GET',
    path: '/api/v1/protocols/{version}/timescales',
    tag,
    summary: 'List the timescales of a protocol version, as your place uses it',
    policy: 'readProtocol',
    params: VersionNamed,
    status: 200,
    answer: { words: 'Every timescale', schema: object({ items: listOf(ref('Timescale')) }) },
  },
  listClauses: {
    id: 'listClauses',
    method: 'GET',
    path: '/api/v1/protocols/{version}/clauses',
    tag,
    summary: 'List the clauses of a protocol version',
    policy: 'readProtocol',
    params: VersionNamed,
    status: 200,
    answer: { words: 'Every clause', schema: object({ items: listOf(ref('Clause')) }) },
  },
  readClause: {
    id: 'readClause',
    method: 'GET',
    path: '/api/v1/protocols/{version}/clauses/{id}',
    tag,
    summary: 'Read a clause in plain words, and where the service carries it out',
    policy: 'readProtocol',
    params: ClauseNamed,
    status: 200,
    answer: { words: 'The clause', schema: ref('Clause') },
  },
  readDecisionSupportTool: {
    id: 'readDecisionSupportTool',
    method: 'GET',
    path: '/api/v1/protocols/{version}/decision-support-tool',
    tag,
    summary: 'Read the care domains, their levels and the guide of the decision support tool',
    policy: 'readProtocol',
    params: VersionNamed,
    status: 200,
    answer: { words: 'The decision support tool', schema: ref('DecisionSupportTool') },
  },
  readDue: {
    id: 'readDue',
    method: 'GET',
    path: '/api/v1/due',
    tag,
    summary: 'When would it be due, and how is that counted?',
    policy: 'readProtocol',
    query: DueQuestion,
    status: 200,
    answer: { words: 'The day, or the moment for clocks in hours', schema: ref('Due') },
  },
  readCalendar: {
    id: 'readCalendar',
    method: 'GET',
    path: '/api/v1/calendars/{id}',
    tag,
    summary: 'Read a calendar: the rules of its holidays, and days proclaimed, cancelled or moved',
    policy: 'readProtocol',
    params: Identified,
    status: 200,
    answer: { words: 'The calendar as it is now', schema: ref('Calendar') },
  },
  addDay: {
    id: 'addDay',
    method: 'POST',
    path: '/api/v1/calendars/{id}/days',
    tag,
    summary: 'Add a day to a calendar, which makes a new version of it',
    policy: 'manageCalendar',
    params: Identified,
    body: NewDay,
    status: 201,
    answer: { words: 'The calendar as it is from now on', schema: ref('Calendar') },
  },
} as const satisfies Record<string, Route>;

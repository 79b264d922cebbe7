import { REPLAYED, type Route } from '../http/route.js';
import { object, oneOf, pageOf, ref } from '../openapi/schema-words.js';
import { Identified } from './common.dto.js';
import { ExceptionFilter, SettingAside, TryingAgain } from './exceptions.dto.js';

const tag = 'Service';

/** Operations on what could not be done by itself and waits for a person. */
export const exceptionRoutes = {
  listExceptions: {
    id: 'listExceptions',
    method: 'GET',
    path: '/api/v1/exceptions',
    tag,
    summary: 'List what could not be done by itself, the oldest first',
    about:
      'What fails is tried again on a ladder of waits; after the last it waits here for a person. Everything is here: alarms of deadlines, which the queue `exceptions` shows too with the deadline each is about, and what is about no case. A case is named by its reference alone.',
    policy: 'readExceptions',
    query: ExceptionFilter,
    status: 200,
    answer: { words: 'Some of the exceptions', schema: pageOf(ref('Exception')) },
  },
  retryException: {
    id: 'retryException',
    method: 'POST',
    path: '/api/v1/exceptions/{id}/retry',
    tag,
    summary: 'Let an exception be tried again, at once and from the first rung of the ladder',
    policy: 'workExceptions',
    params: Identified,
    body: TryingAgain,
    command: 'administering',
    status: 201,
    answer: {
      words: 'It waits to be tried',
      schema: object({ state: oneOf('waiting') }),
      headers: REPLAYED,
    },
  },
  setExceptionAside: {
    id: 'setExceptionAside',
    method: 'POST',
    path: '/api/v1/exceptions/{id}/set-aside',
    tag,
    summary: 'Set an exception aside, with a reason',
    about:
      'It is tried no more, and can still be listed and be let tried again. That a deadline passed is recorded all the same when it does; one that is over already cannot be set aside.',
    policy: 'workExceptions',
    params: Identified,
    body: SettingAside,
    command: 'administering',
    status: 201,
    answer: {
      words: 'It is set aside',
      schema: object({ state: oneOf('setAside') }),
      headers: REPLAYED,
    },
  },
} as const satisfies Record<string, Route>;

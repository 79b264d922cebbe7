import type { Route } from '../http/route.js';
import { ref } from '../openapi/schema-words.js';
import { QueueCountsAsked, Queued, QueueFilter, QueuePageAsked } from './queue.dto.js';

const tag = 'Queues';
const CSV = 'text/csv';

/** Operations on the overdue-case queues. */
export const queueRoutes = {
  readQueues: {
    id: 'readQueues',
    method: 'GET',
    path: '/api/v1/queues',
    tag,
    summary: 'Count what is overdue, whose it is, and what falls due next',
    about:
      'Everything in the answer is judged at the moment `asAt`. Sent back with a list, it gives the list that was counted, as far as nothing was recorded in between.',
    policy: 'readQueues',
    query: QueueCountsAsked,
    status: 200,
    answer: { words: 'Every queue, over all and by timescale', schema: ref('Queues') },
  },
  listQueue: {
    id: 'listQueue',
    method: 'GET',
    path: '/api/v1/queues/{queue}',
    tag,
    summary: 'List the deadlines of a queue, the longest due first',
    policy: 'readQueues',
    params: Queued,
    query: QueuePageAsked,
    status: 200,
    answer: { words: 'Some of the queue', schema: ref('QueuePage') },
  },
  exportQueue: {
    id: 'exportQueue',
    method: 'GET',
    path: '/api/v1/queues/{queue}/export',
    tag,
    summary: 'Take a queue as a file',
    about: 'UTF-8, for spreadsheets: nothing in it is a formula. Who took it is noted. Without the child.',
    policy: 'exportQueues',
    params: Queued,
    query: QueueFilter,
    status: 200,
    answer: { words: 'The whole queue', contentType: CSV },
  },
  readQueueDefinitions: {
    id: 'readQueueDefinitions',
    method: 'GET',
    path: '/api/v1/queue-definitions',
    tag,
    summary: 'What is in each queue, what its filters take, and what its columns mean',
    policy: 'readQueues',
    status: 200,
    answer: { words: 'Every definition', schema: ref('QueueDefinitions') },
  },
  exportQueueDefinitions: {
    id: 'exportQueueDefinitions',
    method: 'GET',
    path: '/api/v1/queue-definitions/export',
    tag,
    summary: 'Take what the columns of an exported queue mean as a file',
    policy: 'readQueues',
    status: 200,
    answer: { words: 'Each column with its meaning', contentType: CSV },
  },
} as const satisfies Record<string, Route>;

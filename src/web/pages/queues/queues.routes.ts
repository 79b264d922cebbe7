import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';
import { QueueFiltersChosen, QueuePartChosen, QueuesChosen, QueueShown } from './queues.dto.js';

const shared = { method: 'GET', tag: 'Overdue', page: true, status: 200 } as const;
const answer = { words: 'A page', contentType: HTML };

/** The overdue-case queues as pages. */
export const queuePageRoutes = {
  queuesPage: {
    ...shared,
    id: 'queuesPage',
    path: '/queues',
    summary: 'What is overdue, and what falls due next',
    policy: 'readQueues',
    query: QueuesChosen,
    answer,
  },
  queuePage: {
    ...shared,
    id: 'queuePage',
    path: '/queues/{queue}',
    summary: 'The deadlines of a queue',
    policy: 'readQueues',
    params: QueueShown,
    query: QueuePartChosen,
    answer,
  },
  queueFile: {
    ...shared,
    id: 'queueFile',
    path: '/queues/{queue}/file',
    summary: 'A queue as a file for spreadsheets',
    policy: 'exportQueues',
    params: QueueShown,
    query: QueueFiltersChosen,
    answer: { words: 'The whole queue', contentType: 'text/csv' },
  },
  queueColumnsFile: {
    ...shared,
    id: 'queueColumnsFile',
    path: '/queues/columns',
    summary: 'What the columns of such a file mean',
    policy: 'exportQueues',
    answer: { words: 'A line for each column', contentType: 'text/csv' },
  },
} as const satisfies Record<string, Route>;

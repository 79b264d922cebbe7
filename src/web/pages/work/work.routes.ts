import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const tag = 'My work';
const answer = { words: 'A page', contentType: HTML };
const page = true;

/** What somebody has to do. */
export const workRoutes = {
  workPage: {
    id: 'workPage',
    method: 'GET',
    path: '/work',
    tag,
    page,
    summary: 'My work',
    policy: 'readOwnWork',
    status: 200,
    answer,
  },
  workNoticesRead: {
    id: 'workNoticesRead',
    method: 'POST',
    path: '/work/messages-read',
    tag,
    page,
    summary: 'Mark one’s messages as read',
    policy: 'readOwnWork',
    status: 200,
    answer,
  },
} as const satisfies Record<string, Route>;

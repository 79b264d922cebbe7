import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const tag = 'Home';
const answer = { words: 'A page', contentType: HTML };

/** The front page. */
export const homeRoutes = {
  front: {
    id: 'front',
    method: 'GET',
    path: '/',
    tag,
    page: true,
    summary: 'The front page',
    policy: 'open',
    status: 200,
    answer,
  },
} as const satisfies Record<string, Route>;

import { Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const tag = 'Search';
const answer = { words: 'A page', contentType: HTML };
const page = true;
const LONGEST_ID = 40;

/** A search that was made in this session. */
export class SearchId {
  @Words({ about: 'The number of the search', max: LONGEST_ID })
  search: string;
}

/** Finding a child. What is looked for is sent in a form, and never stands in an address. */
export const searchRoutes = {
  searchPage: {
    id: 'searchPage',
    method: 'GET',
    path: '/search',
    tag,
    page,
    summary: 'Find a child',
    policy: 'listCases',
    status: 200,
    answer,
  },
  search: {
    id: 'search',
    carriesOn: true,
    method: 'POST',
    path: '/search',
    tag,
    page,
    summary: 'Find a child',
    policy: 'listCases',
    status: 200,
    answer,
  },
  searchFound: {
    id: 'searchFound',
    method: 'GET',
    path: '/search/{search}',
    tag,
    page,
    summary: 'Who was found',
    policy: 'listCases',
    params: SearchId,
    status: 200,
    answer,
  },
} as const satisfies Record<string, Route>;

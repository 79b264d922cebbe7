import { Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

/** Where the list of what waits for authority goes on. */
export class AuthorityPart {
  @Words({ about: 'Where to go on', max: 400, optional: true })
  cursor?: string;
}

/** What waits for authority beyond that of the panel's members, and what is escalated. */
export const authorityRoutes = {
  authorityPage: {
    id: 'authorityPage',
    method: 'GET',
    path: '/authorisations',
    tag: 'Authorisations',
    page: true,
    summary: 'What waits for authorisation, and what is escalated',
    policy: 'readAuthorisations',
    status: 200,
    query: AuthorityPart,
    answer: { words: 'A page', contentType: HTML },
  },
} as const satisfies Record<string, Route>;

import { Named } from '../../api/protocol.dto.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

/** The text of the protocol's clauses, which every refusal and deadline leads to. */
export const clauseRoutes = {
  clausePage: {
    id: 'clausePage',
    method: 'GET',
    path: '/clauses/{name}',
    tag: 'Protocol',
    page: true,
    summary: 'A clause of the protocol',
    policy: 'readProtocol',
    params: Named,
    status: 200,
    answer: { words: 'A page', contentType: HTML },
  },
} as const satisfies Record<string, Route>;

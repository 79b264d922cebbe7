import { Identified } from '../../api/common.dto.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

/** The checklist of a case: what was sent beside what is needed, and what becomes of it. */
export const checklistRoutes = {
  checklistPage: {
    id: 'checklistPage',
    method: 'GET',
    path: '/cases/{id}/checklist',
    tag: 'Cases',
    page: true,
    summary: 'The checklist of a case',
    policy: 'readTexts',
    reads: 'checklist',
    params: Identified,
    status: 200,
    answer: { words: 'A page', contentType: HTML },
  },
} as const satisfies Record<string, Route>;

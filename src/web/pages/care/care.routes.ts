import { Identified } from '../../api/common.dto.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const shared = {
  method: 'GET',
  tag: 'Cases',
  page: true,
  policy: 'readTexts',
  params: Identified,
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;

/** The care a child is given, and how it is looked at again. */
export const careRoutes = {
  packagePage: {
    ...shared,
    id: 'packagePage',
    path: '/cases/{id}/package',
    summary: 'The package of care of a case',
    reads: 'package',
  },
  reviewsPage: {
    ...shared,
    id: 'reviewsPage',
    path: '/cases/{id}/reviews',
    summary: 'The reviews of a case',
    reads: 'reviews',
  },
} as const satisfies Record<string, Route>;

import { Identified } from '../../api/common.dto.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const shared = {
  tag: 'Saved views',
  page: true,
  policy: 'readSelf',
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;
const ofView = { ...shared, method: 'POST', params: Identified } as const;

/** Lists as people saved them. */
export const viewRoutes = {
  viewsPage: { ...shared, id: 'viewsPage', method: 'GET', path: '/views', summary: 'Your saved views' },
  viewSaved: { ...shared, id: 'viewSaved', method: 'POST', path: '/views', summary: 'Save a list as a view' },
  viewDeleted: {
    ...ofView,
    id: 'viewDeleted',
    path: '/views/{id}/delete',
    summary: 'Delete a saved view',
  },
  viewFirst: {
    ...ofView,
    id: 'viewFirst',
    path: '/views/{id}/first',
    summary: 'Let the menu lead to a saved view, or no more',
  },
} as const satisfies Record<string, Route>;

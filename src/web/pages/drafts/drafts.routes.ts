import { Identified } from '../../api/common.dto.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

/** Keeping what somebody is still writing. */
export const draftRoutes = {
  keepDraft: {
    id: 'keepDraft',
    method: 'POST',
    path: '/cases/{id}/drafts',
    tag: 'Recording',
    page: true,
    summary: 'Keep, or forget, what is being written',
    policy: 'prepareSteps',
    reads: 'draft of one’s own',
    throughItem: true,
    params: Identified,
    status: 200,
    answer: { words: 'A page', contentType: HTML },
  },
} as const satisfies Record<string, Route>;

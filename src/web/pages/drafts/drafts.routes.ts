import { Identified } from '../../api/common.dto.js';
import { HTML } from '../../http/problem.js';
import { EventToOpen } from '../do/do.routes.js';
import type { Route } from '../../http/route.js';

/** Keeping what somebody is still writing. */
export const draftRoutes = {
  keepOpeningDraft: {
    id: 'keepOpeningDraft',
    carriesOn: true,
    method: 'POST',
    path: '/do/{type}/draft',
    tag: 'Recording',
    page: true,
    summary: 'Keep, or forget, what is being written of something that is not there yet',
    policy: 'event',
    params: EventToOpen,
    status: 200,
    answer: { words: 'A page', contentType: HTML },
  },
  keepDraft: {
    id: 'keepDraft',
    carriesOn: true,
    method: 'POST',
    path: '/cases/{id}/drafts',
    tag: 'Recording',
    page: true,
    summary: 'Keep, or forget, what is being written',
    policy: 'prepareSteps',
    reads: 'draft of one’s own',
    throughItem: true,
    throughReferral: true,
    params: Identified,
    status: 200,
    answer: { words: 'A page', contentType: HTML },
  },
} as const satisfies Record<string, Route>;

import { Identified } from '../../api/common.dto.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';
import { CaseListFilter, Onwards } from './cases.dto.js';

const tag = 'Cases';
const answer = { words: 'A page', contentType: HTML };
const page = true;

/** The list of cases, and the pages of one. */
export const casePageRoutes = {
  casesPage: {
    id: 'casesPage',
    method: 'GET',
    path: '/cases',
    tag,
    page,
    summary: 'Cases',
    policy: 'listCases',
    query: CaseListFilter,
    status: 200,
    answer,
  },
  casePage: {
    id: 'casePage',
    method: 'GET',
    path: '/cases/{id}',
    tag,
    page,
    summary: 'A case',
    policy: 'readCase',
    reads: 'overview',
    throughReferral: true,
    params: Identified,
    status: 200,
    answer,
  },
  caseTimelinePage: {
    id: 'caseTimelinePage',
    method: 'GET',
    path: '/cases/{id}/timeline',
    tag,
    page,
    summary: 'What happened in a case',
    policy: 'readTexts',
    reads: 'timeline',
    params: Identified,
    query: Onwards,
    status: 200,
    answer,
  },
  caseReadersPage: {
    id: 'caseReadersPage',
    method: 'GET',
    path: '/cases/{id}/readers',
    tag,
    page,
    summary: 'Who looked at a case',
    policy: 'readReaders',
    params: Identified,
    query: Onwards,
    status: 200,
    answer,
  },
} as const satisfies Record<string, Route>;

import { Identified } from '../../api/common.dto.js';
import { Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const LONGEST_ID = 80;

/** A care domain of the assessment of a case. */
export class DomainOf {
  @Words({ about: 'The id of the case', max: LONGEST_ID })
  id: string;

  @Words({ about: 'The care domain', max: LONGEST_ID })
  domain: string;
}

const shared = {
  tag: 'Assessment',
  page: true,
  policy: 'readTexts',
  reads: 'assessment',
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;

/** The assessment of a case: its list of tasks, each care domain, and what it comes to. */
export const assessmentRoutes = {
  assessmentPage: {
    ...shared,
    id: 'assessmentPage',
    method: 'GET',
    path: '/cases/{id}/assessment',
    summary: 'The assessment of a case',
    params: Identified,
  },
  assessmentCheckPage: {
    ...shared,
    id: 'assessmentCheckPage',
    method: 'GET',
    path: '/cases/{id}/assessment/check-answers',
    summary: 'Check the levels of an assessment',
    params: Identified,
  },
  teamPage: {
    ...shared,
    id: 'teamPage',
    method: 'GET',
    path: '/cases/{id}/assessment/team',
    summary: 'The multi-disciplinary team of an assessment',
    params: Identified,
  },
  domainPage: {
    ...shared,
    id: 'domainPage',
    method: 'GET',
    path: '/cases/{id}/assessment/{domain}',
    summary: 'A care domain of an assessment',
    params: DomainOf,
  },
  scoreDomain: {
    ...shared,
    id: 'scoreDomain',
    carriesOn: true,
    method: 'POST',
    path: '/cases/{id}/assessment/{domain}',
    summary: 'Give a care domain its level',
    params: DomainOf,
  },
} as const satisfies Record<string, Route>;

import { PersonOfCase } from '../../api/case-people.dto.js';
import { Identified } from '../../api/common.dto.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const shared = {
  tag: 'Cases',
  page: true,
  policy: 'nameCasePeople',
  status: 200,
  reads: 'people',
  answer: { words: 'A page', contentType: HTML },
} as const;

/** Saying who the people of a case are. */
export const casePeoplePageRoutes = {
  newCasePersonPage: {
    ...shared,
    id: 'newCasePersonPage',
    method: 'GET',
    path: '/cases/{id}/people/new',
    summary: 'The form that adds a parent, carer or somebody else of the child',
    params: Identified,
  },
  casePersonAdded: {
    ...shared,
    id: 'casePersonAdded',
    carriesOn: true,
    method: 'POST',
    path: '/cases/{id}/people/new',
    summary: 'Add somebody to the people of a case',
    params: Identified,
  },
  casePersonPage: {
    ...shared,
    id: 'casePersonPage',
    method: 'GET',
    path: '/cases/{id}/people/{person}',
    summary: 'The form that puts right what is said of somebody of a case',
    params: PersonOfCase,
  },
  casePersonChanged: {
    ...shared,
    id: 'casePersonChanged',
    carriesOn: true,
    method: 'POST',
    path: '/cases/{id}/people/{person}',
    summary: 'Put right what is said of somebody of a case',
    params: PersonOfCase,
  },
} as const satisfies Record<string, Route>;

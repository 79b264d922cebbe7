import { ROLES } from '../../../access/roles.js';
import { Identified } from '../../api/common.dto.js';
import { OneOf, Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

/** Which people are shown. */
export class PeopleChosen {
  @OneOf({ about: 'Only people with this role', of: [...Object.keys(ROLES), ''], optional: true })
  role?: string;

  @Words({ about: 'Where to go on', min: 0, max: 400, optional: true })
  cursor?: string;
}

const shared = {
  tag: 'Administration',
  page: true,
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;
const ofPerson = { ...shared, method: 'POST', policy: 'manageDirectory', params: Identified } as const;

/** People, their roles and accounts, and the organisations of the place, as pages. */
export const directoryPageRoutes = {
  peoplePage: {
    ...shared,
    id: 'peoplePage',
    method: 'GET',
    path: '/people',
    summary: 'The people of your place',
    policy: 'readPeople',
    query: PeopleChosen,
  },
  newPersonPage: {
    ...shared,
    id: 'newPersonPage',
    method: 'GET',
    path: '/people/new',
    summary: 'Add somebody to the directory',
    policy: 'manageDirectory',
  },
  personAdded: {
    ...shared,
    id: 'personAdded',
    carriesOn: true,
    method: 'POST',
    path: '/people/new',
    summary: 'Add somebody to the directory',
    policy: 'manageDirectory',
  },
  personPage: {
    ...shared,
    id: 'personPage',
    method: 'GET',
    path: '/people/{id}',
    summary: 'Somebody of your place',
    policy: 'readPeople',
    params: Identified,
  },
  personRoles: { ...ofPerson, id: 'personRoles', path: '/people/{id}/roles', summary: 'Give somebody roles' },
  personEmail: {
    ...ofPerson,
    id: 'personEmail',
    path: '/people/{id}/email',
    summary: 'Say where somebody’s e-mail goes',
  },
  personWork: {
    ...ofPerson,
    id: 'personWork',
    path: '/people/{id}/work',
    summary: 'Say which team somebody works in and how much they carry',
    policy: 'manageWorkload',
  },
  accountMade: {
    ...ofPerson,
    id: 'accountMade',
    path: '/people/{id}/account',
    summary: 'Let somebody sign in',
  },
  personDetailsPage: {
    ...shared,
    id: 'personDetailsPage',
    method: 'GET',
    path: '/people/{id}/details',
    summary: 'Change what the directory says of somebody',
    policy: 'manageDirectory',
    params: Identified,
  },
  personDetails: {
    ...ofPerson,
    id: 'personDetails',
    carriesOn: true,
    path: '/people/{id}/details',
    summary: 'Change what the directory says of somebody',
  },
  passwordGiven: {
    ...ofPerson,
    id: 'passwordGiven',
    path: '/people/{id}/account/password',
    summary: 'Give somebody a new password',
  },
  accountEndPage: {
    ...shared,
    id: 'accountEndPage',
    method: 'GET',
    path: '/people/{id}/account/end',
    summary: 'What follows where somebody is to sign in no more',
    policy: 'manageDirectory',
    params: Identified,
  },
  accountEnded: {
    ...ofPerson,
    id: 'accountEnded',
    carriesOn: true,
    path: '/people/{id}/account/end',
    summary: 'Let somebody sign in no more',
  },
  organisationsPage: {
    ...shared,
    id: 'organisationsPage',
    method: 'GET',
    path: '/organisations',
    summary: 'The organisations and teams of your place',
    policy: 'readPeople',
  },
} as const satisfies Record<string, Route>;

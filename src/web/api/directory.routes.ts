import { listOf, object, pageOf, ref } from '../openapi/schema-words.js';
import { REPLAYED, type Route } from '../http/route.js';
import { Identified } from './common.dto.js';
import { NewPerson, NewRoles, NewToken, PeopleFilter, TokensOf } from './directory.dto.js';

const tag = 'People';

/** Operations on people, organisations and tokens. */
export const directoryRoutes = {
  listPeople: {
    id: 'listPeople',
    method: 'GET',
    path: '/api/v1/people',
    tag,
    summary: 'List the people of your place, by name',
    policy: 'readPeople',
    query: PeopleFilter,
    status: 200,
    answer: { words: 'Some of the people', schema: pageOf(ref('Person')) },
  },
  addPerson: {
    id: 'addPerson',
    method: 'POST',
    path: '/api/v1/people',
    tag,
    summary: 'Add someone to the directory',
    policy: 'manageDirectory',
    body: NewPerson,
    command: 'administering',
    status: 201,
    answer: { words: 'The person is in the directory', schema: ref('Person'), headers: REPLAYED },
  },
  setRoles: {
    id: 'setRoles',
    method: 'POST',
    path: '/api/v1/people/{id}/roles',
    tag,
    summary: 'Give someone other roles from today on, or none',
    about:
      'Whoever has no role can do nothing more, with whatever token. What they held until now stays on record.',
    policy: 'manageDirectory',
    params: Identified,
    body: NewRoles,
    command: 'administering',
    status: 201,
    answer: { words: 'The person, with their roles', schema: ref('Person'), headers: REPLAYED },
  },
  listOrganisations: {
    id: 'listOrganisations',
    method: 'GET',
    path: '/api/v1/organisations',
    tag,
    summary: 'List the organisations of your place',
    policy: 'readPeople',
    status: 200,
    answer: {
      words: 'Every organisation, with the days from and to which it exists',
      schema: object({ items: listOf(ref('Organisation')) }),
    },
  },
  me: {
    id: 'me',
    method: 'GET',
    path: '/api/v1/me',
    tag,
    summary: 'Who you are',
    policy: 'readSelf',
    status: 200,
    answer: { words: 'You, as the token says', schema: ref('Me') },
  },
  makeToken: {
    id: 'makeToken',
    method: 'POST',
    path: '/api/v1/tokens',
    tag,
    summary: 'Make a token',
    about:
      'No token can be shown again: where this is sent again with the same key, the token that was made is replaced by the one answered now.',
    policy: 'manageOwnTokens',
    body: NewToken,
    command: 'administering',
    status: 201,
    answer: { words: 'The token, shown this once', schema: ref('Token'), headers: REPLAYED },
  },
  listTokens: {
    id: 'listTokens',
    method: 'GET',
    path: '/api/v1/tokens',
    tag,
    summary: 'List tokens that still work, the newest first; never the tokens themselves',
    policy: 'manageOwnTokens',
    query: TokensOf,
    status: 200,
    answer: { words: 'At most a hundred', schema: object({ items: listOf(ref('WorkingToken')) }) },
  },
  revokeToken: {
    id: 'revokeToken',
    method: 'DELETE',
    path: '/api/v1/tokens/{id}',
    tag,
    summary: 'Revoke a token of yours, or as an administrator anyone’s; it is dead at once',
    policy: 'manageOwnTokens',
    params: Identified,
    status: 204,
    answer: { words: 'The token is revoked' },
  },
} as const satisfies Record<string, Route>;

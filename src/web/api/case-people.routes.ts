import { REPLAYED, type Route } from '../http/route.js';
import { listOf, object, ref } from '../openapi/schema-words.js';
import { NewCasePerson, PersonOfCase } from './case-people.dto.js';
import { Identified } from './common.dto.js';

const tag = 'Cases';
const about =
  'Parents, carers and others who belong to one child. They can be named in this case and in no other, hold no role, and are not in the directory.';

/** Operations on the people of a case. */
export const casePeopleRoutes = {
  readCasePeople: {
    id: 'readCasePeople',
    method: 'GET',
    path: '/api/v1/cases/{id}/people',
    tag,
    summary: 'The people of a case: parents, carers and others of that child',
    about,
    policy: 'readTexts',
    reads: 'people',
    params: Identified,
    status: 200,
    answer: { words: 'Everybody, by name', schema: object({ items: listOf(ref('CasePerson')) }) },
  },
  addCasePerson: {
    id: 'addCasePerson',
    method: 'POST',
    path: '/api/v1/cases/{id}/people',
    tag,
    summary: 'Add somebody to the people of a case',
    about,
    policy: 'nameCasePeople',
    params: Identified,
    body: NewCasePerson,
    command: 'administering',
    status: 201,
    answer: {
      words: 'They are among the people of the case',
      schema: ref('CasePerson'),
      headers: REPLAYED,
    },
  },
  changeCasePerson: {
    id: 'changeCasePerson',
    method: 'POST',
    path: '/api/v1/cases/{id}/people/{person}',
    tag,
    summary: 'Put right what is said of somebody of a case',
    policy: 'nameCasePeople',
    params: PersonOfCase,
    body: NewCasePerson,
    command: 'administering',
    status: 201,
    answer: { words: 'The person as they are described now', schema: ref('CasePerson'), headers: REPLAYED },
  },
} as const satisfies Record<string, Route>;

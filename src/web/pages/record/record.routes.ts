import { Identified } from '../../api/common.dto.js';
import { Words } from '../../http/field.js';
import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';

const LONGEST_ID = 80;

/** A letter that tells somebody of something. */
export class LetterOf {
  @Words({ about: 'The id of the case', max: LONGEST_ID })
  id: string;

  @Words({ about: 'The process of telling people', max: LONGEST_ID })
  process: string;

  @Words({ about: 'Who is told', max: LONGEST_ID })
  recipient: string;
}

const shared = {
  tag: 'Cases',
  page: true,
  policy: 'readTexts',
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;

/** The rest of a case's record: its course as pictures, its people and who was told, and letters. */
export const recordRoutes = {
  coursePage: {
    ...shared,
    id: 'coursePage',
    method: 'GET',
    path: '/cases/{id}/course',
    summary: 'Where a case is, as a picture',
    reads: 'course',
    params: Identified,
  },
  peoplePage: {
    ...shared,
    id: 'peoplePage',
    method: 'GET',
    path: '/cases/{id}/people',
    summary: 'People of a case, and who was told',
    reads: 'people',
    params: Identified,
  },
  letterPage: {
    ...shared,
    id: 'letterPage',
    method: 'GET',
    path: '/cases/{id}/letters/{process}/{recipient}',
    summary: 'A letter of a case, to be printed',
    reads: 'letter',
    params: LetterOf,
  },
} as const satisfies Record<string, Route>;

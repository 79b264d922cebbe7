import { eventOf } from '../../../workflows/protocol/index.js';
import type { Route } from '../http/route.js';
import { OneOf, Words } from '../http/field.js';
import { pageOf, ref } from '../openapi/schema-words.js';
import { Page } from './common.dto.js';

const recipients = eventOf('NOTICE_GIVEN')?.definition.fields['recipient']?.choices ?? [];

/** Which notices are wanted. */
export class NoticeFilter extends Page {
  @Words({ about: 'Only those of cases with this nominated assessor, by id', max: 80, optional: true })
  assessor?: string;

  @OneOf({ about: 'Only what is owed to them', of: recipients, optional: true })
  recipient?: string;
}

/** The list of who is still to be told, across cases. */
export const noticeRoutes = {
  listNotices: {
    id: 'listNotices',
    method: 'GET',
    path: '/api/v1/notices',
    tag: 'Cases',
    summary: 'List who is still owed word of what, longest first',
    about:
      'Nothing is sent by the service: a person tells them and records it as NOTICE_GIVEN in the case. A notice leaves this list then, or once it is not needed or its cause has gone.',
    policy: 'listCases',
    query: NoticeFilter,
    status: 200,
    answer: { words: 'Some of the notices', schema: pageOf(ref('OwedNotice')) },
  },
} as const satisfies Record<string, Route>;

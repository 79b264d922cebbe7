import { NOTICE_SELECTIONS, type NoticeSelection } from '../../../staff-notices/own-notices.js';
import { HTML } from '../../http/problem.js';
import { OneOf, Words, YesNo } from '../../http/field.js';
import type { Route } from '../../http/route.js';

/** Which of one's notices are shown. */
export class NoticesChosen {
  @OneOf({
    about: 'What stands, what is not read, or what was withdrawn',
    of: NOTICE_SELECTIONS,
    optional: true,
  })
  which?: NoticeSelection;

  @Words({ about: 'Where to go on', max: 400, optional: true })
  cursor?: string;
}

/** Whose kept e-mails are shown. */
export class MailboxChosen {
  @YesNo({ about: 'Everyone’s', optional: true })
  everyone?: boolean;

  @Words({ about: 'Where to go on', max: 400, optional: true })
  cursor?: string;
}

const shared = {
  tag: 'Notices',
  page: true,
  policy: 'readSelf',
  status: 200,
  answer: { words: 'A page', contentType: HTML },
} as const;

/** What staff are told, as pages. */
export const noticePageRoutes = {
  noticesPage: {
    ...shared,
    id: 'noticesPage',
    method: 'GET',
    path: '/notices',
    summary: 'Your notices',
    query: NoticesChosen,
  },
  noticesRead: {
    ...shared,
    id: 'noticesRead',
    method: 'POST',
    path: '/notices/read',
    summary: 'Mark one of your notices, or all of them, as read',
  },
  mailboxPage: {
    ...shared,
    id: 'mailboxPage',
    method: 'GET',
    path: '/mailbox',
    summary: 'E-mails that were kept rather than sent',
    query: MailboxChosen,
  },
} as const satisfies Record<string, Route>;

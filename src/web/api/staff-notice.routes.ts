import { NOTICE_KINDS } from '../../staff-notices/notice-kinds.js';
import { DECISIONS, DELIVERY_STATES } from '../../staff-notices/delivery-states.js';
import { NOTICE_SELECTIONS } from '../../staff-notices/own-notices.js';
import { OneOf, Words, YesNo } from '../http/field.js';
import { REPLAYED, type Route } from '../http/route.js';
import { object, oneOf, pageOf, ref, uuid, whole } from '../openapi/schema-words.js';
import { Identified, Page } from './common.dto.js';

const tag = 'Notices to staff';

/** Which of one's notices are wanted. */
export class StaffNoticeFilter extends Page {
  @OneOf({
    about: 'What stands, which is the usual; only what is not read; or what was withdrawn',
    of: NOTICE_SELECTIONS,
    optional: true,
  })
  which?: (typeof NOTICE_SELECTIONS)[number];
}

/** Which of one's notices have been read. */
export class NoticeToRead {
  @Words({ about: 'One of yours, by id; all of them where left out', max: 80, optional: true })
  id?: string;
}

/** Which e-mails are wanted. */
export class DeliveryFilter extends Page {
  @OneOf({ about: 'Only those in this state', of: DELIVERY_STATES })
  state: (typeof DELIVERY_STATES)[number];
}

/** Whose kept e-mails are wanted. */
export class MailboxFilter extends Page {
  @YesNo({
    about: 'Everyone’s; only for administrators of a service that is not live',
    optional: true,
  })
  everyone?: boolean;
}

/** What becomes of an e-mail that failed or may not have arrived. */
export class NewDecision {
  @OneOf({ about: 'It arrived after all; send it again; or leave it', of: DECISIONS })
  decision: (typeof DECISIONS)[number];
}

/** What staff are told, in the service and by e-mail. */
export const staffNoticeRoutes = {
  listStaffNotices: {
    id: 'listStaffNotices',
    method: 'GET',
    path: '/api/v1/staff-notices',
    tag,
    summary: 'List your notices: what is not read first, then the newest',
    about: `A notice says what has changed and leads to it, and never who the child is. Kinds: ${Object.keys(NOTICE_KINDS).join(', ')}.`,
    policy: 'readSelf',
    query: StaffNoticeFilter,
    status: 200,
    answer: { words: 'Some of your notices', schema: pageOf(ref('StaffNotice')) },
  },
  countStaffNotices: {
    id: 'countStaffNotices',
    method: 'GET',
    path: '/api/v1/staff-notices/count',
    tag,
    summary: 'Count your notices that are not read',
    policy: 'readSelf',
    status: 200,
    answer: { words: 'How many', schema: object({ unread: whole }) },
  },
  readStaffNotices: {
    id: 'readStaffNotices',
    method: 'POST',
    path: '/api/v1/staff-notices/read',
    tag,
    summary: 'Mark one of your notices, or all of them, as read',
    policy: 'readSelf',
    body: NoticeToRead,
    status: 204,
    answer: { words: 'What you named is marked, now or before' },
  },
  readMailbox: {
    id: 'readMailbox',
    method: 'GET',
    path: '/api/v1/mailbox',
    tag,
    summary: 'Read e-mails to you that were kept rather than sent, the newest first',
    about: 'Where no mail server is set up, in a demonstration, and for whoever has no address.',
    policy: 'readSelf',
    query: MailboxFilter,
    status: 200,
    answer: { words: 'Some of the e-mails', schema: pageOf(ref('KeptEmail')) },
  },
  listDeliveries: {
    id: 'listDeliveries',
    method: 'GET',
    path: '/api/v1/deliveries',
    tag,
    summary: 'List e-mails by what became of them, the oldest first',
    about: 'On those that are uncertain or failed a person decides.',
    policy: 'reviewDeliveries',
    query: DeliveryFilter,
    status: 200,
    answer: { words: 'Some of the e-mails', schema: pageOf(ref('Delivery')) },
  },
  decideDelivery: {
    id: 'decideDelivery',
    method: 'POST',
    path: '/api/v1/deliveries/{id}/decision',
    tag,
    summary: 'Say what becomes of an e-mail that failed or may not have arrived',
    policy: 'reviewDeliveries',
    params: Identified,
    body: NewDecision,
    command: 'administering',
    status: 201,
    answer: {
      words: 'The e-mail as it stands now',
      schema: object({ id: uuid, state: oneOf(...DELIVERY_STATES) }),
      headers: REPLAYED,
    },
  },
} as const satisfies Record<string, Route>;

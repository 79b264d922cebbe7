import { NOTICE_KINDS, WITHDRAWN_WORDS } from '../../staff-notices/notice-kinds.js';
import { DELIVERY_STATES } from '../../staff-notices/delivery-states.js';
import type { Schema } from '../http/field.js';
import { meaning, moment, object, oneOf, orNull, text, uuid, whole } from './schema-words.js';

const named = object({ id: uuid, name: text });

/** The schemas of what staff are told. */
export const staffNoticeSchemas = (): Record<string, Schema> => ({
  StaffNotice: object({
    id: uuid,
    kind: oneOf(...Object.keys(NOTICE_KINDS)),
    title: text,
    words: meaning(
      'What changed, with the reference of the case and the clause; never who the child is',
      text,
    ),
    link: meaning('Where it leads to in the service, as a path', text),
    case: orNull(object({ id: uuid, reference: text })),
    deadline: orNull(text),
    at: moment,
    readAt: orNull(moment),
    withdrawn: orNull(object({ at: moment, why: oneOf(...Object.keys(WITHDRAWN_WORDS)), words: text })),
  }),
  Delivery: object({
    id: uuid,
    to: named,
    state: oneOf(...DELIVERY_STATES),
    subject: meaning('Null until it is first tried', orNull(text)),
    createdAt: moment,
    attempts: whole,
    tryAt: moment,
    settledAt: orNull(moment),
    why: meaning('Why it was not sent, or may not have been', orNull(text)),
    messageId: meaning('The same at every attempt', orNull(text)),
    decided: orNull(object({ as: text, by: orNull(named), at: moment })),
  }),
  KeptEmail: object({ id: uuid, to: named, address: orNull(text), subject: text, text, at: moment }),
});

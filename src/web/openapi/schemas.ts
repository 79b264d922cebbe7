import type { Schema } from '../http/field.js';
import { caseSchemas } from './case-schemas.js';
import { changeSchemas } from './change-schemas.js';
import { deadlineSchemas } from './deadline-schemas.js';
import { eventSchemas } from './event-schemas.js';
import { meetingSchemas } from './meeting-schemas.js';
import { noticeSchemas } from './notice-schemas.js';
import { peopleSchemas } from './people-schemas.js';
import { performanceSchemas } from './performance-schemas.js';
import { queueSchemas } from './queue-schemas.js';
import { ruleSchemas } from './rule-schemas.js';
import { serviceSchemas } from './service-schemas.js';
import { refusal, stage } from './shared-schemas.js';
import { staffNoticeSchemas } from './staff-notice-schemas.js';
import { listOf, meaning, moment, object, orNull, text, texts, whole } from './schema-words.js';

const problem = object(
  {
    type: meaning('The stable name of this kind of problem, as an address that explains it', text),
    title: text,
    status: whole,
    detail: text,
    instance: meaning('This occurrence, by the id that the log has', text),
  },
  {
    refusals: listOf(object({ clauses: texts, message: text, protocolText: texts }, { missing: texts })),
    errors: listOf(object({ field: text, message: text })),
    currentVersion: meaning('The ETag as it is now', text),
    changes: listOf(object({ seq: whole, type: text, title: text, by: orNull(text), at: moment })),
    roles: meaning('Roles that may do it', texts),
    seeInstead: meaning('The page on which it can be seen, or made possible', text),
  },
);

/** Every schema that the document names. */
export const schemas = (): Record<string, Schema> => ({
  Problem: problem,
  Refusal: refusal,
  Stage: stage,
  ...deadlineSchemas(),
  ...caseSchemas(),
  ...noticeSchemas(),
  ...meetingSchemas(),
  ...peopleSchemas(),
  ...ruleSchemas(),
  ...changeSchemas(),
  ...queueSchemas(),
  ...staffNoticeSchemas(),
  ...performanceSchemas(),
  ...serviceSchemas(),
  ...eventSchemas(),
});

import type { Schema } from '../http/field.js';
import { named, owed } from './shared-schemas.js';
import { listOf, meaning, object, oneOf, orNull, ref, text, uuid, whole } from './schema-words.js';

const notice = object({
  ...owed,
  status: oneOf('owed', 'given', 'notNeeded', 'withdrawn'),
  settledBy: orNull(whole),
});

const owedNotice = object({
  case: object({ id: uuid, reference: text }),
  assessor: orNull(named),
  ...owed,
  deadlines: meaning('The clocks that wait for it, the first one due first', listOf(ref('DeadlineLine'))),
});

/** Schemas of who was told what, and who is to be. */
export const noticeSchemas = (): Record<string, Schema> => ({
  Notice: notice,
  OwedNotice: owedNotice,
});

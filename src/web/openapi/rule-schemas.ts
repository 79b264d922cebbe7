import type { Schema } from '../http/field.js';
import { length } from './deadline-schemas.js';
import {
  anyObject,
  day,
  listOf,
  meaning,
  object,
  orNull,
  text,
  texts,
  uuid,
  whole,
  yesNo,
} from './schema-words.js';

const clause = object({
  id: text,
  section: text,
  sectionTitle: text,
  kind: text,
  title: text,
  rule: text,
  does: text,
  local: meaning('Whether the place decided any of it, because the protocol is silent', yesNo),
  enforcedBy: meaning('Where the service carries it out', listOf(object({ by: text, where: text }))),
});

const timescale = {
  type: 'object',
  required: ['id', 'title', 'clauses', 'starts', 'metBy', 'length', 'guidance', 'owner', 'local', 'roll'],
  properties: {
    id: text,
    title: text,
    clauses: texts,
    starts: anyObject,
    metBy: anyObject,
    length: orNull(length),
    guidance: yesNo,
    owner: text,
    local: texts,
    roll: text,
    exception: meaning('That an exception may be recorded, and by which clause', orNull(anyObject)),
    extension: meaning('That it may be extended, and who agrees', orNull(anyObject)),
    pause: meaning('That it may be paused, and for which reasons', orNull(anyObject)),
  },
} satisfies Schema;

const calendar = {
  id: text,
  version: text,
  name: text,
  weekend: listOf(whole),
  rules: listOf(anyObject),
  days: listOf(anyObject),
};

const calendarKnown = { knownUntil: meaning('The last day whose holidays are known', day) };

/** Schemas of what cases are judged by: clauses, timescales and calendars. */
export const ruleSchemas = (): Record<string, Schema> => ({
  Timescale: timescale,
  Clause: clause,
  DecisionSupportTool: anyObject,
  Calendar: object(calendar, calendarKnown),
  ChangedCalendar: object(
    {
      ...calendar,
      change: meaning('The change that counts open deadlines by it, case by case', uuid),
    },
    calendarKnown,
  ),
});

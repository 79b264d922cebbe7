import type { Schema } from '../http/field.js';
import { named } from './shared-schemas.js';
import {
  day,
  listOf,
  meaning,
  moment,
  object,
  oneOf,
  orNull,
  ref,
  text,
  texts,
  uuid,
  whole,
  yesNo,
} from './schema-words.js';

const meetingLine = {
  id: uuid,
  reference: text,
  heldOn: orNull(day),
  stage: ref('Stage'),
  chair: orNull(named),
  capacity: whole,
  listed: whole,
  cancelled: meaning(
    'When, by whom and why it was cancelled; null where it was not',
    orNull(object({ at: moment, by: orNull(named), why: text })),
  ),
};

const agendaItem = object({
  case: uuid,
  reference: text,
  process: text,
  status: oneOf('listed', 'removed', 'deferred', 'decided'),
  presenter: orNull(named),
  guide: meaning(
    'What the guide says of the levels signed off, and the care domains that alone never meet it',
    orNull(object({ suggestsNeed: yesNo, words: text, neverAlone: texts })),
  ),
  voices: meaning("The stages at which the child's and family's voice was recorded", texts),
  regards: meaning(
    'What is regarded in arranging the meeting: whether it is recorded, and the interpreter needed; null where the case is closed to the caller',
    orNull(object({ communicationNeeds: yesNo, interpreter: orNull(text), adjustments: yesNo })),
  ),
  excluded: meaning(
    'Who does not decide it, and why',
    listOf(object({ person: named, clause: text, words: text })),
  ),
  deciders: listOf(named),
  quorate: yesNo,
  quorumMissing: texts,
});

/** Schemas of meetings of the joint panel and their agendas. */
export const meetingSchemas = (): Record<string, Schema> => ({
  MeetingLine: object(meetingLine),
  Meeting: object({
    ...meetingLine,
    version: whole,
    papersCloseOn: orNull(day),
    present: listOf(named),
    apologies: listOf(named),
    agenda: listOf(agendaItem),
    outcomesDue: listOf(object({ case: text, reference: text, key: text, timescale: text, dueOn: day })),
  }),
});

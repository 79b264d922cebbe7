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

const domain = object({
  slug: text,
  label: text,
  given: meaning('The level that was given, as the protocol names it', orNull(text)),
  level: orNull(text),
  levelWords: orNull(text),
  evidence: orNull(text),
  before: meaning('The level of the assessment before; null where there was none', orNull(text)),
  evidenceBefore: orNull(text),
});

const item = object({
  meeting: object({ id: uuid, reference: text, heldOn: day, stage: text }),
  case: uuid,
  reference: text,
  process: text,
  status: oneOf('listed', 'removed', 'deferred', 'decided'),
  presenter: orNull(named),
  child: object({
    givenName: orNull(text),
    familyName: orNull(text),
    dateOfBirth: day,
    nhsNumber: orNull(text),
    parentalResponsibility: listOf(object({ relationship: text, name: text })),
  }),
  papersCloseOn: day,
  fixed: meaning('Its papers are closed: what comes now is an addendum', yesNo),
  version: meaning('The same for the same papers, the addendum apart', text),
  referral: meaning(
    'What the referral says of need, and of services explored first (CHK-2)',
    orNull(
      object({
        needs: texts,
        unmetNeeds: texts,
        services: listOf(object({ service: text, outcome: text })),
      }),
    ),
  ),
  regards: meaning('What is regarded in deciding (SCO-6)', listOf(object({ label: text, words: text }))),
  recommendation: orNull(ref('Event')),
  team: meaning('The meeting of the multidisciplinary team', orNull(ref('Event'))),
  qualityAssured: orNull(ref('Event')),
  domains: listOf(domain),
  guide: meaning(
    'What the guide says of these levels; it never decides (HNA-4)',
    orNull(object({ suggestsNeed: yesNo, words: text, neverAlone: texts })),
  ),
  voices: listOf(ref('Event')),
  views: meaning('What family and team say of the recommendation', listOf(ref('Event'))),
  evidence: listOf(ref('Evidence')),
  absent: meaning('Evidence that is missing, and why', listOf(ref('Event'))),
  deferrals: listOf(ref('Event')),
  received: meaning('What has come since it was deferred', listOf(ref('Event'))),
  decision: orNull(ref('Event')),
  addendum: listOf(ref('Event')),
  deadlines: meaning('Clocks of the case that run', listOf(ref('DeadlineLine'))),
});

/** Schemas of meetings of the joint panel and their agendas. */
export const meetingSchemas = (): Record<string, Schema> => ({
  Item: item,
  MeetingLine: object(meetingLine),
  Meeting: object({
    ...meetingLine,
    version: whole,
    papersCloseOn: meaning(
      'The last day on which papers are taken: the day itself where it is held at short notice',
      orNull(day),
    ),
    shortNotice: meaning(
      'When, by whom and why it is held at short notice, its papers being closed by the usual day; null where it is not',
      orNull(object({ at: moment, by: orNull(named), why: text })),
    ),
    present: listOf(named),
    apologies: listOf(named),
    agenda: listOf(agendaItem),
    outcomesDue: listOf(object({ case: text, reference: text, key: text, timescale: text, dueOn: day })),
  }),
});

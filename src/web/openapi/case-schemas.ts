import { PROCESS_KINDS } from '../../../workflows/protocol/index.js';
import type { Schema } from '../http/field.js';
import { funding, packageOfCare } from './package-schemas.js';
import { named } from './shared-schemas.js';
import {
  anyObject,
  day,
  listOf,
  mapOf,
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

const caseLine = {
  id: uuid,
  reference: text,
  child: object({ givenName: orNull(text), familyName: orNull(text) }),
  state: oneOf('open', 'closed'),
  stage: ref('Stage'),
  assessor: orNull(named),
  openedOn: day,
  overdue: meaning('How many deadlines are overdue', whole),
  nextDeadline: orNull(ref('DeadlineLine')),
};

const process = object({
  id: text,
  kind: oneOf(...PROCESS_KINDS),
  title: text,
  state: text,
  stage: text,
  keys: mapOf(text),
  openedBy: whole,
});

const caseDetail = object({
  ...caseLine,
  version: meaning('The last event by a person; the ETag is made of it', whole),
  protocol: text,
  child: object({
    givenName: orNull(text),
    familyName: orNull(text),
    dateOfBirth: day,
    nhsNumber: orNull(text),
    address: orNull(text),
    parentalResponsibility: listOf(object({ relationship: text, name: text })),
  }),
  facts: meaning('What is known of the case as a whole', anyObject),
  alerts: meaning('What whoever opens the case is to see, by clause', listOf(ref('Refusal'))),
  packages: meaning('Packages arranged or under way', listOf(packageOfCare)),
  funding: meaning('Who pays what; none before the child is found eligible', listOf(funding)),
  processes: listOf(ref('Process')),
});

const event = object({
  seq: whole,
  type: text,
  title: text,
  clauses: texts,
  process: text,
  at: moment,
  by: orNull(named),
  content: meaning('What it says, with the words that are kept beside it', anyObject),
});

const step = object({
  type: text,
  title: text,
  clauses: texts,
  process: orNull(text),
  possible: yesNo,
  mayYou: meaning('Whether one of your roles may do it', yesNo),
  roles: meaning('Roles that may do it', texts),
  missing: meaning('What stands against it, by clause', listOf(ref('Refusal'))),
});

const evidence = object({
  seq: whole,
  area: text,
  kind: text,
  dated: day,
  author: orNull(uuid),
  domain: orNull(text),
  ageInDays: whole,
  old: yesNo,
  heldAt: orNull(text),
});

const accepted = object({
  id: uuid,
  reference: text,
  seq: whole,
  version: whole,
  stage: ref('Stage'),
});

/** Schemas of cases, their events and what comes next in them. */
export const caseSchemas = (): Record<string, Schema> => ({
  CaseLine: object(caseLine),
  Case: caseDetail,
  Process: process,
  Event: event,
  Step: step,
  Evidence: evidence,
  Reading: object({ at: moment, person: named, part: text, via: oneOf('page', 'api') }),
  Accepted: accepted,
});

import type { Schema } from '../http/field.js';
import { caseNamed, named } from './shared-schemas.js';
import {
  day,
  listOf,
  mapOf,
  meaning,
  moment,
  object,
  orNull,
  ref,
  text,
  texts,
  uuid,
  whole,
  yesNo,
} from './schema-words.js';

const person = object(
  {
    id: uuid,
    name: text,
    organisation: orNull(text),
    team: meaning('The team they work in, by id', orNull(text)),
    capacityPoints: meaning('Points of work they carry; null: as the protocol version says', orNull(whole)),
    roles: texts,
    discipline: orNull(text),
    clinician: yesNo,
    commissioner: yesNo,
    delegatedLimitPence: orNull(whole),
    competences: texts,
  },
  { email: meaning('Only for administrators: where their e-mail goes', orNull(text)) },
);

const caseload = {
  person: named,
  team: orNull(text),
  assesses: meaning('Whether they hold a role of an assessor today', yesNo),
  cases: meaning('Open cases they are the assessor of', whole),
  points: meaning('What those weigh', whole),
  work: meaning('How many processes weigh for what, by slug of the caseload weights', mapOf(whole)),
  capacity: meaning('Points they carry when they are there throughout', whole),
  workingDays: meaning('Working days ahead that are looked at', whole),
  present: meaning('On how many of them they are there', whole),
  available: meaning('Capacity lessened by absence, to a tenth', { type: 'number' }),
  percent: meaning('Points as per cent of that; null where they are away throughout', orNull(whole)),
  absentToday: yesNo,
  absentUntil: orNull(day),
};

const caseloadCase = object({
  case: caseNamed,
  stage: ref('Stage'),
  assessor: orNull(named),
  points: whole,
  work: texts,
});

const absence = object({
  id: uuid,
  person: named,
  from: day,
  to: meaning('The last day; null until further notice', orNull(day)),
  reason: text,
  cover: orNull(named),
  coverAbsent: meaning('Whether whoever covers is away on one of its days', yesNo),
  withdrawn: yesNo,
});

/** Schemas of people, bodies, caseloads and absences. */
export const peopleSchemas = (): Record<string, Schema> => ({
  Person: person,
  CasePerson: object({
    id: uuid,
    name: text,
    relation: meaning('What they are to the child, in words', orNull(text)),
    before: meaning(
      'What was said of them before it was put right, the oldest first',
      listOf(object({ name: text, relation: orNull(text), until: moment, by: text })),
    ),
  }),
  Organisation: object({
    id: text,
    name: text,
    odsCode: orNull(text),
    kind: text,
    from: day,
    to: orNull(day),
    open: yesNo,
  }),
  Team: object({ id: text, name: text, organisation: text }),
  Caseload: object(caseload),
  CaseloadCase: caseloadCase,
  AssessorSuggestion: object({
    ...caseload,
    percentWith: meaning('How full they would be with the case; null where away throughout', orNull(whole)),
    refusals: meaning('What speaks against them, by clause', listOf(ref('Refusal'))),
  }),
  Absence: absence,
  Me: object({
    id: uuid,
    name: text,
    place: object({ id: text, name: text, protocol: text }),
    roles: texts,
    organisation: orNull(text),
    email: orNull(text),
  }),
  Token: object({
    id: uuid,
    token: meaning('Shown this once; only its digest is kept', text),
    expiresAt: moment,
  }),
  WorkingToken: object({ id: uuid, purpose: text, createdAt: moment, expiresAt: moment }),
});

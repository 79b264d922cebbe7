import { AGEING_UNITS, DEADLINE_STATES } from '../../../workflows/protocol/index.js';
import { DEADLINE_QUEUES } from '../../reading/queues/queues.js';
import type { Schema } from '../http/field.js';
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
import { named } from './shared-schemas.js';

const queueId = oneOf(...DEADLINE_QUEUES);
const described = { id: queueId, title: text, words: meaning('What is in it, exactly', text) };
const byUnit = (each: Schema): Schema => object(Object.fromEntries(AGEING_UNITS.map((unit) => [unit, each])));

const line = object({
  case: object({ id: uuid, reference: text }),
  child: object({ givenName: orNull(text), familyName: orNull(text) }),
  stage: ref('Stage'),
  key: text,
  timescale: text,
  title: text,
  clauses: texts,
  guidance: yesNo,
  state: oneOf(...DEADLINE_STATES, 'criticallyOverdue'),
  stateWords: text,
  dueOn: day,
  dueAt: moment,
  originalDueOn: meaning('Before any extension or pause', day),
  overdueBy: meaning('Days after the due day; null where it is not overdue', orNull(byUnit(whole))),
  ageing: meaning('The buckets it is in, by slug', orNull(byUnit(text))),
  owner: meaning('What whoever owns it is', text),
  ownerPerson: orNull(named),
  team: orNull(named),
  organisation: meaning('The responsible commissioner', orNull(named)),
  needs: meaning('Kinds of need (SCO-2)', texts),
  exception: orNull(object({ newTarget: day })),
  pausedSince: orNull(day),
  breach: meaning(
    'Why it was missed, once its owner has said so',
    orNull(object({ reason: text, title: text, ours: yesNo })),
  ),
  reasonWanted: meaning(
    'The occurrence of the breach that still wants a reason; null where none does',
    orNull(whole),
  ),
});

const bucket = object({
  slug: text,
  title: text,
  dueFrom: meaning('The first due day in it; null: without a first', orNull(day)),
  dueTo: orNull(day),
  count: whole,
});

const asAt = meaning('The moment everything in the answer is judged at', moment);
const values = listOf(object({ value: text, words: text }));

/** Schemas of the overdue-case queues. */
export const queueSchemas = (): Record<string, Schema> => ({
  Queues: object({
    asAt,
    dueNextUntil: meaning('The last day of what is due next', day),
    queues: listOf(object({ ...described, count: whole })),
    timescales: listOf(
      object({
        timescale: text,
        title: text,
        clauses: texts,
        guidance: yesNo,
        counts: object(Object.fromEntries(DEADLINE_QUEUES.map((queue) => [queue, whole]))),
      }),
    ),
    ageing: meaning('The overdue, by how long', byUnit(listOf(bucket))),
  }),
  QueuePage: object(
    {
      asAt,
      queue: object(described),
      items: listOf(ref('QueueLine')),
      next: meaning('The cursor of what follows, judged at the same moment; null at the end', orNull(text)),
    },
    { total: meaning('Only where it was asked for', whole) },
  ),
  QueueLine: line,
  QueueDefinitions: object({
    queues: listOf(object(described)),
    filters: object({
      timescale: values,
      stage: values,
      team: values,
      organisation: values,
      need: values,
      ageing: values,
      escalatedTo: values,
    }),
    columns: listOf(object({ name: text, means: text })),
  }),
});

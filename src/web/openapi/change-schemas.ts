import { CASE_STATES, CHANGE_KINDS } from '../../changes/change.js';
import type { Schema } from '../http/field.js';
import { caseNamed, named } from './shared-schemas.js';
import {
  anyObject,
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

const movedDeadline = object({
  key: text,
  timescale: text,
  clauses: texts,
  from: meaning('Was due on; null for a clock that begins', orNull(day)),
  to: meaning('Is due on; null for a clock that is no longer there', orNull(day)),
});

const moved = {
  deadlines: listOf(movedDeadline),
  breachesAppear: meaning('Deadlines that are over by it, by key', texts),
  breachesEnd: meaning('Deadlines whose breach no longer holds, by key', texts),
};

const changePreview = object(
  {
    items: listOf(object({ case: caseNamed, ...moved, refusals: listOf(ref('Refusal')) })),
    next: orNull(text),
  },
  {
    totals: object({
      looked: meaning('All cases that were looked at, also those in which nothing moves', whole),
      cases: whole,
      deadlines: whole,
      breachesAppear: whole,
      breachesEnd: whole,
      refused: whole,
    }),
  },
);

const change = object({
  id: uuid,
  kind: oneOf(...CHANGE_KINDS),
  what: meaning('What was decided', anyObject),
  decidedBy: meaning('Null for the service itself', orNull(named)),
  reason: text,
  state: oneOf('previewed', 'applying', 'done', 'stopped'),
  createdAt: moment,
  appliedAt: orNull(moment),
  finishedAt: orNull(moment),
  counts: meaning(
    'How many cases stand how; those that failed are tried again, and then wait among the exceptions',
    object(Object.fromEntries(CASE_STATES.map((state) => [state, whole]))),
  ),
  sinceTried: meaning(
    'Of what was only tried out: how many of its cases have changed since, and whether it was on an earlier day',
    orNull(object({ cases: whole, earlierDay: yesNo })),
  ),
});

const changeCase = object({
  case: caseNamed,
  state: oneOf(...CASE_STATES),
  at: orNull(moment),
  to: meaning('Whom a case goes to that gets another assessor', orNull(named)),
  ...moved,
  refusals: meaning('Why it stays as it is, by clause', listOf(ref('Refusal'))),
  failure: orNull(text),
});

/** Schemas of what is decided once and carried out case by case. */
export const changeSchemas = (): Record<string, Schema> => ({
  ChangePreview: changePreview,
  Change: change,
  ChangeCase: changeCase,
});

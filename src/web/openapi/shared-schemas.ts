import { DEADLINE_STATES } from '../../../workflows/protocol/index.js';
import {
  day,
  listOf,
  meaning,
  moment,
  object,
  oneOf,
  ref,
  text,
  texts,
  uuid,
  whole,
} from './schema-words.js';

export const named = object({ id: text, name: text });

export const stage = object({ id: meaning('Such as assessment.inProgress', text), words: text });

const deadlineState = oneOf(...DEADLINE_STATES);

export const refusal = object({ clauses: texts, message: text }, { missing: texts });

export const deadlineLine = {
  key: text,
  timescale: text,
  title: text,
  clauses: texts,
  state: deadlineState,
  stateWords: text,
  dueOn: day,
  dueAt: moment,
};

export const trace = object({
  words: meaning('How the date was counted, in sentences', texts),
  skipped: meaning('Days that were passed over, each with why', listOf(object({ date: day, why: text }))),
  counted: meaning('Working days that were counted', listOf(day)),
});

export const owed = {
  process: text,
  about: meaning('What they are told', ref('Stage')),
  recipient: text,
  form: meaning('verbal, written or any', text),
  clause: text,
  owedSince: day,
  owedBy: meaning('The event because of which it is owed', whole),
};

export const caseNamed = object({ id: uuid, reference: text });

import type { Schema } from '../http/field.js';
import {
  day,
  listOf,
  meaning,
  moment,
  object,
  oneOf,
  orNull,
  text,
  texts,
  uuid,
  whole,
  yesNo,
} from './schema-words.js';

const exception = object({
  id: uuid,
  kind: meaning('What was to be done, such as deadline', text),
  state: oneOf('exception', 'setAside'),
  case: meaning('The reference of the case it is about', orNull(text)),
  deadline: meaning('The key of the deadline it is about', orNull(text)),
  reason: meaning('A code and a few words, of nobody', text),
  attempts: whole,
  since: moment,
  lastTriedAt: moment,
  ageSeconds: whole,
  owner: meaning('The role whose it is to sort out', text),
  setAside: orNull(object({ by: orNull(text), at: moment, why: text })),
});

const process = object({
  role: oneOf('web', 'worker'),
  version: text,
  startedAt: moment,
  seenAt: moment,
  lastPassAt: orNull(moment),
  queue: orNull(oneOf('redis', 'postgres')),
  degraded: meaning('Why it does without the queue', orNull(text)),
});

const status = object({
  state: oneOf('ok', 'degraded', 'alarm'),
  alarms: meaning('What somebody has to look at', listOf(object({ code: text, words: text }))),
  at: meaning('The moment by the clock of the service', moment),
  queue: object({
    backEnd: orNull(oneOf('redis', 'postgres')),
    degraded: meaning('Why processes do without it', texts),
  }),
  due: object({
    waiting: meaning('Alarms that are set', whole),
    due: meaning('Of these, due and not yet handled', whole),
    oldestSeconds: meaning('For how long the oldest has been due', orNull(whole)),
    retrying: meaning('Those that failed and will be tried again', whole),
  }),
  exceptions: object({ waiting: meaning('For a person', whole), setAside: whole }),
  passSeconds: meaning('Since a pass over what is due succeeded; null where none ever did', orNull(whole)),
  processes: listOf(process),
  calendars: listOf(
    object({
      place: text,
      knownUntil: meaning('The last day whose holidays are known', orNull(day)),
      enough: yesNo,
    }),
  ),
});

/** Schemas of what the service says of itself. */
export const serviceSchemas = (): Record<string, Schema> => ({ Exception: exception, Status: status });

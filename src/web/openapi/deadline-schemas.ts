import type { Schema } from '../http/field.js';
import { deadlineLine, named, trace } from './shared-schemas.js';
import { day, listOf, meaning, moment, object, orNull, text, whole, yesNo } from './schema-words.js';

const settlement = {
  oneOf: [
    object({ as: { const: 'met' }, on: day, by: whole, late: yesNo }, { at: moment }),
    object({ as: { const: 'stopped' }, on: day, by: whole, why: text }),
  ],
};

export const length = object({ amount: whole, unit: text });

const signed = {
  seq: meaning('The event', whole),
  on: orNull(day),
  why: meaning('In the words of who recorded it', orNull(text)),
  recordedBy: orNull(named),
  approvedBy: orNull(named),
};

const extension = object({
  by: length,
  byWords: text,
  ...signed,
  secondedBy: orNull(named),
});

const pause = object({
  from: day,
  fromAt: orNull(moment),
  until: meaning('Null while the clock stands still', orNull(day)),
  untilAt: orNull(moment),
  reason: text,
  reasonTitle: text,
  ...signed,
  secondedBy: orNull(named),
  endedBy: orNull(whole),
});

const breach = object({
  occurrence: whole,
  seq: whole,
  stands: meaning('False where it was withdrawn, because it no longer held', yesNo),
  reason: orNull(
    object({
      code: text,
      title: text,
      ours: meaning('Whether it was ours to control', yesNo),
      words: orNull(text),
      by: orNull(named),
      on: day,
      seq: whole,
    }),
  ),
});

const deadline = object({
  ...deadlineLine,
  originalDueOn: meaning('When it was due before anything was agreed about it', day),
  originalDueAt: moment,
  pausedSince: meaning('The day since which it stands still', orNull(day)),
  guidance: meaning('Shown and reported, never a breach', yesNo),
  owner: meaning('The role that owns it', text),
  ownerPerson: orNull(named),
  startedOn: day,
  startedAt: orNull(moment),
  startedBy: meaning('The event that started it', whole),
  starts: meaning('What starts it, in words', text),
  metBy: meaning('What will meet it, in words', text),
  breached: yesNo,
  breach: meaning('That it passed unmet, and why, once its owner has said so', orNull(breach)),
  exception: orNull(object({ newTarget: day, ...signed })),
  extensions: listOf(extension),
  pauses: listOf(pause),
  settled: orNull(settlement),
  trace: orNull(trace),
});

/** Schemas of deadlines, how they were counted and what was agreed about them. */
export const deadlineSchemas = (): Record<string, Schema> => ({
  DeadlineLine: object(deadlineLine),
  Deadline: deadline,
  Due: object({ timescale: text, start: text, due: text, trace }),
});

import { day, listOf, meaning, object, orNull, text, texts, uuid, whole, yesNo } from './schema-words.js';

const terms = orNull(
  object({
    kind: text,
    effectiveFrom: day,
    weeklyPence: whole,
    annualPence: whole,
    parts: meaning(
      'What each body pays, to the penny',
      listOf(object({ body: text, percent: whole, weeklyPence: whole })),
    ),
  }),
);

export const funding = object({
  process: text,
  proposed: terms,
  agreed: terms,
  stillToAgree: meaning('What is still to come before it is agreed', texts),
});

const assurance = object({
  kind: text,
  task: orNull(text),
  stands: yesNo,
  assuredOn: orNull(day),
  expiresOn: orNull(day),
});

export const packageOfCare = object({
  process: text,
  version: whole,
  elements: listOf(
    object({
      skill: text,
      minutesPerWeek: whole,
      place: text,
      providerKind: text,
      provider: orNull(text),
      funder: orNull(text),
      weeklyCost: orNull(whole),
    }),
  ),
  weeklyPence: orNull(whole),
  annualPence: orNull(whole),
  carers: meaning(
    'Who gives care, and what is assured of each task',
    listOf(object({ person: uuid, kind: text, mayGiveCare: yesNo, assurances: listOf(assurance) })),
  ),
  assurances: meaning('Those for the package as a whole', listOf(assurance)),
});

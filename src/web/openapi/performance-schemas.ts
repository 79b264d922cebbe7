import { FIGURES_IN_WORDS } from '../../reading/performance/performance-views.js';
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

const percent: Schema = { type: 'number', minimum: 0, maximum: 100 };
const counted = {
  metInTime: whole,
  missed: whole,
  shareInTime: meaning(FIGURES_IN_WORDS.shareInTime, orNull(percent)),
};
const figures = {
  due: whole,
  ...counted,
  running: whole,
  stopped: whole,
  originally: meaning(FIGURES_IN_WORDS.originally, object(counted)),
  days: meaning(FIGURES_IN_WORDS.days, orNull(object({ median: whole, percentile90: whole }))),
};

const performance = object({
  timescale: text,
  title: text,
  clauses: texts,
  whole: object(figures),
  months: listOf(object({ ...figures, month: text })),
  organisations: listOf(object({ ...figures, organisation: orNull(named) })),
});

const counts = { certain: whole, likely: whole };
const sources = ['history', 'default', 'listed', 'arranged', 'assumed', 'planned'];

const foreseen = object({
  case: object({ id: uuid, reference: text }),
  child: object({ givenName: orNull(text), familyName: orNull(text) }),
  stage: ref('Stage'),
  key: text,
  timescale: text,
  title: text,
  kind: oneOf('certain', 'likely'),
  clauses: texts,
  words: meaning('Why, in a sentence', text),
  left: meaning(
    'What is left, in order; empty for a breach that is certain',
    listOf(
      object({
        step: text,
        title: text,
        days: meaning('Calendar days', whole),
        from: oneOf(...sources),
        observed: meaning('How many past ones the median rests on', orNull(whole)),
      }),
    ),
  ),
  daysLeft: whole,
  daysNeeded: orNull(whole),
  dueOn: day,
  dueAt: moment,
  within: meaning('The shortest time ahead it falls within, in working days', whole),
  ownerPerson: orNull(named),
});

const measuredMonth = object({
  asOf: day,
  until: day,
  open: meaning('Deadlines that were open then and due by `until`', whole),
  looked: meaning('Of how many of them it was looked', whole),
  said: whole,
  came: whole,
  named: whole,
  certain: object({ said: whole, came: whole }),
  likely: object({ said: whole, came: whole }),
  words: text,
});

const extraPanel = object({
  on: day,
  papersCloseOn: day,
  capacity: whole,
  horizons: listOf(object({ workingDays: whole, without: object(counts), with: object(counts) })),
  saved: meaning('At most a hundred', listOf(ref('Foreseen'))),
  total: whole,
  words: text,
});

/** Schemas of the reports on performance and of the forecast. */
export const performanceSchemas = (): Record<string, Schema> => ({
  Performance: object({
    asAt: moment,
    from: text,
    to: text,
    definitions: object(Object.fromEntries(Object.keys(FIGURES_IN_WORDS).map((name) => [name, text]))),
    reportedNationalClock: text,
    timescales: listOf(performance),
    guidance: meaning('Apart: guidance is never a breach', listOf(performance)),
    breaches: object({
      total: whole,
      withoutReason: whole,
      ours: whole,
      notOurs: whole,
      reasons: listOf(object({ reason: text, title: text, ours: whole, notOurs: whole })),
    }),
  }),
  Foreseen: foreseen,
  Forecast: object({
    asAt: moment,
    horizons: listOf(object({ workingDays: whole, until: day, ...counts })),
    timescales: listOf(object({ timescale: text, title: text, ...counts })),
    items: listOf(ref('Foreseen')),
    next: meaning('The cursor of what follows, judged at the same moment; null at the end', orNull(text)),
    usual: object({
      from: day,
      to: day,
      steps: listOf(
        object({ step: text, title: text, days: whole, from: oneOf('history', 'default'), observed: whole }),
      ),
    }),
    measured: object({
      months: listOf(measuredMonth),
      said: whole,
      came: whole,
      named: whole,
      enough: meaning('Whether enough was foreseen and came for the shares to mean anything', yesNo),
      precision: meaning('Of what it said, per cent that came', orNull(whole)),
      recall: meaning('Of what came, per cent that it had said', orNull(whole)),
      words: text,
      method: text,
    }),
    extraPanel: orNull(extraPanel),
  }),
});

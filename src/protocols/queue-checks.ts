import {
  AGEING_UNITS,
  FORECAST_STEPS,
  type AgeingBucket,
  type ForecastRules,
  type ForecastStep,
  type QueueRules,
} from '../../workflows/protocol/index.js';
import { byName, group, list, oneOf, orNull, whole, words, type Check } from './checks.js';
import { parameter } from './parameter-check.js';

/** Each bucket reaches further than the one before, and only the last has no end: whatever is overdue is in exactly one. */
const buckets: Check<readonly AgeingBucket[]> = (value, path, report) => {
  const checked = list(group<AgeingBucket>({ slug: words, title: words, upTo: orNull(whole(1)) }), {
    min: 1,
  })(value, path, report);
  checked.forEach(({ upTo }, at) => {
    const before = checked[at - 1]?.upTo ?? 0;
    const isLast = at === checked.length - 1;
    if (isLast && upTo !== null)
      report([...path, at, 'upTo'], 'must be null: the last bucket takes the rest');
    if (!isLast && (upTo === null || upTo <= before))
      report([...path, at, 'upTo'], `must be more than ${before}, where the bucket before ends`);
  });
  return checked;
};

/** A filter by ageing names a bucket by its slug alone, so no two have the same, of whichever unit. */
const ageing: Check<QueueRules['ageing']> = (value, path, report) => {
  const checked = group<QueueRules['ageing']>({ workingDays: buckets, calendarDays: buckets })(
    value,
    path,
    report,
  );
  const seen = new Set<string>();
  for (const unit of AGEING_UNITS) {
    checked[unit]?.forEach(({ slug }, at) => {
      if (seen.has(slug)) report([...path, unit, at, 'slug'], `is '${slug}', which another bucket has`);
      seen.add(slug);
    });
  }
  return checked;
};

/** What the overdue-case queues go by. */
export const queues = parameter(
  group<QueueRules>({
    dueInWorkingDays: whole(1),
    ageing,
    asAtKeptHours: whole(1),
    exportAtMost: whole(1),
  }),
);

const step = oneOf<ForecastStep>(FORECAST_STEPS);

/** What the forecast goes by. */
export const forecast = parameter(
  group<ForecastRules>({
    horizonsWorkingDays: list(whole(1), { min: 1 }),
    historyMonths: whole(1),
    fewestObservations: whole(1),
    steps: group<ForecastRules['steps']>({
      checklist: words,
      assessment: words,
      papers: words,
      panel: words,
      telling: words,
      arranging: words,
    }),
    courses: byName(list(step, { min: 1 })),
    clocks: group<ForecastRules['clocks']>({ checklist: words, assessed: words, decided: words }),
    usualDays: byName(whole(1)),
    otherwiseDays: whole(1),
    measured: group<ForecastRules['measured']>({
      months: whole(1),
      casesEach: whole(1),
      fewestBreaches: whole(1),
    }),
  }),
);

import {
  FORECAST_STEPS,
  type ForecastRules,
  type Parameter,
  type Timescale,
} from '../../workflows/protocol/index.js';
import type { Path } from './checks.js';

/** A name in the rules of the forecast that stands for nothing: where it is below `forecast`, and what is wrong with it. */
export interface WrongName {
  path: Path;
  message: string;
}

const NO_TIMESCALE = 'which is no timescale';

/**
 * Everything the forecast names that the protocol does not have: a course or clock that is no timescale, usual days of what
 * is neither a step nor a timescale. A course takes its steps in the order they come, each once.
 */
export function wrongForecastNames(
  timescales: readonly Timescale[],
  { forecast }: { forecast: Parameter<ForecastRules> },
): WrongName[] {
  const { courses, clocks, usualDays } = forecast.value;
  const ids = new Set(timescales.map(({ id }) => id));
  const steps: readonly string[] = FORECAST_STEPS;
  const unknown = (path: Path, name: string, message = NO_TIMESCALE): WrongName[] =>
    ids.has(name) ? [] : [{ path: ['forecast', 'value', ...path], message: `is '${name}', ${message}` }];
  return [
    ...Object.keys(courses).flatMap((name) => unknown(['courses', name], name)),
    ...Object.entries(courses).flatMap(([name, course]) =>
      course.flatMap((step, at) =>
        at > 0 && steps.indexOf(step) <= steps.indexOf(course[at - 1] as string)
          ? [
              {
                path: ['forecast', 'value', 'courses', name, at],
                message: `is '${step}', which does not come after '${course[at - 1]}'`,
              },
            ]
          : [],
      ),
    ),
    ...Object.entries(clocks).flatMap(([clock, name]) => unknown(['clocks', clock], name)),
    ...Object.keys(usualDays)
      .filter((name) => !steps.includes(name))
      .flatMap((name) => unknown(['usualDays', name], name, 'which is neither a step nor a timescale')),
  ];
}

import { Day, Moment, OneOf, Whole, Words } from '../http/field.js';

const LONGEST = 80;
const MONTH = /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/;
const asMonth = { max: 7, pattern: MONTH, patternWords: 'must be a month such as 2026-03', optional: true };

/** The months of a report, and which deadlines it is of. */
export class PerformanceAsked {
  @Words({ about: 'The first month, such as 2026-01; usually eleven months before the last', ...asMonth })
  from?: string;

  @Words({ about: 'The last month; usually the present one', ...asMonth })
  to?: string;

  @Words({ about: 'Only of this timescale', max: LONGEST, optional: true })
  timescale?: string;

  @Words({
    about: 'Only of cases with this responsible commissioner, by id; none: of cases without one',
    max: LONGEST,
    optional: true,
  })
  organisation?: string;
}

/** Which foreseen breaches are wanted. */
export class ForecastAsked {
  @Day({ about: 'A day for one more meeting of the panel: what it would spare', optional: true })
  extraPanel?: string;

  @Words({ about: 'Only of this timescale', max: LONGEST, optional: true })
  timescale?: string;

  @Words({ about: 'Only those of this person, by id', max: LONGEST, optional: true })
  owner?: string;

  @OneOf({ about: 'List only those that are certain, or likely', of: ['certain', 'likely'], optional: true })
  kind?: 'certain' | 'likely';

  @Moment({ about: '`asAt` of an answer before, to be judged at the same moment', optional: true })
  asAt?: string;

  @Whole({ about: 'Most entries of one answer', min: 1, max: 100, otherwise: 25, optional: true })
  limit?: number;

  @Words({
    about: 'Where to go on: `next` of the answer before; it carries the moment too',
    max: 600,
    optional: true,
  })
  cursor?: string;
}

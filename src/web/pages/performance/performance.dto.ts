import { Moment, OneOf, Words } from '../../http/field.js';

const box = (about: string, max = 80) => ({ about, min: 0, max, optional: true });
const month = (about: string) => ({
  ...box(about, 7),
  pattern: /^(\d{4}-(0[1-9]|1[0-2]))?$/,
  patternWords: 'must be a month such as 2026-03',
});

/** The months of a report, and what it is of. */
export class PerformanceChosen {
  @Words(month('The first month'))
  from?: string;

  @Words(month('The last month'))
  to?: string;

  @Words(box('Only of this timescale'))
  timescale?: string;

  @Words(box('Only of cases with this responsible commissioner'))
  organisation?: string;
}

/** Which foreseen breaches are shown, and a day for one more meeting. */
export class ForecastChosen {
  @OneOf({ about: 'Only those that are certain, or likely', of: ['certain', 'likely', ''], optional: true })
  kind?: 'certain' | 'likely' | '';

  @Words(box('Only of this timescale'))
  timescale?: string;

  @Words(box('Only those of this person'))
  owner?: string;

  @Words(box('The day of the month of one more meeting', 10))
  day?: string;

  @Words(box('The month of one more meeting', 10))
  month?: string;

  @Words(box('The year of one more meeting', 10))
  year?: string;

  @Moment({ about: 'The moment it is judged at', optional: true })
  asAt?: string;

  @Words(box('Where to go on', 600))
  cursor?: string;
}

import { dateInWords, type LocalDate } from '../../workflows/protocol/index.js';

/** What a forecast made at the end of a past month would have said, and what came, as it is stored. */
export interface MeasureRow {
  as_of: LocalDate;
  until: LocalDate;
  /** Deadlines that were open then and due by `until`, and of how many it was looked. */
  open: number;
  looked: number;
  said_certain: number;
  said_likely: number;
  came: number;
  named_certain: number;
  named_likely: number;
}

/** How right the forecast was at the end of a month. */
export interface MeasuredMonth {
  asOf: LocalDate;
  until: LocalDate;
  open: number;
  looked: number;
  said: number;
  came: number;
  named: number;
  certain: { said: number; came: number };
  likely: { said: number; came: number };
  words: string;
}

/** How right the forecast was in past months. */
export interface MeasureView {
  months: MeasuredMonth[];
  said: number;
  came: number;
  named: number;
  /** Whether enough was said and came for the shares to mean anything. */
  enough: boolean;
  /** Of what it said, per cent that came; null where it said nothing. */
  precision: number | null;
  /** Of what came, per cent that it had said; null where nothing came. */
  recall: number | null;
  words: string;
  method: string;
}

/** How the forecast is measured, so that nobody takes the figure for more than it is. */
export const METHOD =
  'For the end of each past month, every case with a deadline that was open then and due, by its original due date, within the longest time ahead is told again from its events up to that moment, and the forecast is made from that by the same rules. Meetings and agendas are taken as far as they were arranged and listed by then, on the days they have now; medians are those of the months before. What came is what was late in the end. Where there are many cases, only some are told, chosen by nothing but their id.';

const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 100);

const deadlines = (count: number): string => `${count} ${count === 1 ? 'deadline' : 'deadlines'}`;
const was = (count: number): string => (count === 1 ? 'was' : 'were');

/** What was foreseen beside what came: deadlines it would have named, those of them that were missed, and those besides. */
function inWords(said: number, came: number, named: number): string {
  const met = said - named;
  const besides = came - named;
  if (said === 0)
    return `named no deadline as late to come; ${came === 0 ? 'none' : deadlines(came)} ${was(came || 1)} missed`;
  const foreseen = `${named} of them ${was(named)} missed, ${met} ${was(met)} met after all`;
  const others = besides === 0 ? 'no other was' : `${besides} besides ${was(besides)}`;
  return `named ${deadlines(said)} as late to come: ${foreseen}; ${others} missed`;
}

const monthOf = (row: MeasureRow): MeasuredMonth => {
  const said = row.said_certain + row.said_likely;
  const named = row.named_certain + row.named_likely;
  return {
    asOf: row.as_of,
    until: row.until,
    open: row.open,
    looked: row.looked,
    said,
    came: row.came,
    named,
    certain: { said: row.said_certain, came: row.named_certain },
    likely: { said: row.said_likely, came: row.named_likely },
    words: `On ${dateInWords(row.as_of)} it would have ${inWords(said, row.came, named)}.`,
  };
};

const total = (months: readonly MeasuredMonth[], of: 'said' | 'came' | 'named'): number =>
  months.reduce((sum, month) => sum + month[of], 0);

/** What the months come to, and whether that is enough to say how right it is. */
function wordsOf(
  months: readonly MeasuredMonth[],
  { said, came, named, enough }: Pick<MeasureView, 'said' | 'came' | 'named' | 'enough'>,
  fewest: number,
): string {
  if (months.length === 0)
    return 'Not measured yet: no past month has been looked back on. That is done by itself at the beginning of each month.';
  const over =
    months.length === 1 ? 'At the one month end' : `At the last ${months.length} month ends together`;
  const together = `${over} that ${months.length === 1 ? 'is' : 'are'} looked back on it would have ${inWords(said, came, named)}.`;
  return enough
    ? together
    : `Too little has happened yet to say how right it is: that takes ${fewest} deadlines that were named, and ${fewest} that were missed. ${together}`;
}

/** The months measured, the latest first, and what they come to; nothing is said of how right it is below `fewest` breaches. */
export function measureView(rows: readonly MeasureRow[], fewest: number): MeasureView {
  const months = rows.map(monthOf);
  const [said, came, named] = [total(months, 'said'), total(months, 'came'), total(months, 'named')];
  const sums = { said, came, named, enough: said >= fewest && came >= fewest };
  return {
    months,
    ...sums,
    precision: percent(named, said),
    recall: percent(named, came),
    words: wordsOf(months, sums, fewest),
    method: METHOD,
  };
}

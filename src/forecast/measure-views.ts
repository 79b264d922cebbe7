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

const inWords = (said: number, came: number, named: number): string =>
  `foreseen ${said} ${said === 1 ? 'breach' : 'breaches'}; ${came} came, ${named} of them foreseen`;

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

/** The months measured, the latest first, and what they come to. */
export function measureView(rows: readonly MeasureRow[]): MeasureView {
  const months = rows.map(monthOf);
  const [said, came, named] = [total(months, 'said'), total(months, 'came'), total(months, 'named')];
  return {
    months,
    said,
    came,
    named,
    precision: percent(named, said),
    recall: percent(named, came),
    words:
      months.length === 0
        ? 'Not measured yet: no past month has been looked back on.'
        : `Over the last ${months.length} month ends together it would have ${inWords(said, came, named)}.`,
    method: METHOD,
  };
}

import type { PerformanceView } from '../../../reading/performance/performance-reading.js';
import type { Figures, TimescalePerformance } from '../../../reading/performance/performance-views.js';
import { addressOf, type Asked } from '../lists/address.js';
import { chartOf, type Chart } from './chart.js';
import { monthInWords, monthsBetween } from './months.js';

const FULL = 100;

interface Month {
  words: string;
  figures: Figures | null;
}

/** A timescale over the months of a report, as charts with a table beside each. */
export interface TimescaleCharts {
  title: string;
  clauses: readonly string[];
  months: Month[];
  share: Chart;
  days: Chart;
  /** Whether any was judged, and any met: otherwise there is nothing to draw. */
  judged: boolean;
  met: boolean;
}

/** The charts of a timescale: the share met in time, and how long it took. */
export function chartsOf(
  { title, clauses, months }: TimescalePerformance,
  { from, to }: { from: string; to: string },
): TimescaleCharts {
  const all = monthsBetween(from, to).map((month): Month => ({
    words: monthInWords(month),
    figures: months.find((each) => each.month === month) ?? null,
  }));
  const columns = all.map(({ words, figures }) => ({ label: words, figures }));
  return {
    title,
    clauses,
    months: all,
    share: chartOf(
      columns.map(({ label, figures }) => ({
        label,
        bar: figures?.shareInTime ?? null,
        lines: [figures?.originally.shareInTime ?? null],
      })),
      '%',
      FULL,
    ),
    days: chartOf(
      columns.map(({ label, figures }) => ({
        label,
        lines: [figures?.days?.median ?? null, figures?.days?.percentile90 ?? null],
      })),
      '',
    ),
    judged: all.some(({ figures }) => figures !== null && figures.shareInTime !== null),
    met: all.some(({ figures }) => figures !== null && figures.days !== null),
  };
}

/** Every timescale of a report in a line, which leads to its own report. */
export const timescaleLines = (timescales: readonly TimescalePerformance[], asked: Asked): object[] =>
  timescales.map(({ timescale, title, clauses, whole }) => ({
    title,
    clauses,
    whole,
    href: addressOf('/performance', { ...asked, timescale }),
  }));

/** Breaches by reason, the most frequent first, with a chart. */
export function breachLines({ breaches }: PerformanceView): object {
  const reasons = breaches.reasons
    .map((reason) => ({ ...reason, total: reason.ours + reason.notOurs }))
    .sort((a, b) => b.total - a.total);
  return { ...breaches, reasons };
}

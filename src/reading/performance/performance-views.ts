import { timescaleOf, type LocalDate, type ProtocolData } from '../../../workflows/protocol/index.js';
import type { Named } from '../views.js';

/** What each figure is, in words that stand in the answer. */
export const FIGURES_IN_WORDS = {
  month:
    'The month of the due date a deadline had before any extension or pause: what is agreed later moves nothing from one month to another.',
  due: 'Every deadline due then, whatever became of it.',
  metInTime: 'Met by the last moment of the due date that held, with every extension and pause.',
  missed:
    'Met after that moment, stopped after that day, or open and over. An exception changes nothing in that (HNA-11).',
  running: 'Open and not over, or paused: not yet judged.',
  stopped: 'Stopped in time, because what it was for was over: not judged.',
  shareInTime: 'Met in time, in per cent of those met in time and missed; null where there are none.',
  originally: 'The same by the due date it had before any extension or pause.',
  days: 'Calendar days from the day it started to the day it was met, of those that were met; the median and the 90th percentile are days that were observed.',
  guidance: 'Counted alike and kept apart: guidance is never a breach.',
  breaches:
    'Recorded as breached and not withdrawn since, by the reason their owner gave, and whether it was ours to control.',
} as const;

/** How many were met in time. */
interface Shares {
  metInTime: number;
  missed: number;
  shareInTime: number | null;
}

/** How some deadlines were met. */
export interface Figures extends Shares {
  due: number;
  running: number;
  stopped: number;
  originally: Shares;
  days: { median: number; percentile90: number } | null;
}

/** How the deadlines of a timescale were met. */
export interface TimescalePerformance {
  timescale: string;
  title: string;
  clauses: readonly string[];
  whole: Figures;
  months: (Figures & { month: string })[];
  organisations: (Figures & { organisation: Named | null })[];
}

/** Breaches by reason. */
export interface BreachesView {
  total: number;
  withoutReason: number;
  ours: number;
  notOurs: number;
  reasons: { reason: string; title: string; ours: number; notOurs: number }[];
}

/** A line of figures as it is counted. */
export interface FiguresRow {
  timescale: string;
  guidance: boolean;
  /** The first day of it. */
  month: LocalDate | null;
  organisation: string | null;
  due: number;
  metInTime: number;
  missed: number;
  metInTimeOriginally: number;
  missedOriginally: number;
  running: number;
  stopped: number;
  /** The median and the 90th percentile; null where none was met. */
  percentiles: readonly [number, number] | null;
}

export interface BreachesRow {
  reason: string | null;
  ours: boolean | null;
  count: number;
}

const TENTHS = 1000;

const shares = (metInTime: number, missed: number): Shares => ({
  metInTime,
  missed,
  shareInTime: metInTime + missed === 0 ? null : Math.round((metInTime / (metInTime + missed)) * TENTHS) / 10,
});

const figures = (row: FiguresRow): Figures => ({
  due: row.due,
  ...shares(row.metInTime, row.missed),
  running: row.running,
  stopped: row.stopped,
  originally: shares(row.metInTimeOriginally, row.missedOriginally),
  days: row.percentiles && { median: row.percentiles[0], percentile90: row.percentiles[1] },
});

/** The lines of each timescale together, in the order of the protocol's timescales. */
export function byTimescale(
  rows: readonly FiguresRow[],
  protocol: ProtocolData,
  organisations: readonly Named[],
): TimescalePerformance[] {
  const order = protocol.timescales.map(({ id }) => id);
  const wholes = rows.filter(({ month, organisation }) => month === null && organisation === null);
  return wholes
    .sort((a, b) => order.indexOf(a.timescale) - order.indexOf(b.timescale))
    .map((whole) => {
      const mine = rows.filter(({ timescale }) => timescale === whole.timescale);
      const timescale = timescaleOf(protocol, whole.timescale);
      return {
        timescale: whole.timescale,
        title: timescale?.title ?? whole.timescale,
        clauses: timescale?.clauses ?? [],
        whole: figures(whole),
        months: mine.flatMap((row) =>
          row.month === null ? [] : [{ month: row.month.slice(0, 7), ...figures(row) }],
        ),
        organisations: mine.flatMap((row) =>
          row.organisation === null
            ? []
            : [
                {
                  organisation: organisations.find(({ id }) => id === row.organisation) ?? null,
                  ...figures(row),
                },
              ],
        ),
      };
    });
}

const sum = (rows: readonly BreachesRow[], ours?: boolean): number =>
  rows
    .filter((row) => ours === undefined || row.ours === ours)
    .reduce((total, { count }) => total + count, 0);

/** Breaches by reason, those of which nobody said why apart. */
export function breachesView(rows: readonly BreachesRow[], protocol: ProtocolData): BreachesView {
  const given = rows.filter(({ reason }) => reason !== null);
  const reasons = [...new Set(given.map(({ reason }) => reason as string))];
  return {
    total: sum(rows),
    withoutReason: sum(rows) - sum(given),
    ours: sum(given, true),
    notOurs: sum(given, false),
    reasons: reasons.map((reason) => {
      const mine = given.filter((row) => row.reason === reason);
      const title = protocol.parameters.breachReasons.value.find(({ slug }) => slug === reason)?.title;
      return { reason, title: title ?? reason, ours: sum(mine, true), notOurs: sum(mine, false) };
    }),
  };
}

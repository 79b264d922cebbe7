import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  addDays,
  addMilliseconds,
  addMonths,
  localDate,
  londonDateOf,
  type Instant,
  type LocalDate,
} from '../../../workflows/protocol/index.js';
import { NOW } from '../../clock/clock-statements.js';
import { readingAtOnce } from '../../database/transaction.js';
import { Places } from '../../places/places.js';
import { KeptAnswers } from '../kept-answers.js';
import * as sql from './performance-statements.js';
import {
  breachesView,
  byTimescale,
  FIGURES_IN_WORDS,
  type BreachesRow,
  type BreachesView,
  type FiguresRow,
  type TimescalePerformance,
} from './performance-views.js';

/** Which months a report is of, and which deadlines. */
export interface MonthsWanted {
  /** Such as 2026-01; the twelfth last month where it is left out. */
  from?: string;
  /** The present month where it is left out. */
  to?: string;
  timescale?: string;
  organisation?: string;
}

/** How deadlines were met over some months. */
export interface PerformanceView {
  asAt: Instant;
  from: string;
  to: string;
  /** What each figure is. */
  definitions: typeof FIGURES_IN_WORDS;
  /** The timescale reported as the service's six weeks. */
  reportedNationalClock: string;
  timescales: TimescalePerformance[];
  /** Guidance, apart. */
  guidance: TimescalePerformance[];
  breaches: BreachesView;
}

/** Most months of one report. */
export const MOST_MONTHS = 36;
const USUAL_MONTHS = 12;
/** The last month of a report lies in these months about the present one: further back than records are kept. */
const MONTHS_BACK = 360;
const MONTHS_AHEAD = 36;
const SECOND_MS = 1000;

/** Months that no report can be of. */
export class NoSuchMonths extends Error {
  override readonly name = 'NoSuchMonths';

  constructor(
    readonly field: 'from' | 'to',
    message: string,
  ) {
    super(message);
  }
}

const firstOf = (month: string): LocalDate => localDate(`${month}-01`);
const monthOf = (day: LocalDate): string => day.slice(0, 7);

/** The first and last day of those months. Throws NoSuchMonths where they are too far, in the wrong order, or too many. */
function daysOf({ from, to }: MonthsWanted, today: LocalDate): { first: LocalDate; last: LocalDate } {
  const present = firstOf(monthOf(today));
  const until = to === undefined ? present : firstOf(to);
  const [earliest, latest] = [addMonths(present, -MONTHS_BACK), addMonths(present, MONTHS_AHEAD)];
  if (until < earliest || until > latest)
    throw new NoSuchMonths('to', `must be a month from ${monthOf(earliest)} to ${monthOf(latest)}`);
  const first = from === undefined ? addMonths(until, 1 - USUAL_MONTHS) : firstOf(from);
  if (first > until) throw new NoSuchMonths('from', `must not be after ${monthOf(until)}`);
  if (first < addMonths(until, 1 - MOST_MONTHS))
    throw new NoSuchMonths('from', `must be in the ${MOST_MONTHS} months up to ${monthOf(until)}`);
  return { first, last: addDays(addMonths(until, 1), -1) };
}

/** Reads how many deadlines were met in time, how long they took, and why they were not (ROL-8). */
@Injectable()
export class PerformanceReading {
  private readonly kept = new KeptAnswers<PerformanceView>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** The report of those months. Throws NoSuchMonths for months that none can be of. */
  report(place: string, wanted: MonthsWanted): Promise<PerformanceView> {
    return this.kept.of([place, wanted], () => this.count(place, wanted));
  }

  private count(placeId: string, wanted: MonthsWanted): Promise<PerformanceView> {
    return readingAtOnce(this.dataSource, async (tx) => {
      const { protocol, calendarVersion } = await this.places.present(placeId, tx);
      const rules = await this.places.rulesFor(placeId, protocol, calendarVersion, tx);
      const { at } = (await tx.row<{ at: Instant }>(NOW)) as { at: Instant };
      const { first, last } = daysOf(wanted, londonDateOf(at));
      const values = [
        placeId,
        first,
        last,
        addMilliseconds(at, -SECOND_MS),
        wanted.timescale ?? null,
        wanted.organisation ?? null,
      ];
      const rows = await tx.rows<FiguresRow>(sql.FIGURES, values);
      const breaches = await tx.rows<BreachesRow>(sql.BREACHES, values);
      const organisations = (this.places.find(placeId)?.organisations ?? []).map(({ id, name }) => ({
        id,
        name,
      }));
      const lines = (guidance: boolean) =>
        byTimescale(
          rows.filter((row) => row.guidance === guidance),
          rules.protocol,
          organisations,
        );
      return {
        asAt: at,
        from: monthOf(first),
        to: monthOf(last),
        definitions: FIGURES_IN_WORDS,
        reportedNationalClock: rules.protocol.parameters.reportedNationalClock.value,
        timescales: lines(false),
        guidance: lines(true),
        breaches: breachesView(breaches, rules.protocol),
      };
    });
  }
}

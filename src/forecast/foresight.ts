import type { DataSource } from 'typeorm';
import {
  foresee,
  lastDayWithin,
  londonDateOf,
  type Instant,
  type LocalDate,
  type Outlook,
  type Rules,
} from '../../workflows/protocol/index.js';
import { NOW } from '../clock/clock-statements.js';
import { readingAtOnce, type Transaction } from '../database/transaction.js';
import type { Places } from '../places/places.js';
import { KeptAnswers } from '../reading/kept-answers.js';
import { judgedAt, momentFor } from '../reading/queues/judging.js';
import type { Foretold } from './extra-panel.js';
import { AHEAD } from './forecast-statements.js';
import { aheadOf, type AheadRow, type HorizonView } from './forecast-views.js';
import { gather } from './outlook.js';

/** Everything that is foreseen of a place at a moment, and what it was judged by. */
export interface Foresight {
  asAt: Instant;
  rules: Rules;
  outlook: Outlook;
  measuredFrom: LocalDate;
  spans: Omit<HorizonView, 'certain' | 'likely'>[];
  /** The first due first. */
  foretold: Foretold[];
}

/** Most moments of which everything that was foreseen is kept. */
const MOST_KEPT = 5;

const spansOn = (today: LocalDate, { protocol, calendar }: Rules): Foresight['spans'] =>
  [...protocol.parameters.forecast.value.horizonsWorkingDays]
    .sort((a, b) => a - b)
    .map((workingDays) => ({ workingDays, until: lastDayWithin(workingDays, today, calendar) }));

async function foretoldIn(
  tx: Transaction,
  place: string,
  asAt: Instant,
  until: LocalDate,
  outlook: Outlook,
): Promise<Foretold[]> {
  const { lateBy } = judgedAt(asAt, outlook);
  const rows = await tx.rows<AheadRow>(AHEAD, [place, lateBy, until]);
  return rows.map(aheadOf).flatMap((ahead) => {
    const foreseen = foresee(ahead, outlook);
    return foreseen ? [{ ahead, foreseen }] : [];
  });
}

/**
 * What is foreseen of places. It is the same whatever is asked of it: filters and further pages of a list make nothing anew,
 * and what one of them counts another lists.
 */
export class Foresights {
  private readonly kept = new KeptAnswers<Foresight>({ most: MOST_KEPT });
  private readonly latest = new Map<string, Foresight>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** What is foreseen of the place now, or was at that moment. Throws NotThen where it cannot be judged then. */
  async of(place: string, asked?: Instant): Promise<Foresight> {
    const latest = this.latest.get(place);
    if (latest !== undefined && latest.asAt === asked) return latest;
    const foresight = await this.kept.of([place, asked], () => this.foresee(place, asked));
    if (asked === undefined) this.latest.set(place, foresight);
    return foresight;
  }

  private foresee(place: string, asked?: Instant): Promise<Foresight> {
    return readingAtOnce(this.dataSource, async (tx) => {
      const { protocol, calendarVersion } = await this.places.present(place, tx);
      const rules = await this.places.rulesFor(place, protocol, calendarVersion, tx);
      const { at } = (await tx.row<{ at: Instant }>(NOW)) as { at: Instant };
      const asAt = momentFor(asked, at, rules);
      const today = londonDateOf(asAt);
      const { outlook, measuredFrom } = await gather(tx, place, { today, at: asAt, past: false }, rules);
      const spans = spansOn(today, rules);
      const foretold = await foretoldIn(tx, place, asAt, spans.at(-1)?.until ?? today, outlook);
      return { asAt, rules, outlook, measuredFrom, spans, foretold };
    });
  }
}

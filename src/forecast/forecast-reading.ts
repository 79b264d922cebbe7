import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  timescaleOf,
  usualSteps,
  type Instant,
  type LocalDate,
  type Rules,
} from '../../workflows/protocol/index.js';
import { NOW } from '../clock/clock-statements.js';
import { readingAtOnce, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { momentFor } from '../reading/queues/judging.js';
import type { QueueMark } from '../reading/queues/queue-orders.js';
import { extraPanel, type Foretold } from './extra-panel.js';
import { Foresights, type Foresight } from './foresight.js';
import * as sql from './forecast-statements.js';
import {
  type ExtraPanelView,
  type ForecastView,
  type ForeseenLine,
  type HorizonView,
} from './forecast-views.js';
import { measureView, type MeasureRow } from './measure-views.js';
import { MEASURES } from './measure-statements.js';

/** Which foreseen breaches are wanted. */
export interface ForecastWanted {
  limit: number;
  after: QueueMark | null;
  asAt?: Instant;
  /** A day for which one more meeting is thought of. */
  extraPanel?: LocalDate;
  owner?: string;
  timescale?: string;
  kind?: 'certain' | 'likely';
}

/** A forecast with where its list goes on. */
export interface ForecastPage extends ForecastView {
  next: QueueMark | null;
}

interface ShownRow {
  case_id: string;
  reference: string;
  stage: string;
  stage_words: string;
  given_name: string | null;
  family_name: string | null;
}

const MOST_SAVED_LISTED = 100;

const countOf = (foretold: readonly Foretold[], kind: 'certain' | 'likely'): number =>
  foretold.filter(({ foreseen }) => foreseen.kind === kind).length;

const isAfter =
  (mark: QueueMark | null) =>
  ({ ahead: { dueAt, caseId, key } }: Foretold): boolean => {
    if (mark === null) return true;
    if (dueAt !== mark.dueAt) return dueAt > mark.dueAt;
    return caseId === mark.caseId ? key > mark.key : caseId > mark.caseId;
  };

/** Foresees which deadlines of a place will be missed, and what one more meeting of the panel would spare (PAN-1). */
@Injectable()
export class ForecastReading {
  private readonly foresights: Foresights;

  constructor(
    private readonly dataSource: DataSource,
    places: Places,
  ) {
    this.foresights = new Foresights(dataSource, places);
  }

  /**
   * Breaches foreseen in the time ahead, the first due first. Throws NotThen where it cannot be judged at that moment, and
   * NoSuchMeeting where no further meeting can be held that day.
   */
  async forecast(place: string, wanted: ForecastWanted): Promise<ForecastPage> {
    const asked = wanted.after?.asAt ?? wanted.asAt;
    const foresight = await this.foresights.of(place, asked);
    return readingAtOnce(this.dataSource, async (tx) => {
      const { at } = (await tx.row<{ at: Instant }>(NOW)) as { at: Instant };
      if (asked !== undefined) momentFor(asked, at, foresight.rules);
      return this.page(tx, place, foresight, wanted);
    });
  }

  private async page(
    tx: Transaction,
    place: string,
    { asAt, rules, outlook, measuredFrom, spans, foretold: everything }: Foresight,
    { owner, timescale, kind, after, limit, extraPanel: extraDay }: ForecastWanted,
  ): Promise<ForecastPage> {
    const foretold = everything.filter(
      ({ ahead }) =>
        (owner === undefined || ahead.ownerPerson === owner) &&
        (timescale === undefined || ahead.timescale === timescale),
    );
    const horizons = spans.map((span) => {
      const within = foretold.filter(({ ahead }) => ahead.dueOn <= span.until);
      return { ...span, certain: countOf(within, 'certain'), likely: countOf(within, 'likely') };
    });
    const listed = foretold.filter(({ foreseen }) => !kind || foreseen.kind === kind);
    const rest = listed.filter(isAfter(after));
    const shown = rest.slice(0, limit);
    const last = shown.at(-1)?.ahead;
    const extra = extraDay && extraPanel(extraDay, foretold, horizons, outlook);
    const { months, fewestBreaches } = rules.protocol.parameters.forecast.value.measured;
    return {
      asAt,
      horizons,
      timescales: this.byTimescale(foretold, rules),
      items: await this.lines(tx, place, shown, horizons, rules),
      next:
        rest.length > limit && last ? { asAt, dueAt: last.dueAt, caseId: last.caseId, key: last.key } : null,
      usual: { from: measuredFrom, to: outlook.today, steps: usualSteps(outlook) },
      measured: measureView(await tx.rows<MeasureRow>(MEASURES, [place, months]), fewestBreaches),
      extraPanel: extra ? await this.extraView(tx, place, extra, horizons, rules) : null,
    };
  }

  private byTimescale(foretold: readonly Foretold[], { protocol }: Rules): ForecastView['timescales'] {
    return protocol.timescales.flatMap(({ id, title }) => {
      const mine = foretold.filter(({ ahead }) => ahead.timescale === id);
      return mine.length === 0
        ? []
        : [{ timescale: id, title, certain: countOf(mine, 'certain'), likely: countOf(mine, 'likely') }];
    });
  }

  private async extraView(
    tx: Transaction,
    place: string,
    extra: ReturnType<typeof extraPanel>,
    horizons: readonly HorizonView[],
    rules: Rules,
  ): Promise<ExtraPanelView> {
    const { saved, ...view } = extra;
    const listed = saved.slice(0, MOST_SAVED_LISTED);
    return {
      ...view,
      total: saved.length,
      saved: await this.lines(tx, place, listed, horizons, rules),
    };
  }

  private async lines(
    tx: Transaction,
    place: string,
    foretold: readonly Foretold[],
    horizons: readonly HorizonView[],
    { protocol }: Rules,
  ): Promise<ForeseenLine[]> {
    if (foretold.length === 0) return [];
    const cases = await tx.rows<ShownRow>(sql.SHOWN, [
      place,
      [...new Set(foretold.map(({ ahead }) => ahead.caseId))],
    ]);
    const owners = await tx.rows<{ id: string; name: string }>(sql.OWNERS, [
      place,
      [...new Set(foretold.flatMap(({ ahead }) => ahead.ownerPerson ?? []))],
    ]);
    return foretold.flatMap(({ ahead, foreseen }) => {
      const row = cases.find(({ case_id }) => case_id === ahead.caseId);
      const within = horizons.find(({ until }) => ahead.dueOn <= until)?.workingDays;
      if (!row || within === undefined) return [];
      return [
        {
          case: { id: ahead.caseId, reference: row.reference },
          child: { givenName: row.given_name, familyName: row.family_name },
          stage: { id: row.stage, words: row.stage_words },
          key: ahead.key,
          timescale: ahead.timescale,
          title: timescaleOf(protocol, ahead.timescale)?.title ?? ahead.timescale,
          ...foreseen,
          dueOn: ahead.dueOn,
          dueAt: ahead.dueAt,
          within,
          ownerPerson: owners.find(({ id }) => id === ahead.ownerPerson) ?? null,
        },
      ];
    });
  }
}

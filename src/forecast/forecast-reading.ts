import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  foresee,
  lastDayWithin,
  londonDateOf,
  timescaleOf,
  usualSteps,
  type Instant,
  type LocalDate,
  type Outlook,
  type Rules,
} from '../../workflows/protocol/index.js';
import { NOW } from '../clock/clock-statements.js';
import { readingAtOnce, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { KeptAnswers } from '../reading/kept-answers.js';
import { judgedAt, momentFor } from '../reading/queues/judging.js';
import type { QueueMark } from '../reading/queues/queue-orders.js';
import { extraPanel, type Foretold } from './extra-panel.js';
import * as sql from './forecast-statements.js';
import {
  aheadOf,
  type AheadRow,
  type ExtraPanelView,
  type ForecastView,
  type ForeseenLine,
  type HorizonView,
} from './forecast-views.js';
import { measureView, type MeasureRow } from './measure-views.js';
import { MEASURES } from './measure-statements.js';
import { gather } from './outlook.js';

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

const horizonsOn = (
  today: LocalDate,
  { protocol, calendar }: Rules,
): Omit<HorizonView, 'certain' | 'likely'>[] =>
  [...protocol.parameters.forecast.value.horizonsWorkingDays]
    .sort((a, b) => a - b)
    .map((workingDays) => ({ workingDays, until: lastDayWithin(workingDays, today, calendar) }));

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
  private readonly kept = new KeptAnswers<ForecastPage>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /**
   * Breaches foreseen in the time ahead, the first due first. Throws NotThen where it cannot be judged at that moment, and
   * NoSuchMeeting where no further meeting can be held that day.
   */
  forecast(place: string, wanted: ForecastWanted): Promise<ForecastPage> {
    return this.kept.of([place, wanted], () => this.foresee(place, wanted));
  }

  private foresee(place: string, wanted: ForecastWanted): Promise<ForecastPage> {
    return readingAtOnce(this.dataSource, async (tx) => {
      const { protocol, calendarVersion } = await this.places.present(place, tx);
      const rules = await this.places.rulesFor(place, protocol, calendarVersion, tx);
      const { at } = (await tx.row<{ at: Instant }>(NOW)) as { at: Instant };
      const asAt = momentFor(wanted.after?.asAt ?? wanted.asAt, at, rules);
      const today = londonDateOf(asAt);
      const { outlook, measuredFrom } = await gather(tx, place, { today, at: asAt, past: false }, rules);
      const spans = horizonsOn(today, rules);
      const foretold = await this.foretold(tx, place, asAt, spans.at(-1)?.until ?? today, outlook, wanted);
      const horizons = spans.map((span) => {
        const within = foretold.filter(({ ahead }) => ahead.dueOn <= span.until);
        return { ...span, certain: countOf(within, 'certain'), likely: countOf(within, 'likely') };
      });
      const listed = foretold.filter(({ foreseen }) => !wanted.kind || foreseen.kind === wanted.kind);
      const rest = listed.filter(isAfter(wanted.after));
      const shown = rest.slice(0, wanted.limit);
      const last = shown.at(-1)?.ahead;
      const extra = wanted.extraPanel && extraPanel(wanted.extraPanel, foretold, horizons, outlook);
      const { months, fewestBreaches } = rules.protocol.parameters.forecast.value.measured;
      return {
        asAt,
        horizons,
        timescales: this.byTimescale(foretold, rules),
        items: await this.lines(tx, place, shown, horizons, rules),
        next:
          rest.length > wanted.limit && last
            ? { asAt, dueAt: last.dueAt, caseId: last.caseId, key: last.key }
            : null,
        usual: { from: measuredFrom, to: today, steps: usualSteps(outlook) },
        measured: measureView(await tx.rows<MeasureRow>(MEASURES, [place, months]), fewestBreaches),
        extraPanel: extra ? await this.extraView(tx, place, extra, horizons, rules) : null,
      };
    });
  }

  private async foretold(
    tx: Transaction,
    place: string,
    asAt: Instant,
    until: LocalDate,
    outlook: Outlook,
    { owner, timescale }: ForecastWanted,
  ): Promise<Foretold[]> {
    const { lateBy } = judgedAt(asAt, outlook);
    const rows = await tx.rows<AheadRow>(sql.AHEAD, [place, lateBy, until]);
    return rows.map(aheadOf).flatMap((ahead) => {
      if (owner !== undefined && ahead.ownerPerson !== owner) return [];
      if (timescale !== undefined && ahead.timescale !== timescale) return [];
      const foreseen = foresee(ahead, outlook);
      return foreseen ? [{ ahead, foreseen }] : [];
    });
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

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  addDays,
  addMilliseconds,
  addMonths,
  deriveDeadlines,
  endOfDay,
  foresee,
  lastDayWithin,
  live,
  localDate,
  londonDateOf,
  replay,
  underWay,
  type Awaited,
  type CaseRecord,
  type Deadline,
  type Foreseen,
  type Instant,
  type LocalDate,
  type Rules,
  type StoredEvent,
} from '../../workflows/protocol/index.js';
import { historyOf } from '../cases/history.js';
import { NOW } from '../clock/clock-statements.js';
import { inTransaction, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { KEEP_MEASURE, MEASURES, OPEN_THEN } from './measure-statements.js';
import type { MeasureRow } from './measure-views.js';
import { gather, type Gathered } from './outlook.js';

interface OpenThen {
  case_id: string;
  key: string;
  came: boolean;
}

const SECOND_MS = 1000;

/** The last days of the months that are over and whose time ahead has passed, the latest first. */
export function monthsToMeasure(today: LocalDate, { protocol, calendar }: Rules): LocalDate[] {
  const { measured, horizonsWorkingDays } = protocol.parameters.forecast.value;
  const longest = Math.max(...horizonsWorkingDays);
  const first = localDate(`${today.slice(0, 7)}-01`);
  const ends = Array.from({ length: measured.months + 2 }, (_, back) => addDays(addMonths(first, -back), -1));
  return ends.filter((end) => lastDayWithin(longest, end, calendar) < today).slice(0, measured.months);
}

/** Some of the cases, spread evenly and by their id alone, so that the same ones are looked at again. */
function someOf(ids: readonly string[], most: number): string[] {
  const every = Math.max(1, Math.ceil(ids.length / most));
  return ids.filter((_, at) => at % every === 0);
}

const listedFor = (record: CaseRecord, meetingDays: Gathered['meetingDays']): LocalDate | null => {
  const item = live<{ meeting: string | null }>(record, 'panelItem').find(({ value }) => value === 'listed');
  return (item?.facts.meeting && meetingDays.get(item.facts.meeting)) || null;
};

const awaitedThen = (
  deadline: Deadline,
  record: CaseRecord,
  events: readonly StoredEvent[],
  { outlook, meetingDays }: Gathered,
): Awaited => {
  const { step, by, plannedOn } = underWay(
    deadline,
    record,
    outlook.protocol.parameters.forecast.value.courses,
  );
  const began = by === deadline.startedBy ? undefined : events.find(({ seq }) => seq === by)?.on;
  return {
    timescale: deadline.timescale,
    clauses: deadline.clauses,
    dueOn: deadline.dueOn,
    step,
    stepSince: began ?? deadline.startedOn,
    plannedOn,
    listedFor: listedFor(record, meetingDays),
  };
};

/** Measures how right the forecast would have been at the ends of past months, and keeps the figures. */
@Injectable()
export class ForecastMeasure {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** Measures every past month end of the place that can be; returns what each came to, the latest first. */
  async run(place: string): Promise<MeasureRow[]> {
    return inTransaction(this.dataSource, (tx) => this.within(tx, place, { again: true }));
  }

  /** The same in a transaction of others; unless `again`, only those that were not measured before. */
  async within(tx: Transaction, place: string, { again }: { again: boolean }): Promise<MeasureRow[]> {
    const { protocol, calendarVersion } = await this.places.present(place, tx);
    const rules = await this.places.rulesFor(place, protocol, calendarVersion, tx);
    const { at } = (await tx.row<{ at: Instant }>(NOW)) as { at: Instant };
    const ends = monthsToMeasure(londonDateOf(at), rules);
    const before = await tx.rows<MeasureRow>(MEASURES, [place, ends.length]);
    const done = new Set(again ? [] : before.map((row) => row.as_of));
    const measured: MeasureRow[] = [];
    for (const end of ends.filter((each) => !done.has(each))) {
      const row = await this.month(tx, place, end, at, rules);
      measured.push(row);
      await tx.change(KEEP_MEASURE, [
        place,
        row.as_of,
        row.until,
        row.open,
        row.looked,
        row.said_certain,
        row.said_likely,
        row.came,
        row.named_certain,
        row.named_likely,
      ]);
    }
    return measured;
  }

  private async month(
    tx: Transaction,
    place: string,
    asOf: LocalDate,
    now: Instant,
    rules: Rules,
  ): Promise<MeasureRow> {
    const { horizonsWorkingDays, measured } = rules.protocol.parameters.forecast.value;
    const until = lastDayWithin(Math.max(...horizonsWorkingDays), asOf, rules.calendar);
    const open = await tx.rows<OpenThen>(OPEN_THEN, [place, asOf, until, addMilliseconds(now, -SECOND_MS)]);
    const at = endOfDay(asOf);
    const gathered = await gather(tx, place, { today: asOf, at, past: true }, rules);
    const byCase = new Map<string, OpenThen[]>();
    for (const each of open) byCase.set(each.case_id, [...(byCase.get(each.case_id) ?? []), each]);
    const judged: { came: boolean; foreseen: Foreseen | null }[] = [];
    for (const id of someOf([...byCase.keys()], measured.casesEach)) {
      judged.push(...(await this.caseThen(tx, place, id, at, byCase.get(id) ?? [], gathered)));
    }
    const said = (kind: Foreseen['kind']) => judged.filter(({ foreseen }) => foreseen?.kind === kind);
    const named = (kind: Foreseen['kind']) => said(kind).filter(({ came }) => came).length;
    return {
      as_of: asOf,
      until,
      open: open.length,
      looked: judged.length,
      said_certain: said('certain').length,
      said_likely: said('likely').length,
      came: judged.filter(({ came }) => came).length,
      named_certain: named('certain'),
      named_likely: named('likely'),
    };
  }

  /** What the forecast would have said of the deadlines of a case, told again from what had been recorded by then. */
  private async caseThen(
    tx: Transaction,
    place: string,
    id: string,
    at: Instant,
    open: readonly OpenThen[],
    gathered: Gathered,
  ): Promise<{ came: boolean; foreseen: Foreseen | null }[]> {
    const { events, rulesAt } = await historyOf(tx, this.places, { place, id });
    const then = events.filter((event) => event.at <= at);
    if (then.length === 0) return [];
    const { record } = replay({ id, kind: 'case', place }, then, rulesAt);
    const deadlines = deriveDeadlines(record, gathered.outlook);
    return open.flatMap(({ key, came }) => {
      const deadline = deadlines.find((each) => each.key === key);
      // Not known then: recorded only later, or settled by what was recorded by then.
      if (!deadline || deadline.settled !== null) return [];
      return [{ came, foreseen: foresee(awaitedThen(deadline, record, then, gathered), gathered.outlook) }];
    });
  }
}

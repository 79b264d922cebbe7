import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  AGEING_UNITS,
  ageingRanges,
  timescaleOf,
  type AgeingUnit,
  type Instant,
  type LocalDate,
  type PlaceData,
  type ProtocolData,
  type Rules,
} from '../../../workflows/protocol/index.js';
import { openSnapshot, reading, type Transaction } from '../../database/transaction.js';
import { Places, type Versions } from '../../places/places.js';
import { pageOf as partOf, type PageAsked, type PageRead } from '../page.js';
import { judgedAt, momentFor } from './judging.js';
import type { QueueFilters } from './queue-filters.js';
import type { QueueMark, QueueOrder } from './queue-orders.js';
import { countOf, countsOf, pageOf, PRESENT } from './queue-statements.js';
import { queueLine, type QueueLine, type QueueRow } from './queue-views.js';
import { DEADLINE_QUEUES, QUEUES, type DeadlineQueue, type Judged } from './queues.js';

/** A queue with what is in it and how many. */
export interface QueueCount {
  id: DeadlineQueue;
  title: string;
  words: string;
  count: number;
}

/** An ageing bucket, the due days that are in it, and how many overdue deadlines are. */
export interface AgeingCount {
  slug: string;
  title: string;
  dueFrom: LocalDate | null;
  dueTo: LocalDate | null;
  count: number;
}

/** How many deadlines of a timescale are in each queue. */
export interface TimescaleCounts {
  timescale: string;
  title: string;
  clauses: readonly string[];
  guidance: boolean;
  counts: Record<DeadlineQueue, number>;
}

/** Every queue of a place, judged at one moment. */
export interface QueuesView {
  asAt: Instant;
  dueNextUntil: LocalDate;
  queues: QueueCount[];
  timescales: TimescaleCounts[];
  ageing: Record<AgeingUnit, AgeingCount[]>;
}

/** Part of a queue, judged at the moment of its first part. */
export interface QueuePage extends PageRead<QueueLine, QueueMark> {
  asAt: Instant;
  queue: Omit<QueueCount, 'count'>;
}

/** A part of an export. */
export interface ExportPart {
  asAt: Instant;
  /** The protocol of the place today, whose words the file has. */
  protocol: ProtocolData;
  /** How many there are in all parts together. */
  total: number;
  lines: QueueLine[];
}

/** An export would hold more than one may. */
export class TooMany extends Error {
  override readonly name = 'TooMany';

  constructor(
    readonly total: number,
    readonly most: number,
  ) {
    super(`There are ${total}, and one file holds ${most} at most.`);
  }
}

const EXPORTED_AT_ONCE = 1000;

type CountRow = { timescale: string } & Record<string, number>;

const described = (queue: DeadlineQueue, { protocol }: Rules): Omit<QueueCount, 'count'> => ({
  id: queue,
  title: QUEUES[queue].title(protocol.parameters.queues.value.dueInWorkingDays),
  words: QUEUES[queue].words,
});

const sum = (rows: readonly CountRow[], name: string): number =>
  rows.reduce((total, row) => total + (row[name] ?? 0), 0);

function timescaleCounts(row: CountRow, protocol: ProtocolData): TimescaleCounts {
  const timescale = timescaleOf(protocol, row.timescale);
  const counts = DEADLINE_QUEUES.map((queue) => [queue, row[queue] ?? 0]);
  return {
    timescale: row.timescale,
    title: timescale?.title ?? row.timescale,
    clauses: timescale?.clauses ?? [],
    guidance: timescale?.guidance ?? false,
    counts: Object.fromEntries(counts) as TimescaleCounts['counts'],
  };
}

/** Reads the overdue-case queues of a place: what is late, whose it is, and what falls due next (ROL-4, ROL-5). */
@Injectable()
export class QueueReading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** How many deadlines are in each queue, over all and by timescale. Throws NotThen where it cannot be judged then. */
  counts(place: string, filters: QueueFilters, asAt?: Instant): Promise<QueuesView> {
    return this.judging(place, asAt, async (tx, judged, rules) => {
      const asked = countsOf(place, filters, judged);
      const rows = await tx.rows<CountRow>(asked.statement, asked.values);
      const ageing = AGEING_UNITS.map((unit) => [
        unit,
        ageingRanges(unit, rules.protocol.parameters.queues.value, judged.today, rules.calendar).map(
          (range) => ({ ...range, count: sum(rows, range.slug) }),
        ),
      ]);
      return {
        asAt: judged.asAt,
        dueNextUntil: judged.dueNextUntil,
        queues: DEADLINE_QUEUES.map((queue) => ({ ...described(queue, rules), count: sum(rows, queue) })),
        timescales: rows.map((row) => timescaleCounts(row, rules.protocol)),
        ageing: Object.fromEntries(ageing) as QueuesView['ageing'],
      };
    });
  }

  /** What each queue is and holds. */
  async definitions(place: string): Promise<Omit<QueueCount, 'count'>[]> {
    const rules = await this.places.presentRules(place);
    return DEADLINE_QUEUES.map((queue) => described(queue, rules));
  }

  /** Some of a queue, the longest due first unless another order is asked for. Throws NotThen where it cannot be judged at that moment. */
  page(
    place: string,
    queue: DeadlineQueue,
    filters: QueueFilters,
    { limit, after, total, asAt, order }: PageAsked<QueueMark> & { asAt?: Instant; order?: QueueOrder },
  ): Promise<QueuePage> {
    return this.judging(place, after?.asAt ?? asAt, async (tx, judged, rules) => {
      const asked = pageOf(queue, place, filters, judged, { after, limit: limit + 1, total, order });
      const rows = await tx.rows<QueueRow & { total?: number }>(asked.statement, asked.values);
      const counted = total
        ? { total: rows[0]?.total ?? (after ? await this.total(tx, queue, place, filters, judged) : 0) }
        : {};
      const lines = await this.lines(tx, place, rows.slice(0, limit), judged, rules);
      const { next } = partOf(rows, limit, () => null, markAt(judged));
      return { asAt: judged.asAt, queue: described(queue, rules), items: lines, next, ...counted };
    });
  }

  /**
   * Every deadline of a queue in parts, all as they are at one moment. Throws TooMany where there are more than one export
   * holds, before the first part.
   */
  async *all(place: string, queue: DeadlineQueue, filters: QueueFilters): AsyncGenerator<ExportPart> {
    const { tx, close } = await openSnapshot(this.dataSource);
    try {
      const { judged, rules } = await this.judged(tx, place, undefined);
      const total = await this.total(tx, queue, place, filters, judged);
      const { exportAtMost } = rules.protocol.parameters.queues.value;
      if (total > exportAtMost) throw new TooMany(total, exportAtMost);
      for (let after: QueueMark | null = null, more = true; more;) {
        const asked = pageOf(queue, place, filters, judged, { after, limit: EXPORTED_AT_ONCE });
        const rows: QueueRow[] = await tx.rows<QueueRow>(asked.statement, asked.values);
        const last = rows.at(-1);
        more = rows.length === EXPORTED_AT_ONCE;
        if (last) after = markAt(judged)(last);
        const lines = await this.lines(tx, place, rows, judged, rules);
        yield { asAt: judged.asAt, protocol: rules.protocol, total, lines };
      }
    } finally {
      await close();
    }
  }

  private async total(
    tx: Transaction,
    queue: DeadlineQueue,
    place: string,
    filters: QueueFilters,
    judged: Judged,
  ): Promise<number> {
    const { statement, values } = countOf(queue, place, filters, judged);
    return (await tx.row<{ total: number }>(statement, values))?.total ?? 0;
  }

  private async lines(
    tx: Transaction,
    placeId: string,
    rows: readonly QueueRow[],
    judged: Judged,
    present: Rules,
  ): Promise<QueueLine[]> {
    const place = this.places.find(placeId) as PlaceData;
    const lines: QueueLine[] = [];
    for (const row of rows) {
      const rules = await this.places.rulesFor(placeId, row.protocol, row.calendar_version, tx);
      lines.push(queueLine(row, judged, rules, present, place));
    }
    return lines;
  }

  /** Judges and reads; what is read must be one statement, so that it is of one moment. */
  private judging<T>(
    place: string,
    asked: Instant | undefined,
    read: (tx: Transaction, judged: Judged, rules: Rules) => Promise<T>,
  ): Promise<T> {
    return reading(this.dataSource, async (tx) => {
      const { judged, rules } = await this.judged(tx, place, asked);
      return read(tx, judged, rules);
    });
  }

  private async judged(
    tx: Transaction,
    place: string,
    asked: Instant | undefined,
  ): Promise<{ judged: Judged; rules: Rules }> {
    const present = await tx.row<Versions & { at: Instant }>(PRESENT, [place]);
    if (!present) throw new RangeError(`There is no place '${place}'.`);
    const { protocol, calendarVersion, at } = present;
    const rules = await this.places.rulesFor(place, protocol, calendarVersion, tx);
    return { judged: judgedAt(momentFor(asked, at, rules), rules), rules };
  }
}

const markAt =
  ({ asAt }: Judged) =>
  ({ due_at, case_id, key }: QueueRow): QueueMark => ({ asAt, dueAt: due_at, caseId: case_id, key });

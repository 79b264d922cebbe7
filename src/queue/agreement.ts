import type { DataSource } from 'typeorm';
import { alone } from '../database/alone.js';
import { inTransaction, reading } from '../database/transaction.js';
import { killPoint } from '../faults/kill-points.js';
import { paced } from '../process/pace.js';
import type { AlarmQueue, Queueable } from './alarm-queue.js';
import { HORIZON_DAYS, type Drainer } from './drainer.js';
import * as sql from './queue-statements.js';

/** What was found, and put right, between the queue and the rows. */
export interface Compared {
  /** Alarms the queue had forgotten. */
  missing: number;
  /** Jobs that no alarm stands behind any more. */
  extra: number;
}

const CHECKED_SECONDS = 45;
const COMPARED_SECONDS = 600;

const BATCH = 1000;

/** An alarm with its place in the list of all. */
type Marked = Queueable & { mark: string };

/** The marker is a job too. */
const MARKER = 1;

const alarmIn = (job: string): string => job.slice(0, job.indexOf('.'));

/**
 * Sees to it that the queue holds what the rows of the alarms say, and puts it right where it does not: the rows are what
 * counts. A marker in the queue shows that nobody emptied it.
 */
export class Agreement {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queue: AlarmQueue,
    private readonly drainer: Drainer,
  ) {}

  /** Throws the queue away and builds it from the rows; returns how many jobs it holds then. */
  rebuild(): Promise<number> {
    return alone(this.dataSource, 'rebuildingQueue', async () => {
      await this.queue.empty();
      await this.refill();
      return (await this.queue.count()) - MARKER;
    });
  }

  /** Looks after the queue where nobody did just before; null where somebody else does. */
  async check(): Promise<Compared | null> {
    const turn = await inTransaction(this.dataSource, (tx) =>
      tx.row<{ epoch: string; first: boolean; whole: boolean }>(sql.TURN, [
        paced(CHECKED_SECONDS),
        paced(COMPARED_SECONDS),
      ]),
    );
    if (!turn) return null;
    await this.queue.resume();
    if (!(await this.queue.isMarked(turn.epoch))) {
      const again = await alone(this.dataSource, 'rebuildingQueue', () => this.refill());
      // A queue that was never filled has forgotten nothing.
      return { missing: turn.first ? 0 : again, extra: 0 };
    }
    if (turn.whole || (await this.holdsTooFew())) return this.compare();
    return { missing: 0, extra: 0 };
  }

  /** Compares every job with every alarm, and puts right what differs. */
  async compare(): Promise<Compared> {
    // The jobs first: an alarm that is set meanwhile is not mistaken for one that was forgotten.
    const held = await this.queue.ids();
    const rows = await reading(this.dataSource, (tx) =>
      tx.rows<{ job: string; queued: boolean }>(sql.WANTED, [HORIZON_DAYS]),
    );
    const wanted = new Set(rows.map(({ job }) => job));
    const missing = rows.filter(({ job, queued }) => queued && !held.has(job)).map(({ job }) => alarmIn(job));
    const extra = [...held].filter((job) => !wanted.has(job));
    for (let from = 0; from < missing.length; from += BATCH) {
      const ids = missing.slice(from, from + BATCH);
      const asked = [HORIZON_DAYS, ids];
      await this.queue.add(
        await reading(this.dataSource, (tx) => tx.rows<Queueable>(sql.SOME_ALARMS, asked)),
      );
    }
    await this.queue.remove(extra);
    return { missing: missing.length, extra: extra.length };
  }

  /**
   * Tells the queue of everything, as if it had never heard of it; returns of how many alarms it was told again. Of what it was
   * never told, any other process may tell it meanwhile.
   */
  private async refill(): Promise<number> {
    let again = 0;
    for (let last: Marked | undefined; ;) {
      const mark = last;
      const batch = await reading(this.dataSource, (tx) =>
        mark
          ? tx.rows<Marked>(sql.NEXT_ALARMS, [HORIZON_DAYS, mark.mark, mark.id, BATCH])
          : tx.rows<Marked>(sql.FIRST_ALARMS, [HORIZON_DAYS, BATCH]),
      );
      await this.queue.add(batch);
      await killPoint('rebuild-midway');
      again += batch.length;
      last = batch.at(-1);
      if (batch.length < BATCH) break;
    }
    await this.drainer.run();
    const row = await inTransaction(this.dataSource, (tx) => tx.row<{ epoch: string }>(sql.NEW_EPOCH));
    if (row) await this.queue.mark(row.epoch);
    return again;
  }

  private async holdsTooFew(): Promise<boolean> {
    const row = await reading(this.dataSource, (tx) =>
      tx.row<{ queued: number }>(sql.HOW_MANY_QUEUED, [HORIZON_DAYS]),
    );
    const jobs = (await this.queue.count()) - MARKER;
    return jobs < (row?.queued ?? 0);
  }
}

import type { DataSource } from 'typeorm';
import { inTransaction } from '../database/transaction.js';
import { killPoint } from '../faults/kill-points.js';
import { paced } from '../process/pace.js';
import type { AlarmQueue, Queueable } from './alarm-queue.js';
import { OFFER, QUEUED, TAKE_BACK } from './queue-statements.js';

/** Alarms further off than this are not yet told to a queue; those of Redis cannot count beyond the year 2039. */
export const HORIZON_DAYS = 730;

const BATCH = 1000;
const OFFERED_SECONDS = 30;

/**
 * Tells the queue of every alarm it was not yet told of, whatever process set it. An alarm that a process takes and then
 * does not get told is taken by another after half a minute; a job that is told twice is one job.
 */
export class Drainer {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queue: AlarmQueue,
  ) {}

  /** Drains until nothing is left to tell; returns how many were told. Throws where the queue cannot be told. */
  async run(between: () => Promise<void> | void = () => undefined): Promise<number> {
    for (let told = 0; ;) {
      const batch = await this.offered();
      if (batch.length === 0) return told;
      await this.tell(batch);
      told += batch.length;
      await between();
      if (batch.length < BATCH) return told;
    }
  }

  private offered(): Promise<Queueable[]> {
    return inTransaction(this.dataSource, (tx) =>
      tx.rows<Queueable>(OFFER, [HORIZON_DAYS, BATCH, paced(OFFERED_SECONDS)]),
    );
  }

  private async tell(batch: readonly Queueable[]): Promise<void> {
    const ids = batch.map(({ id }) => id);
    try {
      await this.queue.add(batch);
    } catch (error) {
      await inTransaction(this.dataSource, (tx) => tx.change(TAKE_BACK, [ids])).catch(() => undefined);
      throw error;
    }
    await killPoint('queue-added');
    const generations = batch.map(({ generation }) => generation);
    await inTransaction(this.dataSource, (tx) => tx.change(QUEUED, [ids, generations]));
  }
}

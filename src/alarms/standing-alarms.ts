import type { DataSource } from 'typeorm';
import type { Instant } from '../../workflows/protocol/index.js';
import { NOW } from '../clock/clock-statements.js';
import { inTransaction, statement, type Transaction } from '../database/transaction.js';
import type { Places } from '../places/places.js';
import { setAlarms } from './alarms.js';

const IS_SET = statement(
  'standing-alarm-is-set',
  `SELECT 1 FROM alarms WHERE kind = $1 AND place_id = $2 AND about = $3`,
);

/** An alarm that every place has one of, which rings again and again. */
export interface StandingAlarm {
  kind: string;
  /** What of the place it is about; the same in each. */
  about: string;
  /** When it rings for the first time in a place. */
  first: (tx: Transaction, place: string, now: Instant) => Instant | Promise<Instant>;
}

/** Sees to it that every place has the alarm. One that is set already stays: it may be overdue. */
export async function setWhereNone(
  dataSource: DataSource,
  places: Places,
  { kind, about, first }: StandingAlarm,
): Promise<void> {
  for (const { id: place } of places.all()) {
    await inTransaction(dataSource, async (tx) => {
      if (await tx.row(IS_SET, [kind, place, about])) return;
      const clock = await tx.row<{ at: Instant }>(NOW);
      await setAlarms(tx, [{ kind, place, about, ringsAt: await first(tx, place, clock?.at ?? '') }]);
    });
  }
}

import type { DataSource } from 'typeorm';
import { note } from '../audit/audit-trail.js';
import { inTransaction, reading, statement, type Transaction } from '../database/transaction.js';
import { stopAlarms } from '../alarms/alarms.js';
import { DELIVERY } from './delivery-alarm.js';

/** The database that a place's e-mails are sent from. */
export interface MailHome {
  /** Since when it is this one, UTC by the service's clock. */
  since: string;
  /** 1 for the first; more where it was restored, or became another. */
  generation: number;
}

/**
 * The server, the database and the timeline of its log: a dump that is restored is another database, a server that is put
 * back to an earlier moment goes on in another timeline.
 */
const HERE = `(SELECT system_identifier FROM pg_control_system()) || '/' ||
  (SELECT oid FROM pg_database WHERE datname = current_database()) || '/' ||
  left(pg_walfile_name(pg_current_wal_lsn()), 8)`;

const HOME = statement(
  'mail-home',
  `SELECT since, generation, database = ${HERE} AS here FROM mail_homes WHERE place_id = $1`,
);
const ADOPT = statement(
  'adopt-mail-home',
  `INSERT INTO mail_homes (place_id, database, since, generation) VALUES ($1, ${HERE}, service_now(), 1)
   ON CONFLICT (place_id) DO UPDATE SET database = excluded.database, since = excluded.since,
     generation = mail_homes.generation + 1
   WHERE mail_homes.database <> excluded.database
   RETURNING generation`,
);
const HOLD = statement(
  'hold-deliveries',
  `UPDATE deliveries SET state = 'uncertain', failure = $2, settled_at = service_now()
   WHERE id IN (SELECT id FROM deliveries WHERE place_id = $1 AND state IN ('waiting', 'sending')
     ORDER BY id FOR UPDATE)
   RETURNING id`,
);

/** Holds back what waits to be sent, for a person to look at; returns how many e-mails that are. */
async function hold(tx: Transaction, place: string, why: 'restored' | 'held'): Promise<number> {
  const held = await tx.rows<{ id: string }>(HOLD, [place, why]);
  await stopAlarms(tx, { kind: DELIVERY, place, about: held.map(({ id }) => id) });
  const detail = { why, deliveries: held.length };
  await note(tx, { place, person: null, action: 'deliveriesHeld', detail });
  return held.length;
}

/**
 * The home of a place's e-mails. Where this is another database than the one they were last sent from, as after a restore,
 * what waits in it may have been sent already: it is held back, so that a person decides.
 */
export async function mailHomeOf(dataSource: DataSource, place: string): Promise<MailHome> {
  const known = await reading(dataSource, (tx) => tx.row<MailHome & { here: boolean }>(HOME, [place]));
  if (known?.here) return known;
  await inTransaction(dataSource, async (tx) => {
    const adopted = await tx.row<{ generation: number }>(ADOPT, [place]);
    if (adopted && adopted.generation > 1) await hold(tx, place, 'restored');
  });
  return mailHomeOf(dataSource, place);
}

/** Holds back everything of a place that waits to be sent; returns how many e-mails that are. */
export const holdDeliveries = (dataSource: DataSource, place: string): Promise<number> =>
  inTransaction(dataSource, (tx) => hold(tx, place, 'held'));

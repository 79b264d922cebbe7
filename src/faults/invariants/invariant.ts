import type { Engine } from '../../engine.module.js';
import type { QueueView } from '../world/queue-view.js';
import type { OwnSmtp } from '../world/own-smtp.js';
import type { Ledger } from '../load/ledger.js';

/** What is looked at after a fault. */
export interface Seen {
  engine: Engine;
  place: string;
  ledger: Ledger;
  /** The moment, by the service's clock, up to which everything that is due has had its time. */
  dueBy: string;
  /** The cases that were told again and found right, each with the version it had; those are told again when it changes. */
  proven: Map<string, number>;
  /** The mail server, where e-mails are sent. */
  mail?: Pick<OwnSmtp, 'timesTaken'>;
  /** The queue, and whether it is to be built anew. */
  queue?: Pick<QueueView, 'held' | 'wanted' | 'rebuild'>;
  rebuild?: boolean;
  /** How many milliseconds the service has to put the queue right; a minute where absent. */
  queuePatience?: number;
}

/** Something that does not hold: it was lost, was done twice, or is wrong in another way. */
export interface Finding {
  invariant: string;
  kind: 'lost' | 'doubled' | 'broken';
  words: string;
}

/** Something that has to hold whatever happened. */
export interface Invariant {
  id: string;
  /** What has to hold, in a sentence. */
  words: string;
  /** What does not hold; empty where all of it does. */
  check(seen: Seen): Promise<Finding[]>;
}

/** Rows of a query on the database looked at. */
export const rowsOf = <Row>({ engine }: Pick<Seen, 'engine'>, sql: string, values: unknown[] = []) =>
  engine.dataSource.query<Row[]>(sql, values);

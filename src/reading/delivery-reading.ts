import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { reading, statement } from '../database/transaction.js';
import { failureInWords, type DeliveryState } from '../staff-notices/delivery-states.js';
import { pageOf, type PageAsked, type PageRead } from './page.js';

/** An e-mail of the service, and what became of it. */
export interface DeliveryView {
  id: string;
  to: { id: string; name: string };
  state: DeliveryState;
  /** Null until it is first tried. */
  subject: string | null;
  createdAt: string;
  attempts: number;
  tryAt: string;
  settledAt: string | null;
  /** Why it was not sent, or may not have been; null where there is nothing to explain. */
  why: string | null;
  messageId: string | null;
  decided: { as: string; by: { id: string; name: string } | null; at: string } | null;
}

/** An e-mail that was not sent, but kept to be read here. */
export interface KeptEmail {
  id: string;
  to: { id: string; name: string };
  address: string | null;
  subject: string;
  text: string;
  at: string;
}

/** Where a list of e-mails goes on: after this one. */
export interface DeliveryMark {
  id: string;
}

interface Row extends Omit<DeliveryView, 'why' | 'decided' | 'to'> {
  person: string;
  name: string;
  failure: string | null;
  decidedAs: string | null;
  decidedAt: string | null;
  decidedBy: string | null;
  decidedByName: string | null;
}

const BY_STATE = `FROM deliveries d WHERE d.place_id = $1 AND d.state = $2`;

const LIST = statement(
  'reading-deliveries',
  `SELECT d.id, d.person_id AS person, p.name, d.state, d.subject, d.created_at AS "createdAt", d.attempts,
     d.try_at AS "tryAt", d.settled_at AS "settledAt", d.failure, d.message_id AS "messageId",
     d.decided_as AS "decidedAs", d.decided_at AS "decidedAt", d.decided_by AS "decidedBy", q.name AS "decidedByName"
   FROM (SELECT d.* ${BY_STATE} AND ($3::uuid IS NULL OR (d.created_at, d.id) >
       (SELECT m.created_at, m.id FROM deliveries m WHERE m.place_id = $1 AND m.id = $3))
     ORDER BY d.created_at, d.id LIMIT $4) d
   JOIN people p ON p.place_id = d.place_id AND p.id = d.person_id
   LEFT JOIN people q ON q.place_id = d.place_id AND q.id = d.decided_by
   ORDER BY d.created_at, d.id`,
);
const COUNT = statement('reading-deliveries-count', `SELECT count(*)::int AS total ${BY_STATE}`);
const ONE = statement('reading-delivery', `SELECT state FROM deliveries WHERE place_id = $1 AND id = $2`);

const KEPT = `FROM deliveries d WHERE d.place_id = $1 AND d.state = 'kept' AND ($2::uuid IS NULL OR d.person_id = $2)`;

const MAILBOX = statement(
  'reading-mailbox',
  `SELECT d.id, d.person_id AS person, p.name, d.address, d.subject, d.body AS text, d.settled_at AS at
   FROM (SELECT d.* ${KEPT} AND ($3::uuid IS NULL OR (d.created_at, d.id) <
       (SELECT m.created_at, m.id FROM deliveries m WHERE m.place_id = $1 AND m.id = $3))
     ORDER BY d.created_at DESC, d.id DESC LIMIT $4) d
   JOIN people p ON p.place_id = d.place_id AND p.id = d.person_id
   ORDER BY d.created_at DESC, d.id DESC`,
);
const MAILBOX_COUNT = statement('reading-mailbox-count', `SELECT count(*)::int AS total ${KEPT}`);

const view = ({
  person,
  name,
  failure,
  decidedAs,
  decidedAt,
  decidedBy,
  decidedByName,
  ...row
}: Row): DeliveryView => ({
  ...row,
  to: { id: person, name },
  why: failureInWords(failure),
  decided:
    decidedAs === null || decidedAt === null
      ? null
      : {
          as: decidedAs,
          by: decidedBy === null ? null : { id: decidedBy, name: decidedByName ?? '' },
          at: decidedAt,
        },
});

const markOf = ({ id }: { id: string }): DeliveryMark => ({ id });

/** Reads what became of the e-mails of a place. */
@Injectable()
export class DeliveryReading {
  constructor(private readonly dataSource: DataSource) {}

  /** Some of the e-mails in that state, the oldest first. */
  list(
    place: string,
    state: DeliveryState,
    { limit, after, total }: PageAsked<DeliveryMark>,
  ): Promise<PageRead<DeliveryView, DeliveryMark>> {
    return reading(this.dataSource, async (tx) => {
      const rows = await tx.rows<Row>(LIST, [place, state, after?.id ?? null, limit + 1]);
      const page = pageOf(rows, limit, view, markOf);
      return total ? { ...page, ...(await tx.row<{ total: number }>(COUNT, [place, state])) } : page;
    });
  }

  /** The state of an e-mail; undefined where the place has none of that id. */
  async stateOf(place: string, id: string): Promise<DeliveryState | undefined> {
    const row = await reading(this.dataSource, (tx) => tx.row<{ state: DeliveryState }>(ONE, [place, id]));
    return row?.state;
  }

  /** Some of the e-mails that were kept, the newest first: those of one person, or everyone's where that is null. */
  mailbox(
    place: string,
    person: string | null,
    { limit, after, total }: PageAsked<DeliveryMark>,
  ): Promise<PageRead<KeptEmail, DeliveryMark>> {
    return reading(this.dataSource, async (tx) => {
      const rows = await tx.rows<Omit<KeptEmail, 'to'> & { person: string; name: string }>(MAILBOX, [
        place,
        person,
        after?.id ?? null,
        limit + 1,
      ]);
      const page = pageOf(
        rows,
        limit,
        ({ person: id, name, ...row }): KeptEmail => ({ ...row, to: { id, name } }),
        markOf,
      );
      return total ? { ...page, ...(await tx.row<{ total: number }>(MAILBOX_COUNT, [place, person])) } : page;
    });
  }
}

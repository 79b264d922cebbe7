import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  authorityAwaited,
  type AwaitedAuthority,
  type CaseRecord,
  type LocalDate,
} from '../../workflows/protocol/index.js';
import { reading, statement } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { deadlineLine, type DeadlineRow } from './deadline-views.js';
import { pageOf, type PageAsked, type PageRead } from './page.js';
import type { CaseMark } from './case-list-statements.js';
import type { DeadlineLine } from './views.js';

/** A case in which a high cost form or a further agreement waits for somebody with the authority (ROL-3, PAN-6). */
export interface AuthorityLine {
  case: { id: string; reference: string };
  child: { givenName: string | null; familyName: string | null };
  stage: string;
  awaited: (AwaitedAuthority & { since: LocalDate | null })[];
  /** The clock that runs out first in that case. */
  clock: DeadlineLine | null;
}

/** Some of them, with the moment they were read at. */
export interface AuthorityPage extends PageRead<AuthorityLine, CaseMark> {
  asAt: string;
}

interface Row {
  id: string;
  reference: string;
  stage_words: string;
  record: CaseRecord;
  protocol: string;
  calendar_version: string;
  given_name: string | null;
  family_name: string | null;
  next_due_at: string | null;
  next_deadline: DeadlineRow | null;
  now: string;
  /** The day on which what waits was last proposed or committed, by process and event. */
  since: Record<string, LocalDate> | null;
}

const AWAITING = statement(
  'reading_authority',
  `SELECT c.id, c.reference, c.stage_words, c.record, c.protocol, c.calendar_version, c.next_due_at,
     k.given_name, k.family_name, now.at AS now, to_json(n) AS next_deadline,
     (SELECT json_object_agg(e.process || ' ' || e.type, e.on_day) FROM (
        SELECT process, type, max(on_day) AS on_day FROM events
        WHERE place_id = c.place_id AND subject_id = c.id AND type IN ('FUNDING_PROPOSED', 'FUNDING_COMMITTED')
        GROUP BY process, type) e) AS since
   FROM cases c
   CROSS JOIN (SELECT service_now() AS at) now
   JOIN children k ON k.place_id = c.place_id AND k.id = c.child_id
   LEFT JOIN deadlines n ON n.place_id = c.place_id AND n.case_id = c.id AND n.key = c.next_deadline
   WHERE c.place_id = $1 AND c.awaits_authority
     AND ($3::uuid IS NULL OR (c.next_due_at, c.id) > (coalesce($2::timestamptz, 'infinity'), $3))
   ORDER BY c.next_due_at, c.id
   LIMIT $4`,
);

const COUNT = statement(
  'reading_authority_count',
  `SELECT count(*)::int AS total, service_now() AS now FROM cases WHERE place_id = $1 AND awaits_authority`,
);

const SINCE = { highCostForm: 'FUNDING_PROPOSED', furtherAgreement: 'FUNDING_COMMITTED' } as const;

const awaitedIn = ({ record, since }: Row): AuthorityLine['awaited'] =>
  authorityAwaited(record).map((each) => ({
    ...each,
    since: since?.[`${each.process} ${SINCE[each.kind]}`] ?? null,
  }));

/** Reads what waits for authority beyond that of the panel's members. */
@Injectable()
export class AuthorityReading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** Some of the cases in which something waits for authority, the one whose next deadline falls due first first. */
  async awaiting(place: string, { limit, after }: PageAsked<CaseMark>): Promise<AuthorityPage> {
    const { rows, counted } = await reading(this.dataSource, async (tx) => ({
      rows: await tx.rows<Row>(AWAITING, [place, after?.dueAt ?? null, after?.id ?? null, limit + 1]),
      counted: await tx.row<{ total: number; now: string }>(COUNT, [place]),
    }));
    const { items, next } = pageOf(
      rows,
      limit,
      (row) => this.line(place, row),
      ({ next_due_at, id }): CaseMark => ({ dueAt: next_due_at, id }),
    );
    return { asAt: counted?.now ?? '', items: await Promise.all(items), next, total: counted?.total ?? 0 };
  }

  /** In how many cases something waits for authority. */
  async count(place: string): Promise<number> {
    const row = await reading(this.dataSource, (tx) => tx.row<{ total: number }>(COUNT, [place]));
    return row?.total ?? 0;
  }

  private async line(place: string, row: Row): Promise<AuthorityLine> {
    const rules = await this.places.rulesFor(place, row.protocol, row.calendar_version);
    return {
      case: { id: row.id, reference: row.reference },
      child: { givenName: row.given_name, familyName: row.family_name },
      stage: row.stage_words,
      awaited: awaitedIn(row),
      clock: row.next_deadline ? deadlineLine(row.next_deadline, row.now, rules) : null,
    };
  }
}

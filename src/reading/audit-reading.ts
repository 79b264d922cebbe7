import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Instant } from '../../workflows/protocol/index.js';
import { reading, statement } from '../database/transaction.js';
import { pageOf, type PageAsked, type PageRead } from './page.js';
import type { Named } from './views.js';

/** An entry of the audit trail, as it is shown. */
export interface AuditLine {
  id: number;
  at: Instant;
  /** Null for the service itself. */
  person: Named | null;
  action: string;
  case: { id: string; reference: string } | null;
  type: string | null;
  clauses: string[];
  /** Whom it is about, where it is about somebody of the directory. */
  about: Named | null;
  /** What else was noted, by name: roles given, a reason, how many rows a file had. */
  detail: Readonly<Record<string, unknown>>;
}

/** A reading of a part of a record, as it is shown. */
export interface AccessLine {
  id: number;
  at: Instant;
  person: Named;
  /** Null where it was a list with nobody in it. */
  case: { id: string; reference: string } | null;
  part: string;
  via: 'page' | 'api';
}

const NAMED = `CASE WHEN p.id IS NULL THEN NULL ELSE json_build_object('id', p.id, 'name', p.name) END AS person`;
const OF_CASE = `CASE WHEN c.id IS NULL THEN NULL ELSE json_build_object('id', c.id, 'reference', c.reference) END AS "case"`;

const TRAIL = statement(
  'reading_audit_trail',
  `SELECT a.id, a.at, ${NAMED}, a.action, ${OF_CASE}, a.type, a.clauses, a.detail,
     CASE WHEN q.id IS NULL THEN NULL ELSE json_build_object('id', q.id, 'name', q.name) END AS about
   FROM audit_entries a
   LEFT JOIN people p ON p.place_id = a.place_id AND p.id = a.person_id
   LEFT JOIN cases c ON c.place_id = a.place_id AND c.id = a.subject_id
   LEFT JOIN people q ON q.place_id = a.place_id AND q.id = CASE
     WHEN a.detail ->> 'person' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN (a.detail ->> 'person')::uuid END
   WHERE a.place_id = $1 AND ($2::bigint IS NULL OR a.id < $2)
   ORDER BY a.id DESC LIMIT $3`,
);

const access = (name: string, mine: string) =>
  statement(
    name,
    `SELECT r.id, r.at, ${NAMED}, ${OF_CASE}, r.part, r.via
     FROM record_reads r
     JOIN people p ON p.place_id = r.place_id AND p.id = r.person_id
     LEFT JOIN cases c ON c.place_id = r.place_id AND c.id = r.case_id
     WHERE r.place_id = $1 AND ($2::bigint IS NULL OR r.id < $2)${mine}
     ORDER BY r.id DESC LIMIT $3`,
  );
const EVERYONES = access('reading_access', '');
const ONES = access('reading_access_of', ' AND r.person_id = $4');

const markOf = ({ id }: { id: number }): number => id;
const asItIs = <Row>(row: Row): Row => row;

/** Reads what was refused and administered, and who looked at whose record, the latest first. */
@Injectable()
export class AuditReading {
  constructor(private readonly dataSource: DataSource) {}

  /** Some of the audit trail of a place. */
  async trail(
    place: string,
    { limit, after }: Omit<PageAsked<number>, 'total'>,
  ): Promise<PageRead<AuditLine, number>> {
    const rows = await reading(this.dataSource, (tx) => tx.rows<AuditLine>(TRAIL, [place, after, limit + 1]));
    return pageOf(rows, limit, asItIs, markOf);
  }

  /** Some of the readings of records in a place; those of one person where they are named. */
  async access(
    place: string,
    person: string | null,
    { limit, after }: Omit<PageAsked<number>, 'total'>,
  ): Promise<PageRead<AccessLine, number>> {
    const rows = await reading(this.dataSource, (tx) =>
      person === null
        ? tx.rows<AccessLine>(EVERYONES, [place, after, limit + 1])
        : tx.rows<AccessLine>(ONES, [place, after, limit + 1, person]),
    );
    return pageOf(rows, limit, asItIs, markOf);
  }
}

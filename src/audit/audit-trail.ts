import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction, reading, statement, type Transaction } from '../database/transaction.js';

/** Something that is noted for good: who did what, to what. Never a child's name, number or address. */
export interface AuditNote {
  place: string;
  /** Null for the service itself. */
  person: string | null;
  /** What was done, such as `refused` or `rolesChanged`. */
  action: string;
  /** What it is about; its id is null where it was to be opened. */
  subject?: { kind: string; id: string | null };
  type?: string;
  clauses?: readonly string[];
  detail?: Readonly<Record<string, unknown>>;
}

/** An entry of the audit trail. */
export interface AuditEntry {
  id: number;
  at: string;
  person: string | null;
  action: string;
  subjectKind: string | null;
  subjectId: string | null;
  type: string | null;
  clauses: string[];
  detail: Record<string, unknown>;
}

const NOTE = statement(
  'note',
  `INSERT INTO audit_entries (place_id, at, person_id, action, subject_kind, subject_id, type, clauses, detail)
   VALUES ($1, service_now(), $2, $3, $4, $5, $6, $7, $8)`,
);

const ENTRIES = statement(
  'audit-entries',
  `SELECT id, at, person_id AS person, action, subject_kind AS "subjectKind", subject_id AS "subjectId", type, clauses,
     detail
   FROM audit_entries WHERE place_id = $1 AND id > $2 AND ($3::uuid IS NULL OR subject_id = $3)
   ORDER BY id LIMIT $4`,
);

const MOST_ENTRIES = 100;

/** Writes the note in the transaction of what it tells of. */
export async function note(tx: Transaction, entry: AuditNote): Promise<void> {
  await tx.change(NOTE, [
    entry.place,
    entry.person,
    entry.action,
    entry.subject?.kind ?? null,
    entry.subject?.id ?? null,
    entry.type ?? null,
    entry.clauses ?? [],
    JSON.stringify(entry.detail ?? {}),
  ]);
}

/** What was refused, administered and otherwise noted; the database lets nobody change it. */
@Injectable()
export class AuditTrail {
  constructor(private readonly dataSource: DataSource) {}

  /** Notes something that happens in no transaction of its own. */
  note(entry: AuditNote): Promise<void> {
    return inTransaction(this.dataSource, (tx) => note(tx, entry));
  }

  /** At most a hundred entries of a place after that one, in order; of one case or meeting where it is named. */
  entries(
    place: string,
    { after = 0, subject = null }: { after?: number; subject?: string | null } = {},
  ): Promise<AuditEntry[]> {
    return reading(this.dataSource, (tx) =>
      tx.rows<AuditEntry>(ENTRIES, [place, after, subject, MOST_ENTRIES]),
    );
  }
}

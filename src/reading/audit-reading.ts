import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Instant, LocalDate } from '../../workflows/protocol/index.js';
import { reading, statement } from '../database/transaction.js';
import { daysOf, wantedOf, type Wanted } from './filter-conditions.js';
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
  /** The reference of the meeting it is of. */
  meeting: string | null;
  type: string | null;
  clauses: string[];
  /** Whom it is about, where it is about somebody of the directory. */
  about: Named | null;
  /** What else was noted, by name: roles given, a reason, how many rows a file had. */
  detail: Readonly<Record<string, unknown>>;
}

const NAMED = `CASE WHEN p.id IS NULL THEN NULL ELSE json_build_object('id', p.id, 'name', p.name) END AS person`;
const OF_CASE = `CASE WHEN c.id IS NULL THEN NULL ELSE json_build_object('id', c.id, 'reference', c.reference) END AS "case"`;

/** Which entries of the audit trail are wanted. */
export interface TrailFilter {
  /** Who did it; `service` for the service itself. */
  person?: string;
  action?: string;
  /** The case or meeting it is of. */
  subject?: string;
  /** The first and the last day, in London. */
  from?: LocalDate;
  to?: LocalDate;
}

/** Who did what nobody asked for. */
export const SERVICE = 'service';
/** As many entries are counted; nobody needs to know how many more there are. */
export const MOST_COUNTED = 10_000;

const CONDITIONS: Readonly<Record<keyof TrailFilter, (value: string) => string>> = {
  person: (value) => `a.person_id = ${value}::uuid`,
  action: (value) => `a.action = ${value}`,
  subject: (value) => `a.subject_id = ${value}::uuid`,
  ...daysOf('a.at'),
};

/** The filters that are set: the service itself is nobody. */
function askedBy({ person, ...others }: TrailFilter, first: number): Wanted {
  if (person !== SERVICE)
    return wantedOf(CONDITIONS, person === undefined ? others : { person, ...others }, first);
  const wanted = wantedOf(CONDITIONS, others, first);
  return {
    ...wanted,
    name: `_service${wanted.name}`,
    where: ` AND a.person_id IS NULL${wanted.where}`,
  };
}

const trailOf = ({ name, where }: Wanted) =>
  statement(
    `reading_audit_trail${name}`,
    `SELECT a.id, a.at, ${NAMED}, a.action, ${OF_CASE}, m.reference AS meeting, a.type, a.clauses, a.detail,
     CASE WHEN q.id IS NULL THEN NULL ELSE json_build_object('id', q.id, 'name', q.name) END AS about
   FROM audit_entries a
   LEFT JOIN people p ON p.place_id = a.place_id AND p.id = a.person_id
   LEFT JOIN cases c ON c.place_id = a.place_id AND c.id = a.subject_id
   LEFT JOIN meetings m ON m.place_id = a.place_id AND m.id = a.subject_id
   LEFT JOIN people q ON q.place_id = a.place_id AND q.case_id IS NULL AND q.id = CASE
     WHEN a.detail ->> 'person' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN (a.detail ->> 'person')::uuid END
   WHERE a.place_id = $1 AND ($2::bigint IS NULL OR a.id < $2)${where}
   ORDER BY a.id DESC LIMIT $3`,
  );

const countOf = ({ name, where }: Wanted) =>
  statement(
    `reading_audit_count${name}`,
    `SELECT count(*)::int AS total FROM (
     SELECT FROM audit_entries a WHERE a.place_id = $1${where} LIMIT $2) AS counted`,
  );

const SUBJECT = statement(
  'reading_audit_subject',
  `SELECT id FROM cases WHERE place_id = $1 AND reference = $2
   UNION ALL SELECT id FROM meetings WHERE place_id = $1 AND reference = $2`,
);

/** The values that stand before those of the filters. */
const FIRST_OF_TRAIL = 4;
const FIRST_OF_COUNT = 3;

const markOf = ({ id }: { id: number }): number => id;
const asItIs = <Row>(row: Row): Row => row;

/** Reads what was refused and administered, the latest first. */
@Injectable()
export class AuditReading {
  constructor(private readonly dataSource: DataSource) {}

  /** Some of the audit trail of a place, and how many entries there are like that, up to `MOST_COUNTED` and one more. */
  async trail(
    place: string,
    filter: TrailFilter,
    { limit, after }: Omit<PageAsked<number>, 'total'>,
  ): Promise<PageRead<AuditLine, number>> {
    const [wanted, counted] = [askedBy(filter, FIRST_OF_TRAIL), askedBy(filter, FIRST_OF_COUNT)];
    return reading(this.dataSource, async (tx) => {
      const rows = await tx.rows<AuditLine>(trailOf(wanted), [place, after, limit + 1, ...wanted.values]);
      const count = await tx.row<{ total: number }>(countOf(counted), [
        place,
        MOST_COUNTED + 1,
        ...counted.values,
      ]);
      return { ...pageOf(rows, limit, asItIs, markOf), total: count?.total ?? 0 };
    });
  }

  /** The case or meeting of that reference; undefined where the place has none. */
  async subjectOf(place: string, reference: string): Promise<string | undefined> {
    const found = await reading(this.dataSource, (tx) => tx.row<{ id: string }>(SUBJECT, [place, reference]));
    return found?.id;
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Instant, LocalDate } from '../../workflows/protocol/index.js';
import { reading, statement } from '../database/transaction.js';
import { MOST_COUNTED } from './audit-reading.js';
import { daysOf, wantedOf, type Wanted } from './filter-conditions.js';
import { pageOf, type PageAsked, type PageRead } from './page.js';
import type { Named } from './views.js';

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

/** Which readings of records are wanted. */
export interface AccessFilter {
  person?: string;
  /** The case that was read. */
  case?: string;
  /** The first and the last day, in London. */
  from?: LocalDate;
  to?: LocalDate;
}

const CONDITIONS: Readonly<Record<keyof AccessFilter, (value: string) => string>> = {
  person: (value) => `r.person_id = ${value}::uuid`,
  case: (value) => `r.case_id = ${value}::uuid`,
  ...daysOf('r.at'),
};

const GOES_ON = ` AND (r.at, r.id) < (SELECT l.at, l.id FROM record_reads l WHERE l.place_id = $1 AND l.id = $3)`;

/** In the order of time, by which those of some days are found among millions of others. */
const accessOf = ({ name, where }: Wanted, goesOn: boolean) =>
  statement(
    `reading_access${name}${goesOn ? '_on' : ''}`,
    `SELECT r.id, r.at, json_build_object('id', p.id, 'name', p.name) AS person,
       CASE WHEN c.id IS NULL THEN NULL ELSE json_build_object('id', c.id, 'reference', c.reference) END AS "case",
       r.part, r.via
     FROM record_reads r
     JOIN people p ON p.place_id = r.place_id AND p.id = r.person_id
     LEFT JOIN cases c ON c.place_id = r.place_id AND c.id = r.case_id
     WHERE r.place_id = $1${where}${goesOn ? GOES_ON : ''}
     ORDER BY r.at DESC, r.id DESC LIMIT $2`,
  );

const countOf = ({ name, where }: Wanted) =>
  statement(
    `reading_access_count${name}`,
    `SELECT count(*)::int AS total FROM (
     SELECT FROM record_reads r WHERE r.place_id = $1${where} LIMIT $2) AS counted`,
  );

const CASE = statement(
  'reading_case_of_reference',
  `SELECT id FROM cases WHERE place_id = $1 AND reference = $2`,
);

/** The number of the first value of a filter, where the list begins. */
const FIRST = 3;

/** Reads who looked at whose record, the latest first. */
@Injectable()
export class AccessReading {
  constructor(private readonly dataSource: DataSource) {}

  /** Some of the readings of records in a place, and how many there are like that, up to `MOST_COUNTED` and one more. */
  async list(
    place: string,
    filter: AccessFilter,
    { limit, after }: Omit<PageAsked<number>, 'total'>,
  ): Promise<PageRead<AccessLine, number>> {
    const wanted = wantedOf(CONDITIONS, filter, FIRST);
    const goesOn = after !== null;
    const listed = goesOn ? wantedOf(CONDITIONS, filter, FIRST + 1) : wanted;
    return reading(this.dataSource, async (tx) => {
      const rows = await tx.rows<AccessLine>(accessOf(listed, goesOn), [
        place,
        limit + 1,
        ...(goesOn ? [after] : []),
        ...listed.values,
      ]);
      const count = await tx.row<{ total: number }>(countOf(wanted), [
        place,
        MOST_COUNTED + 1,
        ...wanted.values,
      ]);
      const page = pageOf(
        rows,
        limit,
        (row) => row,
        ({ id }) => id,
      );
      return { ...page, total: count?.total ?? 0 };
    });
  }

  /** The case of that reference; undefined where the place has none. */
  async caseOf(place: string, reference: string): Promise<string | undefined> {
    const found = await reading(this.dataSource, (tx) => tx.row<{ id: string }>(CASE, [place, reference]));
    return found?.id;
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Instant } from '../../workflows/protocol/index.js';
import { reading, statement } from '../database/transaction.js';
import { pageOf, type PageAsked, type PageRead } from './page.js';
import type { Named } from './views.js';

/** Someone who read a part of a case's record. */
export interface ReaderView {
  at: Instant;
  person: Named;
  /** The part of the record, in words. */
  part: string;
  via: 'page' | 'api';
}

type ReaderRow = ReaderView & { id: number };

const READERS = statement(
  'reading_readers',
  `SELECT r.id, r.at, json_build_object('id', p.id, 'name', p.name) AS person, r.part, r.via
   FROM record_reads r JOIN people p ON p.place_id = r.place_id AND p.id = r.person_id
   WHERE r.place_id = $1 AND r.case_id = $2 AND ($3::bigint IS NULL OR r.id < $3)
   ORDER BY r.id DESC LIMIT $4`,
);
const COUNT_READERS = statement(
  'reading_readers_count',
  `SELECT count(*)::int AS total FROM record_reads WHERE place_id = $1 AND case_id = $2`,
);
const REFERENCE = statement(
  'reading_reference',
  `SELECT reference FROM cases WHERE place_id = $1 AND id = $2`,
);

/** Reads who looked at the record of a case. */
@Injectable()
export class ReadersReading {
  constructor(private readonly dataSource: DataSource) {}

  /** Some of those who read, the latest first, with the reference of the case; undefined where there is no such case. */
  async of(
    place: string,
    id: string,
    { limit, after, total }: PageAsked<number>,
  ): Promise<(PageRead<ReaderView, number> & { reference: string }) | undefined> {
    return reading(this.dataSource, async (tx) => {
      const found = await tx.row<{ reference: string }>(REFERENCE, [place, id]);
      if (!found) return undefined;
      const rows = await tx.rows<ReaderRow>(READERS, [place, id, after, limit + 1]);
      const page = pageOf(
        rows,
        limit,
        ({ at, person, part, via }): ReaderView => ({ at, person, part, via }),
        ({ id: mark }) => mark,
      );
      const counted = total ? await tx.row<{ total: number }>(COUNT_READERS, [place, id]) : undefined;
      return { ...found, ...page, ...counted };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction, statement } from '../database/transaction.js';

/** What is read of a case's record, and by which door. */
export interface RecordRead {
  place: string;
  person: string;
  /** The part of the record, such as `deadlines`. */
  part: string;
  via: 'page' | 'api';
  /** The cases it is of; none for a list of many. */
  cases: readonly string[];
}

const NOTE_READS = statement(
  'note-reads',
  `INSERT INTO record_reads (place_id, case_id, person_id, at, part, via)
   SELECT $1, c, $2, service_now(), $3, $4 FROM unnest($5::uuid[]) AS c
   WHERE c IS NULL OR EXISTS (SELECT 1 FROM cases WHERE place_id = $1 AND id = c)`,
);

/** Who read what of which case's record, and when; the database lets nobody change it. */
@Injectable()
export class RecordReads {
  constructor(private readonly dataSource: DataSource) {}

  /** Notes a reading. Whoever sends a record away waits for it, so that nothing is read that is not noted. */
  async note({ place, person, part, via, cases }: RecordRead): Promise<void> {
    const of = cases.length > 0 ? cases : [null];
    await inTransaction(this.dataSource, (tx) => tx.change(NOTE_READS, [place, person, part, via, of]));
  }
}

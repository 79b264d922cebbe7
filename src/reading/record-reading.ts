import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CaseRecord } from '../../workflows/protocol/index.js';
import { reading, statement } from '../database/transaction.js';
import { eventView, type EventRow } from './event-views.js';
import type { EventView } from './views.js';

const RECORD = statement('reading_record', `SELECT record FROM cases WHERE place_id = $1 AND id = $2`);

const OF_TYPES = statement(
  'reading_events_of_types',
  `SELECT e.seq, e.type, e.process, e.at, e.by_person, p.name AS by_name, e.content,
     coalesce((SELECT json_object_agg(t.field, t.words) FROM texts t
       WHERE t.place_id = e.place_id AND t.subject_id = e.subject_id AND t.seq = e.seq), '{}') AS words
   FROM events e
   LEFT JOIN people p ON p.place_id = e.place_id AND p.id = e.by_person
   WHERE e.place_id = $1 AND e.subject_id = $2 AND e.type = ANY($3::text[])
   ORDER BY e.seq DESC
   LIMIT $4`,
);

/** Reads what was recorded of a case by what it is about, for pages on which it belongs together. */
@Injectable()
export class RecordReading {
  constructor(private readonly dataSource: DataSource) {}

  /** Events of those types, the newest first, at most so many; undefined where there is no such case. */
  ofTypes(
    place: string,
    id: string,
    types: readonly string[],
    most: number,
  ): Promise<EventView[] | undefined> {
    return reading(this.dataSource, async (tx) => {
      const row = await tx.row<{ record: CaseRecord }>(RECORD, [place, id]);
      if (!row) return undefined;
      const rows = await tx.rows<EventRow>(OF_TYPES, [place, id, types, most]);
      return rows.map((each) => eventView(each, row.record));
    });
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { reading, statement } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { owedNoticeView, type OwedNoticeRow } from './notice-views.js';
import { pageOf, type PageAsked, type PageRead } from './page.js';
import type { OwedNoticeView } from './views.js';

/** Which notices are wanted. */
export interface NoticesWanted {
  assessor?: string;
  recipient?: string;
}

/** Where the list goes on: after this notice. */
export interface NoticeMark {
  owedSince: string;
  caseId: string;
  process: string;
  recipient: string;
  form: string;
}

const OWED = `
  FROM notices_owed n
  JOIN cases c ON c.place_id = n.place_id AND c.id = n.case_id
  WHERE n.place_id = $1 AND n.settled IS NULL
    AND ($2::uuid IS NULL OR c.assessor = $2) AND ($3::text IS NULL OR n.recipient = $3)`;

const PAGE = statement(
  'reading_notices_owed',
  `SELECT o.*, p.name AS assessor_name, service_now() AS now,
     (SELECT coalesce(json_agg(to_json(d) ORDER BY d.due_at, d.key), '[]') FROM deadlines d
      WHERE d.place_id = $1 AND d.case_id = o.case_id AND d.is_open) AS deadlines
   FROM (
     SELECT n.case_id, n.process, n.recipient, n.form, n.clause, n.owed_by, n.owed_since,
       c.reference, c.record, c.protocol, c.calendar_version, c.assessor
     ${OWED} AND ($4::date IS NULL OR
       (n.owed_since, n.case_id, n.process, n.recipient, n.form) > ($4, $5::uuid, $6::text, $7::text, $8::text))
     ORDER BY n.owed_since, n.case_id, n.process, n.recipient, n.form
     LIMIT $9
   ) o
   LEFT JOIN people p ON p.place_id = $1 AND p.id = o.assessor
   ORDER BY o.owed_since, o.case_id, o.process, o.recipient, o.form`,
);

const COUNT = statement('reading_notices_owed_count', `SELECT count(*)::int AS total ${OWED}`);

const markOf = (row: OwedNoticeRow): NoticeMark => ({
  owedSince: row.owed_since,
  caseId: row.case_id,
  process: row.process,
  recipient: row.recipient,
  form: row.form,
});

/** Reads who is owed word of what, across the cases of a place. */
@Injectable()
export class NoticeReading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** Some of the notices that are still owed, the one owed longest first. */
  async owed(
    place: string,
    { assessor, recipient }: NoticesWanted,
    { limit, after, total }: PageAsked<NoticeMark>,
  ): Promise<PageRead<OwedNoticeView, NoticeMark>> {
    const wanted = [place, assessor ?? null, recipient ?? null];
    const mark = [after?.owedSince, after?.caseId, after?.process, after?.recipient, after?.form];
    const { rows, counted } = await reading(this.dataSource, async (tx) => ({
      rows: await tx.rows<OwedNoticeRow>(PAGE, [...wanted, ...mark.map((each) => each ?? null), limit + 1]),
      counted: total ? await tx.row<{ total: number }>(COUNT, wanted) : undefined,
    }));
    const { items, next } = pageOf(rows, limit, (row) => this.view(place, row), markOf);
    return { items: await Promise.all(items), next, ...counted };
  }

  private async view(place: string, row: OwedNoticeRow): Promise<OwedNoticeView> {
    return owedNoticeView(row, await this.places.rulesFor(place, row.protocol, row.calendar_version));
  }
}

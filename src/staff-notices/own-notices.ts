import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction, reading, statement } from '../database/transaction.js';
import { pageOf, type PageAsked, type PageRead } from '../reading/page.js';
import { NOTICE_KINDS, WITHDRAWN_WORDS, type NoticeKind, type WithdrawnWhy } from './notice-kinds.js';

/** Which of one's notices are wanted: what stands, read or not; only what is not read; or what was withdrawn. */
export const NOTICE_SELECTIONS = ['standing', 'unread', 'withdrawn'] as const;
export type NoticeSelection = (typeof NOTICE_SELECTIONS)[number];

/** A notice as the person it is for sees it. */
export interface StaffNoticeView {
  id: string;
  kind: NoticeKind;
  title: string;
  words: string;
  /** Where it leads to in the service, as a path. */
  link: string;
  case: { id: string; reference: string } | null;
  deadline: string | null;
  at: string;
  readAt: string | null;
  withdrawn: { at: string; why: WithdrawnWhy; words: string } | null;
}

/** Where a list of notices goes on: after this one, which was read or not when it was listed. */
export interface StaffNoticeMark {
  read: boolean;
  id: string;
}

interface Row {
  id: string;
  kind: NoticeKind;
  words: string;
  link: string;
  caseId: string | null;
  reference: string | null;
  deadline: string | null;
  at: string;
  readAt: string | null;
  withdrawnAt: string | null;
  withdrawnWhy: WithdrawnWhy | null;
}

const MINE = `
  FROM staff_notices n LEFT JOIN cases c ON c.place_id = n.place_id AND c.id = n.case_id
  WHERE n.place_id = $1 AND n.person_id = $2 AND CASE $3
    WHEN 'withdrawn' THEN n.withdrawn_at IS NOT NULL
    WHEN 'unread' THEN n.withdrawn_at IS NULL AND n.read_at IS NULL
    ELSE n.withdrawn_at IS NULL END`;

/** What is not read comes first, and then the newest. */
const LIST = statement(
  'staff-notices',
  `SELECT n.id, n.kind, n.words, n.link, n.case_id AS "caseId", c.reference, n.deadline_key AS deadline, n.at,
     n.read_at AS "readAt", n.withdrawn_at AS "withdrawnAt", n.withdrawn_why AS "withdrawnWhy"
   ${MINE} AND ($4::uuid IS NULL OR (n.read_at IS NOT NULL, -extract(epoch FROM n.at), n.id) >
     ($5::boolean, (SELECT -extract(epoch FROM m.at) FROM staff_notices m WHERE m.id = $4), $4))
   ORDER BY n.read_at IS NOT NULL, -extract(epoch FROM n.at), n.id
   LIMIT $6`,
);
const COUNT = statement('staff-notices-count', `SELECT count(*)::int AS total ${MINE}`);
const READ = statement(
  'read-staff-notices',
  `UPDATE staff_notices SET read_at = service_now()
   WHERE place_id = $1 AND person_id = $2 AND ($3::uuid IS NULL OR id = $3) AND read_at IS NULL`,
);
const KNOWN = statement(
  'known-staff-notice',
  `SELECT 1 FROM staff_notices WHERE place_id = $1 AND person_id = $2 AND id = $3`,
);

const view = (row: Row): StaffNoticeView => {
  const {
    id,
    kind,
    words,
    link,
    caseId,
    reference,
    deadline,
    at,
    readAt,
    withdrawnAt,
    withdrawnWhy: why,
  } = row;
  const heading = NOTICE_KINDS[kind];
  return {
    id,
    kind,
    title: `${heading.charAt(0).toUpperCase()}${heading.slice(1)}`,
    words,
    link,
    case: caseId === null || reference === null ? null : { id: caseId, reference },
    deadline,
    at,
    readAt,
    withdrawn:
      withdrawnAt === null || why === null ? null : { at: withdrawnAt, why, words: WITHDRAWN_WORDS[why] },
  };
};

/** The notices of one person, to be read by nobody else. */
@Injectable()
export class OwnNotices {
  constructor(private readonly dataSource: DataSource) {}

  /** Some of one's notices: what is not read first, then the newest. */
  list(
    place: string,
    person: string,
    selection: NoticeSelection,
    { limit, after, total }: PageAsked<StaffNoticeMark>,
  ): Promise<PageRead<StaffNoticeView, StaffNoticeMark>> {
    const wanted = [place, person, selection];
    return reading(this.dataSource, async (tx) => {
      const rows = await tx.rows<Row>(LIST, [...wanted, after?.id ?? null, after?.read ?? null, limit + 1]);
      const page = pageOf(rows, limit, view, ({ id, readAt }) => ({ id, read: readAt !== null }));
      return total ? { ...page, ...(await tx.row<{ total: number }>(COUNT, wanted)) } : page;
    });
  }

  /** How many of one's notices are not read. */
  async unread(place: string, person: string): Promise<number> {
    const counted = await reading(this.dataSource, (tx) =>
      tx.row<{ total: number }>(COUNT, [place, person, 'unread']),
    );
    return counted?.total ?? 0;
  }

  /** Marks a notice of one's own as read; again is no different. False where one has no such notice. */
  async markRead(place: string, person: string, id: string): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      if (!(await tx.row(KNOWN, [place, person, id]))) return false;
      await tx.change(READ, [place, person, id]);
      return true;
    });
  }

  /** Marks all one's notices as read. */
  async markAllRead(place: string, person: string): Promise<void> {
    await inTransaction(this.dataSource, (tx) => tx.change(READ, [place, person, null]));
  }
}

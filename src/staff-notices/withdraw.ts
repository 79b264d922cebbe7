import { stopAlarms } from '../alarms/alarms.js';
import { statement, type Transaction } from '../database/transaction.js';
import { DELIVERY } from './delivery-alarm.js';
import type { NoticeKind } from './notice-kinds.js';

/** That the notice `n` of an exception is of the alarm `a`. */
const OF_ALARM = `a.id = CASE WHEN n.kind = 'exception' THEN split_part(n.about_key, ' ', 2)::uuid END`;

/**
 * A notice of a deadline stands while that deadline is open, runs, and is due at the moment it spoke of; one of an alarm
 * that failed, while that alarm waits for a person; any notice of a case, while the case is open. $3: whether the case is
 * over, and how. Where the deadline comes to stand as it did, the same is told again.
 */
const WITHDRAW = statement(
  'withdraw-notices',
  `WITH moot AS (
     SELECT n.id, coalesce($3::text,
       CASE WHEN n.kind = 'exception' THEN 'overtaken' WHEN d.key IS NULL THEN 'corrected' WHEN NOT d.is_open THEN d.settled ->> 'as'
         WHEN d.paused_since IS NOT NULL THEN 'paused' ELSE 'moved' END) AS why
     FROM staff_notices n
     LEFT JOIN deadlines d ON d.place_id = n.place_id AND d.case_id = n.case_id AND d.key = n.deadline_key
     WHERE n.place_id = $1 AND n.case_id = $2 AND n.withdrawn_at IS NULL
       AND ($3::text IS NOT NULL OR (n.deadline_key IS NOT NULL
         AND (d.key IS NULL OR NOT d.is_open OR d.paused_since IS NOT NULL OR d.due_at <> n.due_at))
         OR (n.kind = 'exception' AND NOT EXISTS (SELECT 1 FROM alarms a
           WHERE ${OF_ALARM} AND a.state = 'exception')))
     ORDER BY n.id FOR UPDATE OF n
   ), withdrawn AS (
     UPDATE staff_notices n SET withdrawn_at = service_now(), withdrawn_why = moot.why,
       about_key = n.about_key || CASE WHEN n.deadline_key IS NULL THEN '' ELSE ', withdrawn ' || n.id END
     FROM moot WHERE n.id = moot.id RETURNING n.id
   )
   UPDATE deliveries d SET state = 'withdrawn', settled_at = service_now(), failure = 'moot'
   FROM withdrawn WHERE d.notice_id = withdrawn.id AND d.state = 'waiting'
   RETURNING d.id`,
);

/** Notices of a kind, $2, whose subject begins with $3; but not that of $4. */
const SEEN_TO = statement(
  'withdraw-notices-seen-to',
  `WITH moot AS (
     SELECT id FROM staff_notices
     WHERE place_id = $1 AND kind = $2 AND starts_with(about_key, $3) AND about_key <> $4 AND withdrawn_at IS NULL
     ORDER BY id FOR UPDATE
   ), withdrawn AS (
     UPDATE staff_notices n SET withdrawn_at = service_now(), withdrawn_why = 'seenTo'
     FROM moot WHERE n.id = moot.id RETURNING n.id
   )
   UPDATE deliveries d SET state = 'withdrawn', settled_at = service_now(), failure = 'moot'
   FROM withdrawn WHERE d.notice_id = withdrawn.id AND d.state = 'waiting'
   RETURNING d.id`,
);

/** Notices of exceptions of cases whose alarms, $1, ring again without a person. */
const OVERTAKEN = statement(
  'withdraw-notices-overtaken',
  `WITH moot AS (
     SELECT n.id FROM alarms a
     JOIN staff_notices n ON n.place_id = a.place_id AND n.case_id = a.case_id AND ${OF_ALARM}
     WHERE a.id = ANY($1::uuid[]) AND n.kind = 'exception' AND n.withdrawn_at IS NULL
     ORDER BY n.id FOR UPDATE OF n
   ), withdrawn AS (
     UPDATE staff_notices n SET withdrawn_at = service_now(), withdrawn_why = 'overtaken'
     FROM moot WHERE n.id = moot.id RETURNING n.id
   )
   UPDATE deliveries d SET state = 'withdrawn', settled_at = service_now(), failure = 'moot'
   FROM withdrawn WHERE d.notice_id = withdrawn.id AND d.state = 'waiting'
   RETURNING d.id, d.place_id AS place`,
);

/** What somebody has seen to. */
export interface SeenTo {
  place: string;
  kind: NoticeKind;
  /** What the notices are about, or how that begins. */
  about: string;
  /** A notice among them that still stands. */
  but?: string;
}

/** Withdraws notices, and the e-mails about them that wait, in the transaction in which it is seen to. */
export async function withdrawSeenTo(
  tx: Transaction,
  { place, kind, about, but = '' }: SeenTo,
): Promise<void> {
  const stopped = await tx.rows<{ id: string }>(SEEN_TO, [place, kind, about, but]);
  await stopAlarms(tx, { kind: DELIVERY, place, about: stopped.map(({ id }) => id) });
}

/** A case of which something changed. */
export interface ChangedCase {
  place: string;
  caseId: string;
  /** How it came to its end, where it did (SCO-10 for a death). */
  over: 'closed' | 'died' | null;
}

/**
 * Withdraws what staff were told of a case and no longer holds, and the e-mails about it that wait, in the transaction in
 * which the case changed. Returns how many e-mails will not be sent.
 */
export async function withdrawMoot(tx: Transaction, { place, caseId, over }: ChangedCase): Promise<number> {
  const stopped = await tx.rows<{ id: string }>(WITHDRAW, [place, caseId, over]);
  await stopAlarms(tx, { kind: DELIVERY, place, about: stopped.map(({ id }) => id) });
  return stopped.length;
}

/** Withdraws what was told of exceptions of cases whose alarms ring again, in the transaction in which these are set. */
export async function withdrawOvertaken(tx: Transaction, alarms: readonly string[]): Promise<void> {
  if (alarms.length === 0) return;
  const stopped = await tx.rows<{ id: string; place: string }>(OVERTAKEN, [alarms]);
  for (const { id, place } of stopped) await stopAlarms(tx, { kind: DELIVERY, place, about: [id] });
}

import { statement } from '../database/transaction.js';

const OF_PLACE = `(a.place_id = $1 OR a.place_id IS NULL)`;

const SHOWN = `SELECT a.id, a.kind, a.state, a.about, c.reference, a.failure, a.attempts, a.failed_first_at AS "failedFirstAt",
     a.failed_last_at AS "failedLastAt", a.owner_role AS "ownerRole", a.set_aside_at AS "setAsideAt",
     a.set_aside_why AS "setAsideWhy", p.name AS "setAsideBy",
     extract(epoch FROM service_now() - a.failed_first_at)::float8 AS "ageSeconds"
   FROM alarms a
   LEFT JOIN cases c ON c.place_id = a.place_id AND c.id = a.case_id
   LEFT JOIN people p ON p.place_id = $1 AND p.id = a.set_aside_by
   WHERE ${OF_PLACE}`;

/** Exceptions of a place and of the service itself, in a state, the oldest first: $3 and $4 where the list goes on. */
export const EXCEPTIONS = statement(
  'exceptions',
  `${SHOWN} AND a.state = $2
     AND ($3::timestamptz IS NULL OR (a.failed_first_at, a.id) > ($3, $4::uuid))
   ORDER BY a.failed_first_at, a.id LIMIT $5`,
);

export const EXCEPTION = statement('exception', `${SHOWN} AND a.id = $2 AND a.state <> 'waiting'`);

export const COUNT_EXCEPTIONS = statement(
  'count-exceptions',
  `SELECT count(*)::int AS total FROM alarms a WHERE ${OF_PLACE} AND a.state = $2`,
);

/** An exception of the place, or of the service itself, locked; with whether a deadline it is about is over, unrecorded. */
export const LOCK_EXCEPTION = statement(
  'lock-exception',
  `SELECT a.id, a.kind, a.state, a.failure, a.case_id AS "caseId", EXISTS (
       SELECT 1 FROM deadlines d
       WHERE d.place_id = a.place_id AND d.case_id = a.case_id AND d.case_id || ' ' || d.key = a.about
         AND d.awaits_passing AND d.due_at < service_now()) AS "breachUnrecorded"
   FROM alarms a
   WHERE ${OF_PLACE} AND a.id = $2 AND a.state <> 'waiting' FOR UPDATE`,
);

export const TRY_AGAIN = statement(
  'try-exception-again',
  `UPDATE alarms SET state = 'waiting', generation = generation + 1, queued = false, offered_until = NULL, begun = 0,
     attempts = 0, retry_at = NULL, failure = NULL, failed_first_at = NULL, failed_last_at = NULL, owner_role = NULL,
     set_aside_by = NULL, set_aside_at = NULL, set_aside_why = NULL
   WHERE id = $1`,
);

export const SET_ASIDE = statement(
  'set-exception-aside',
  `UPDATE alarms SET state = 'setAside', set_aside_by = $2, set_aside_at = service_now(), set_aside_why = $3
   WHERE id = $1`,
);

import { SET_ANEW } from '../alarms/alarms.js';
import { statement } from '../database/transaction.js';

/** The kind of alarm that rings for deadlines; it is about the case and the deadline's key, a space between. */
export const DEADLINE = 'deadline';

/**
 * Brings the alarms of a case to its deadlines: $1 place, $2 case, $3 the moments of each, whether it is open and when it is
 * due, $4 the version of alarms, $5 whether the case has no deadline but these. An alarm rings at its first moment that was
 * not handled, where a breach that is still to be recorded always counts as not handled; without any, as while a clock is
 * paused, it rests. Of a deadline that moved or stood still nothing counts as handled: what was said of it was withdrawn. How
 * it was before, the copy of open deadlines still says.
 */
export const RECONCILE_ALARMS = statement(
  'reconcile-alarms',
  `WITH wanted AS MATERIALIZED (
     SELECT $2::uuid || ' ' || w.key AS about, w.open, w.moments, w.unrecorded,
       EXISTS (SELECT 1 FROM open_deadlines o
         WHERE o.place_id = $1 AND o.case_id = $2 AND o.key = w.key AND (o.due_at <> w.due OR o.paused)) AS anew
     FROM jsonb_to_recordset($3::jsonb) AS w
       (key text, open boolean, due timestamptz, moments timestamptz[], unrecorded timestamptz)
   ), over AS (
     DELETE FROM alarms WHERE id IN (
       SELECT id FROM alarms a
       WHERE a.place_id = $1 AND a.case_id = $2 AND a.kind = '${DEADLINE}'
         AND (a.about IN (SELECT about FROM wanted WHERE NOT open)
           OR $5 AND a.about NOT IN (SELECT about FROM wanted))
       ORDER BY about FOR UPDATE)
   )
   INSERT INTO alarms (id, kind, place_id, about, case_id, rings_at, handled_until, version, queued)
   SELECT gen_random_uuid(), '${DEADLINE}', $1, w.about, $2,
     CASE WHEN w.anew THEN greatest(n.at, service_now()) ELSE n.at END,
     CASE WHEN NOT w.anew THEN a.handled_until END, $4, n.at = 'infinity'
   FROM wanted w
   LEFT JOIN alarms a ON a.kind = '${DEADLINE}' AND a.place_id = $1 AND a.about = w.about
   CROSS JOIN LATERAL (
     SELECT coalesce(min(m), 'infinity') AS at FROM unnest(w.moments) AS m
     WHERE a.handled_until IS NULL OR w.anew OR m > a.handled_until OR m = w.unrecorded) n
   WHERE w.open
   ORDER BY w.about
   ON CONFLICT (kind, place_id, about) DO UPDATE SET
     rings_at = excluded.rings_at, handled_until = excluded.handled_until, ${SET_ANEW}
   WHERE alarms.rings_at <> excluded.rings_at`,
);

/**
 * Lets ring at once what should long have rung: deadlines that are over and whose passing is not recorded, where no alarm is
 * about them, or one that rings later, or one that failed before, whether it climbs the ladder, waits for a
 * person or was set aside. The rows of the deadlines are what counts. Returns the alarms.
 */
export const ADOPT_DUE = statement(
  'adopt-due-deadlines',
  `WITH clock AS MATERIALIZED (SELECT service_now() AS now)
   INSERT INTO alarms (id, kind, place_id, about, case_id, rings_at, version)
   SELECT gen_random_uuid(), '${DEADLINE}', d.place_id, d.case_id || ' ' || d.key, d.case_id, (SELECT now FROM clock), $1
   FROM deadlines d
   LEFT JOIN alarms a ON a.kind = '${DEADLINE}' AND a.place_id = d.place_id AND a.about = d.case_id || ' ' || d.key
   WHERE d.awaits_passing AND d.due_at <= (SELECT now - interval '1 second' FROM clock)
     AND (a.id IS NULL OR a.state = 'waiting' AND a.attempts = 0 AND a.rings_at > (SELECT now FROM clock)
       OR a.failed_first_at <= d.due_at)
   ORDER BY d.case_id || ' ' || d.key
   ON CONFLICT (kind, place_id, about) DO UPDATE SET rings_at = excluded.rings_at, ${SET_ANEW}
   WHERE alarms.state = 'waiting' AND alarms.attempts = 0 AND alarms.rings_at > excluded.rings_at
     OR alarms.failed_first_at <= (
       SELECT d.due_at FROM deadlines d
       WHERE d.place_id = alarms.place_id AND d.case_id = alarms.case_id AND d.case_id || ' ' || d.key = alarms.about)
   RETURNING id`,
);

/** Gives an alarm to every open deadline that has none, to ring at once and then to follow the deadline. */
export const ADOPT_ALL = statement(
  'adopt-all-deadlines',
  `INSERT INTO alarms (id, kind, place_id, about, case_id, rings_at, version)
   SELECT gen_random_uuid(), '${DEADLINE}', d.place_id, d.case_id || ' ' || d.key, d.case_id, service_now(), $1
   FROM deadlines d
   WHERE d.is_open AND NOT EXISTS (
     SELECT 1 FROM alarms a
     WHERE a.kind = '${DEADLINE}' AND a.place_id = d.place_id AND a.about = d.case_id || ' ' || d.key)
   ORDER BY d.case_id || ' ' || d.key
   ON CONFLICT (kind, place_id, about) DO NOTHING`,
);

/** The next moment at which an alarm rings or a deadline passes. */
export const NEXT_MOMENT = statement(
  'next-moment',
  `SELECT least(
     (SELECT min(rings_at) FROM alarms WHERE state = 'waiting' AND rings_at > $1 AND rings_at < 'infinity'),
     (SELECT min(retry_at) FROM alarms WHERE retry_at > $1),
     (SELECT min(due_at) + interval '1 second' FROM deadlines
      WHERE awaits_passing AND due_at > $1::timestamptz - interval '1 second')) AS moment`,
);

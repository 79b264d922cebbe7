import { statement } from '../database/transaction.js';

const ALARM = `id, kind, place_id AS place, about, case_id AS "caseId", rings_at AS "ringsAt",
  handled_until AS "handledUntil", generation`;

/** When an alarm is next to be handled. */
const WAKES = `coalesce(retry_at, rings_at)`;

/** An alarm as it is before anything is locked. */
export const PEEK = statement(
  'peek-alarm',
  `SELECT ${ALARM}, state, version, begun,
     CASE WHEN rings_at = 'infinity' THEN NULL
       ELSE ceil(extract(epoch FROM ${WAKES} - service_now()) * 1000)::float8 END AS "dueInMs"
   FROM alarms WHERE id = $1`,
);

/** The alarm locked, where it is still the one looked at and due; $2 its generation. */
export const TAKE = statement(
  'take-alarm',
  `SELECT ${ALARM}, service_now() AS now FROM alarms
   WHERE id = $1 AND generation = $2 AND state = 'waiting' AND ${WAKES} <= service_now()
   FOR UPDATE SKIP LOCKED`,
);

/** $2 when it rings next, $3 the moment it was handled. */
export const SET_NEXT = statement(
  'set-next-alarm',
  `UPDATE alarms SET rings_at = $2, handled_until = greatest(handled_until, $3::timestamptz),
     generation = generation + 1, queued = ($2::timestamptz = 'infinity'), offered_until = NULL, begun = 0,
     attempts = 0, retry_at = NULL, failure = NULL, failed_first_at = NULL, failed_last_at = NULL, owner_role = NULL
   WHERE id = $1`,
);

export const DONE_WITH = statement('done-with-alarm', `DELETE FROM alarms WHERE id = $1`);

/**
 * A failure on the ladder: $3 what failed, $4 the seconds of each rung, $5 whether trying again may help, $6 whose it is to
 * sort out.
 */
export const FAILED = statement(
  'alarm-failed',
  `UPDATE alarms SET attempts = attempts + 1, failure = $3, begun = 0, queued = false, offered_until = NULL,
     generation = generation + 1,
     failed_first_at = coalesce(failed_first_at, service_now()), failed_last_at = service_now(),
     state = CASE WHEN $5 AND attempts < cardinality($4::int[]) THEN 'waiting' ELSE 'exception' END,
     retry_at = CASE WHEN $5 AND attempts < cardinality($4::int[])
       THEN service_now() + make_interval(secs => ($4::int[])[attempts + 1]) END,
     owner_role = $6
   WHERE id = $1 AND generation = $2 AND state = 'waiting'
   RETURNING state, attempts`,
);

/**
 * Alarms that have been due for $1 milliseconds, those whose handling never ended last: $2 the most, $3 the version of
 * alarms, $4 those to leave.
 */
export const DUE_ALARMS = statement(
  'due-alarms',
  `WITH clock AS MATERIALIZED (SELECT service_now() - make_interval(secs => $1::float8 / 1000) AS late)
   SELECT id, begun FROM alarms
   WHERE state = 'waiting' AND rings_at <= (SELECT late FROM clock)
     AND (retry_at IS NULL OR retry_at <= (SELECT late FROM clock))
     AND version <= $3 AND id <> ALL($4::uuid[])
   ORDER BY begun, rings_at, id LIMIT $2`,
);

/**
 * Marks alarms as begun: $1 their ids, $2 how often each was begun when it was found. Answers those marked; what someone else
 * has in hand, or began since, is left to them, so that each beginning is counted once.
 */
export const BEGIN = statement(
  'begin-alarms',
  `UPDATE alarms SET begun = begun + 1
   WHERE id IN (
     SELECT a.id FROM alarms a
     JOIN unnest($1::uuid[], $2::int[]) AS found (id, begun) ON found.id = a.id AND found.begun = a.begun
     ORDER BY a.id FOR UPDATE OF a SKIP LOCKED)
   RETURNING id`,
);

import { statement } from '../database/transaction.js';

const CHANGE = `id, place_id AS place, kind, about, what, decided_by AS "decidedBy", reason, state,
  created_at AS "createdAt", applied_at AS "appliedAt", finished_at AS "finishedAt"`;
const CASE = `case_id AS "caseId", state, seen_version AS "seenVersion", to_person AS "toPerson", result`;

export const ADD_CHANGE = statement(
  'add-change',
  `INSERT INTO changes (place_id, id, kind, about, what, decided_by, reason, state, created_at, applied_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, service_now(), CASE WHEN $8 = 'applying' THEN service_now() END)
   ON CONFLICT (place_id, kind, about) DO NOTHING`,
);

/** $3 as JSON: case, state, seen version, to whom, result. */
export const ADD_CASES = statement(
  'add-change-cases',
  `INSERT INTO change_cases (place_id, change_id, case_id, state, seen_version, to_person, result)
   SELECT $1, $2, c."caseId", c.state, c."seenVersion", c."toPerson", c.result
   FROM jsonb_to_recordset($3::jsonb) AS c
     ("caseId" uuid, state text, "seenVersion" int, "toPerson" uuid, result jsonb)`,
);

/** Every case with an open deadline that was counted by another calendar version than the place uses now. */
export const ADD_CASES_COUNTED_OTHERWISE = statement(
  'add-cases-counted-otherwise',
  `INSERT INTO change_cases (place_id, change_id, case_id, state)
   SELECT c.place_id, $2, c.id, 'waiting' FROM cases c JOIN places p ON p.id = c.place_id
   WHERE c.place_id = $1 AND c.calendar_version <> p.calendar_version
     AND EXISTS (SELECT 1 FROM deadlines d WHERE d.place_id = c.place_id AND d.case_id = c.id AND d.is_open)`,
);

/** Places with cases counted by another calendar version than theirs, where no change sees to that version yet. */
export const PLACES_TO_COUNT = statement(
  'places-to-count',
  `SELECT p.id AS place, p.calendar_version AS version FROM places p
   WHERE NOT EXISTS (SELECT 1 FROM changes x
       WHERE x.place_id = p.id AND x.kind = 'calendar' AND x.about = p.calendar_version)
     AND EXISTS (SELECT 1 FROM cases c JOIN deadlines d ON d.place_id = c.place_id AND d.case_id = c.id AND d.is_open
       WHERE c.place_id = p.id AND c.calendar_version <> p.calendar_version)
   ORDER BY p.id`,
);

export const CHANGE_BY_ID = statement(
  'change-by-id',
  `SELECT ${CHANGE} FROM changes WHERE place_id = $1 AND id = $2`,
);

export const LOCK_CHANGE = statement(
  'lock-change',
  `SELECT ${CHANGE} FROM changes WHERE place_id = $1 AND id = $2 FOR NO KEY UPDATE`,
);

export const SET_STATE = statement(
  'set-change-state',
  `UPDATE changes SET state = $3,
     applied_at = CASE WHEN $3 = 'applying' THEN coalesce(applied_at, service_now()) ELSE applied_at END,
     finished_at = CASE WHEN $3 IN ('done', 'stopped') THEN service_now() ELSE finished_at END
   WHERE place_id = $1 AND id = $2`,
);

export const WAITING = statement(
  'waiting-change-cases',
  `SELECT ${CASE} FROM change_cases WHERE place_id = $1 AND change_id = $2 AND state = 'waiting'
   ORDER BY case_id LIMIT $3`,
);

export const ONE_CASE = statement(
  'one-change-case',
  `SELECT ${CASE} FROM change_cases WHERE place_id = $1 AND change_id = $2 AND case_id = $3`,
);

export const SETTLE_CASE = statement(
  'settle-change-case',
  `UPDATE change_cases SET state = $4, result = $5, to_person = coalesce($6, to_person), at = service_now()
   WHERE place_id = $1 AND change_id = $2 AND case_id = $3`,
);

/** A refused case that has changed since it was judged waits to be judged again. */
export const JUDGE_AGAIN = statement(
  'judge-changed-again',
  `UPDATE change_cases x SET state = 'waiting'
   FROM cases c
   WHERE x.place_id = $1 AND x.change_id = $2 AND x.state = 'refused' AND c.place_id = x.place_id AND c.id = x.case_id
     AND c.version <> x.seen_version`,
);

/** Whom a change gave cases, how many, and the first few by reference. */
export const GIVEN_TO = statement(
  'given-by-change',
  `SELECT x.to_person AS person, count(*)::int AS cases,
     (array_agg(c.id ORDER BY c.reference))[1] AS "caseId",
     (array_agg(c.reference ORDER BY c.reference))[1:10] AS "references"
   FROM change_cases x JOIN cases c ON c.place_id = x.place_id AND c.id = x.case_id
   WHERE x.place_id = $1 AND x.change_id = $2 AND x.state = 'moved' AND x.to_person IS NOT NULL
   GROUP BY x.to_person ORDER BY x.to_person`,
);

const COUNTS = `(SELECT coalesce(json_object_agg(s.state, s.cases), '{}') FROM (
    SELECT x.state, count(*)::int AS cases FROM change_cases x
    WHERE x.place_id = changes.place_id AND x.change_id = changes.id GROUP BY x.state) s) AS counts`;
const NAMED = `(SELECT p.name FROM people p WHERE p.place_id = changes.place_id AND p.id = decided_by) AS "decidedByName"`;

/** Of what was only tried out: how many of its cases have changed since, and whether that was on an earlier day. */
const SINCE_TRIED = `CASE WHEN state = 'previewed' THEN json_build_object(
    'cases', (SELECT count(*)::int FROM change_cases x JOIN cases c ON c.place_id = x.place_id AND c.id = x.case_id
      WHERE x.place_id = changes.place_id AND x.change_id = changes.id AND c.version <> x.seen_version),
    'earlierDay', (created_at AT TIME ZONE 'Europe/London')::date < (service_now() AT TIME ZONE 'Europe/London')::date)
  END AS "sinceTried"`;

export const READ_CHANGE = statement(
  'read-change',
  `SELECT ${CHANGE}, ${NAMED}, ${COUNTS}, ${SINCE_TRIED} FROM changes WHERE place_id = $1 AND id = $2`,
);

/** The latest first; the list goes on after the change of that id. */
export const READ_CHANGES = statement(
  'read-changes',
  `SELECT ${CHANGE}, ${NAMED}, ${COUNTS}, ${SINCE_TRIED} FROM changes
   WHERE place_id = $1 AND ($2::text IS NULL OR kind = $2) AND ($3::uuid IS NULL OR (created_at, id) <
     (SELECT o.created_at, o.id FROM changes o WHERE o.place_id = $1 AND o.id = $3))
   ORDER BY created_at DESC, id DESC LIMIT $4`,
);

export const READ_CASES = statement(
  'read-change-cases',
  `SELECT x.case_id AS id, c.reference, x.state, x.result, x.at, x.to_person AS "toPerson",
     (SELECT p.name FROM people p WHERE p.place_id = x.place_id AND p.id = x.to_person) AS "toPersonName",
     (SELECT p.name FROM people p WHERE p.place_id = x.place_id AND p.id = (x.result ->> 'from')::uuid) AS "fromPersonName"
   FROM change_cases x JOIN cases c ON c.place_id = x.place_id AND c.id = x.case_id
   WHERE x.place_id = $1 AND x.change_id = $2 AND ($3::text IS NULL OR x.state = $3)
     AND ($4::uuid IS NULL OR x.case_id > $4)
   ORDER BY x.case_id LIMIT $5`,
);

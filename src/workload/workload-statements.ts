import { statement } from '../database/transaction.js';

const TODAY = `(SELECT (service_now() AT TIME ZONE 'Europe/London')::date AS day)`;

const HOLDS = `EXISTS (SELECT 1 FROM person_roles r
  WHERE r.place_id = p.place_id AND r.person_id = p.id AND r.role = ANY($2::text[])
    AND r.held_from <= today.day AND (r.held_to IS NULL OR r.held_to >= today.day))`;

/** $2 the roles of an assessor; $3 a team or all; $4 people or all. Whoever could assess today, or still has open cases. */
export const ASSESSORS = statement(
  'workload-assessors',
  `WITH carried AS MATERIALIZED (
     SELECT assessor, points, work FROM cases
     WHERE place_id = $1 AND closed_on IS NULL AND assessor IS NOT NULL
       AND ($4::uuid[] IS NULL OR assessor = ANY($4::uuid[]))
   ), load AS (
     SELECT assessor, count(*)::int AS cases, sum(points)::int AS points FROM carried GROUP BY assessor
   ), doing AS (
     SELECT assessor, json_object_agg(slug, cases) AS work FROM (
       SELECT assessor, slug, count(*)::int AS cases FROM carried CROSS JOIN unnest(work) AS slug
       GROUP BY assessor, slug) s
     GROUP BY assessor
   )
   SELECT p.id, p.name, p.team_id AS team, p.capacity_points AS capacity, p.organisation_id AS organisation,
     p.discipline, p.clinician, p.commissioner, p.delegated_limit_pence AS "delegatedLimitPence", p.competences,
     ${HOLDS} AS assesses,
     ARRAY(SELECT DISTINCT r.role FROM person_roles r
       WHERE r.place_id = p.place_id AND r.person_id = p.id AND r.held_from <= today.day
         AND (r.held_to IS NULL OR r.held_to >= today.day) ORDER BY r.role) AS roles,
     coalesce(load.cases, 0) AS cases, coalesce(load.points, 0) AS points,
     coalesce(doing.work, '{}') AS work,
     (SELECT coalesce(json_agg(json_build_object('from', a.from_day, 'to', a.to_day) ORDER BY a.from_day), '[]')
       FROM absences a WHERE a.place_id = p.place_id AND a.person_id = p.id AND NOT a.withdrawn
         AND (a.to_day IS NULL OR a.to_day >= today.day)) AS absences
   FROM people p CROSS JOIN ${TODAY} today
   LEFT JOIN load ON load.assessor = p.id LEFT JOIN doing ON doing.assessor = p.id
   WHERE p.place_id = $1 AND p.case_id IS NULL AND (${HOLDS} OR load.cases > 0 OR p.id = ANY($4::uuid[]))
     AND ($3::text IS NULL OR p.team_id = $3) AND ($4::uuid[] IS NULL OR p.id = ANY($4::uuid[]))
   ORDER BY p.name, p.id`,
);

const SELECTED = `
  c.place_id = $1 AND c.id > $2
  AND ($3::uuid[] IS NULL OR c.id = ANY($3::uuid[]))
  AND ($3::uuid[] IS NOT NULL OR c.closed_on IS NULL)
  AND ($4::uuid IS NULL OR c.assessor = $4)
  AND (NOT $5::boolean OR c.assessor IS NULL)
  AND (NOT $6::boolean OR (c.assessor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM person_roles r CROSS JOIN ${TODAY} today
    WHERE r.place_id = c.place_id AND r.person_id = c.assessor AND r.role = ANY($7::text[])
      AND r.held_from <= today.day AND (r.held_to IS NULL OR r.held_to >= today.day))))
  AND ($8::text IS NULL OR $8 = ANY(c.work))`;

/** Cases to be given to others, each with the chair and members of the meeting that has its item on the agenda. */
export const SELECTED_CASES = statement(
  'workload-selected-cases',
  `SELECT c.id, c.reference, c.record, c.version, c.points, c.assessor, c.protocol,
     ARRAY(SELECT DISTINCT who FROM agenda_items a
       JOIN meetings m ON m.place_id = a.place_id AND m.id = a.meeting_id
       CROSS JOIN unnest(m.present || m.chair) AS who
       WHERE a.place_id = c.place_id AND a.case_id = c.id AND a.status = 'listed') AS panel
   FROM cases c WHERE ${SELECTED}
   ORDER BY c.id LIMIT $9`,
);

/** The same cases as a list shows them. */
export const LISTED_CASES = statement(
  'workload-listed-cases',
  `SELECT c.id, c.reference, c.stage, c.stage_words AS "stageWords", c.points, c.work, c.assessor,
     p.name AS "assessorName"
   FROM cases c LEFT JOIN people p ON p.place_id = c.place_id AND p.id = c.assessor
   WHERE ${SELECTED}
   ORDER BY c.id LIMIT $9`,
);

/** What a reassignment that is tried out would add to what each carries. */
export const TO_BE_GIVEN = statement(
  'workload-to-be-given',
  `SELECT x.to_person AS person, count(*)::int AS cases, sum(c.points)::int AS points
   FROM change_cases x JOIN cases c ON c.place_id = x.place_id AND c.id = x.case_id
   WHERE x.place_id = $1 AND x.change_id = $2 AND x.state = 'waiting' AND x.to_person IS NOT NULL
     AND c.assessor IS DISTINCT FROM x.to_person
   GROUP BY x.to_person`,
);

const ABSENCE = `a.id, a.person_id AS "personId", p.name AS "personName", a.from_day AS "from", a.to_day AS "to",
  a.reason, a.cover_id AS "coverId", c.name AS "coverName", a.withdrawn,
  a.cover_id IS NOT NULL AND EXISTS (SELECT 1 FROM absences o
    WHERE o.place_id = a.place_id AND o.person_id = a.cover_id AND NOT o.withdrawn
      AND o.from_day <= coalesce(a.to_day, 'infinity') AND coalesce(o.to_day, 'infinity') >= a.from_day
  ) AS "coverAbsent"`;
const OF_ABSENCES = `FROM absences a JOIN people p ON p.place_id = a.place_id AND p.id = a.person_id
   LEFT JOIN people c ON c.place_id = a.place_id AND c.id = a.cover_id`;

/** Absences that are not over, or all of one person; $2 a person or all, $3 the last day passed over. */
export const ABSENCES = statement(
  'absences',
  `SELECT ${ABSENCE} ${OF_ABSENCES} CROSS JOIN ${TODAY} today
   WHERE a.place_id = $1 AND NOT a.withdrawn
     AND CASE WHEN $2::uuid IS NULL THEN a.to_day IS NULL OR a.to_day >= today.day ELSE a.person_id = $2 END
     AND ($3::uuid IS NULL OR (a.from_day, a.id) > (SELECT o.from_day, o.id FROM absences o WHERE o.place_id = $1 AND o.id = $3))
   ORDER BY a.from_day, a.id LIMIT $4`,
);

export const ABSENCE_BY_ID = statement(
  'absence-by-id',
  `SELECT ${ABSENCE} ${OF_ABSENCES} WHERE a.place_id = $1 AND a.id = $2`,
);

/** Whoever of the directory is recorded as away, and whoever covers, one after the other in one order. */
export const LOCK_PEOPLE = statement(
  'lock-people',
  `SELECT id, competences FROM people WHERE place_id = $1 AND id = ANY($2::uuid[]) AND case_id IS NULL
   ORDER BY id FOR NO KEY UPDATE`,
);

/** Absences of someone that share a day with those days; $5 one that is left out. */
export const OVERLAPPING = statement(
  'overlapping-absences',
  `SELECT from_day AS "from", to_day AS "to" FROM absences
   WHERE place_id = $1 AND person_id = $2 AND NOT withdrawn
     AND from_day <= coalesce($4::date, 'infinity') AND coalesce(to_day, 'infinity') >= $3::date
   ORDER BY from_day LIMIT 1`,
);

export const ADD_ABSENCE = statement(
  'add-absence',
  `INSERT INTO absences (place_id, id, person_id, from_day, to_day, reason, cover_id, recorded_by, recorded_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, service_now())`,
);

/** Ends an absence with that last day; one that ends before it began never was. */
export const END_ABSENCE = statement(
  'end-absence',
  `UPDATE absences SET withdrawn = ($3::date < from_day),
     to_day = CASE WHEN $3::date < from_day THEN to_day ELSE $3::date END, ended_by = $4, ended_at = service_now()
   WHERE place_id = $1 AND id = $2 AND NOT withdrawn AND (to_day IS NULL OR to_day > $3::date)`,
);

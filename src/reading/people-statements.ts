import { statement } from '../database/transaction.js';

const PERSON = `
  p.id, p.name, p.organisation_id AS organisation, p.team_id AS team,
  p.capacity_points AS "capacityPoints", p.discipline, p.clinician, p.commissioner,
  p.delegated_limit_pence AS "delegatedLimitPence", p.competences, p.email,
  ARRAY(SELECT DISTINCT r.role FROM person_roles r
    WHERE r.place_id = p.place_id AND r.person_id = p.id AND r.held_from <= today.day
      AND (r.held_to IS NULL OR r.held_to >= today.day) ORDER BY r.role) AS roles`;

const FROM = `
  FROM people p CROSS JOIN (SELECT (service_now() AT TIME ZONE 'Europe/London')::date AS day) today`;

const FILTER = `
  p.place_id = $1 AND p.case_id IS NULL AND ($2::text IS NULL OR EXISTS (
    SELECT 1 FROM person_roles r
    WHERE r.place_id = p.place_id AND r.person_id = p.id AND r.role = $2 AND r.held_from <= today.day
      AND (r.held_to IS NULL OR r.held_to >= today.day)))`;

/** Some people of a place by name; the list goes on after the person of that id. */
export const PEOPLE = statement(
  'reading_people',
  `SELECT ${PERSON} ${FROM}
   WHERE ${FILTER} AND ($3::uuid IS NULL OR
     (p.name, p.id) > (SELECT q.name, q.id FROM people q WHERE q.place_id = $1 AND q.id = $3))
   ORDER BY p.name, p.id
   LIMIT $4`,
);

export const COUNT_PEOPLE = statement(
  'reading_people_count',
  `SELECT count(*)::int AS total ${FROM} WHERE ${FILTER}`,
);

export const PERSON_BY_ID = statement(
  'reading_person',
  `SELECT ${PERSON} ${FROM} WHERE p.place_id = $1 AND p.id = $2 AND p.case_id IS NULL`,
);

/** The roles somebody has held, the latest first. */
export const ROLES_OF = statement(
  'reading_roles_of',
  `SELECT role, nullif(held_from, '0001-01-01') AS "from", held_to AS "to" FROM person_roles
   WHERE place_id = $1 AND person_id = $2
   ORDER BY held_to DESC NULLS FIRST, held_from DESC, role LIMIT 100`,
);

/** What still waits for somebody: open cases they assess, open deadlines of theirs. */
/** What ends with the account of somebody, and what of theirs is left without them. */
export const ENDS_WITH = statement(
  'reading_ends_with_account',
  `SELECT (SELECT count(*)::int FROM sessions WHERE place_id = $1 AND person_id = $2 AND revoked_at IS NULL
       AND last_seen_at > service_now() - make_interval(mins => $3)
       AND created_at > service_now() - make_interval(hours => $4)) AS sessions,
     (SELECT count(*)::int FROM api_tokens WHERE place_id = $1 AND person_id = $2 AND revoked_at IS NULL
       AND expires_at > service_now()) AS tokens,
     (SELECT count(*)::int FROM meetings WHERE place_id = $1 AND chair = $2 AND stage = 'meeting.arranged') AS meetings`,
);

export const STILL_HELD = statement(
  'reading_still_held',
  `SELECT (SELECT count(*)::int FROM cases WHERE place_id = $1 AND assessor = $2 AND closed_on IS NULL) AS cases,
     (SELECT count(*)::int FROM open_deadlines WHERE place_id = $1 AND owner_person = $2) AS deadlines`,
);

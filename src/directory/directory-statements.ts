import { statement } from '../database/transaction.js';

export const PUT_PERSON = statement(
  'put-person',
  `INSERT INTO people (place_id, id, name, organisation_id, discipline, clinician, commissioner,
     delegated_limit_pence, competences, team_id, capacity_points, email)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
   ON CONFLICT (place_id, id) DO UPDATE SET name = excluded.name, organisation_id = excluded.organisation_id,
     discipline = excluded.discipline, clinician = excluded.clinician, commissioner = excluded.commissioner,
     delegated_limit_pence = excluded.delegated_limit_pence, competences = excluded.competences,
     team_id = excluded.team_id, capacity_points = excluded.capacity_points,
     email = coalesce(excluded.email, people.email)`,
);

export const CHANGE_PERSON = statement(
  'change-person',
  `UPDATE people SET name = $3, organisation_id = $4, discipline = $5, clinician = $6, commissioner = $7,
     delegated_limit_pence = $8, competences = $9
   WHERE place_id = $1 AND id = $2`,
);

export const SET_WORK = statement(
  'set-work',
  `UPDATE people SET team_id = $3, capacity_points = $4 WHERE place_id = $1 AND id = $2`,
);

export const SET_EMAIL = statement(
  'set-email',
  `UPDATE people SET email = $3 WHERE place_id = $1 AND id = $2`,
);

export const GIVE_ROLES = statement(
  'give-roles',
  `INSERT INTO person_roles (place_id, person_id, role, held_from, held_to)
   SELECT $1, $2, role, $4, NULL FROM unnest($3::text[]) AS role
   WHERE NOT EXISTS (SELECT 1 FROM person_roles r
     WHERE r.place_id = $1 AND r.person_id = $2 AND r.role = role.role AND r.held_to IS NULL)
   ON CONFLICT (place_id, person_id, role, held_from) DO UPDATE SET held_to = NULL`,
);

/** Roles end the day before; one that began on that day or later was never held. */
export const END_ROLES = statement(
  'end-roles',
  `WITH never AS (
     DELETE FROM person_roles WHERE place_id = $1 AND person_id = $2 AND held_to IS NULL
       AND NOT (role = ANY($3::text[])) AND held_from >= $4::date
   )
   UPDATE person_roles SET held_to = $4::date - 1
   WHERE place_id = $1 AND person_id = $2 AND held_to IS NULL AND NOT (role = ANY($3::text[])) AND held_from < $4::date`,
);

/** Someone of the directory, as a query that goes on with whom it is about. */
export const PERSON = `
  SELECT p.id, p.name, p.organisation_id AS organisation, o.name AS "organisationName", p.team_id AS team,
    p.capacity_points AS "capacityPoints", p.discipline, p.clinician,
    p.commissioner, p.delegated_limit_pence AS "delegatedLimitPence", p.competences, p.email,
    ARRAY(SELECT DISTINCT r.role FROM person_roles r
      WHERE r.place_id = p.place_id AND r.person_id = p.id
        AND r.held_from <= (SELECT (service_now() AT TIME ZONE 'Europe/London')::date)
        AND (r.held_to IS NULL OR r.held_to >= (SELECT (service_now() AT TIME ZONE 'Europe/London')::date))
      ORDER BY r.role) AS roles,
    a.username
  FROM people p
  LEFT JOIN organisations o ON o.place_id = p.place_id AND o.id = p.organisation_id
  LEFT JOIN accounts a ON a.place_id = p.place_id AND a.person_id = p.id AND a.disabled_at IS NULL`;

export const PERSON_BY_ID = statement(
  'person-by-id',
  `${PERSON} WHERE p.place_id = $1 AND p.id = $2 AND p.case_id IS NULL`,
);

/** Whose token it is, in one statement: every request of the API asks it. */
export const PERSON_OF_TOKEN = statement(
  'person-of-token',
  `SELECT t.place_id AS place, to_json(owner) AS person
   FROM api_tokens t CROSS JOIN LATERAL (${PERSON} WHERE p.place_id = t.place_id AND p.id = t.person_id) AS owner
   WHERE t.digest = $1 AND t.revoked_at IS NULL AND t.expires_at > service_now()`,
);

export const PEOPLE = statement(
  'people',
  `${PERSON} WHERE p.place_id = $1 AND p.case_id IS NULL AND (p.name, p.id) > ($2, $3::uuid)
   ORDER BY p.name, p.id LIMIT $4`,
);

export const ORGANISATIONS = statement(
  'organisations',
  `SELECT id, name, ods_code AS "odsCode", kind, funds, exists_from AS "from", exists_to AS "to",
     succeeded_by AS "succeededBy"
   FROM organisations WHERE place_id = $1 ORDER BY name`,
);

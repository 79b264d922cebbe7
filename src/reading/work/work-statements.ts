import { statement } from '../../database/transaction.js';

/** Open deadlines that are one person's, or of those timescales and nobody's yet, the one due first first. */
export const OWN_DEADLINES = statement(
  'reading_own_deadlines',
  `WITH o AS MATERIALIZED (
     (SELECT * FROM open_deadlines WHERE place_id = $1 AND owner_person = $2
      ORDER BY due_at, case_id, key LIMIT $3)
     UNION ALL
     (SELECT * FROM open_deadlines WHERE place_id = $1 AND timescale = ANY($4::text[]) AND owner_person IS NULL
      ORDER BY due_at, case_id, key LIMIT $3))
   SELECT o.case_id, o.key, o.stage, o.commissioner, o.needs, o.critical_at, o.reason_wanted, d.timescale, d.clauses,
     d.guidance, d.owner, d.owner_person, d.started_on, d.started_at, d.started_by, d.due_on, d.due_at,
     d.original_due_on, d.original_due_at, d.settled, d.exception, d.extensions, d.pauses, d.paused_since,
     d.passed_occurrence, d.passed_by, d.withdrawn_by, d.breach_reason, d.breach_ours, d.breach_reason_by,
     d.breach_reason_on, d.breach_reason_seq, c.reference, c.stage_words, c.protocol, c.calendar_version,
     k.given_name, k.family_name, p.name AS owner_name, p.team_id
   FROM o
   JOIN deadlines d ON d.place_id = o.place_id AND d.case_id = o.case_id AND d.key = o.key
   JOIN cases c ON c.place_id = o.place_id AND c.id = o.case_id
   JOIN children k ON k.place_id = c.place_id AND k.id = c.child_id
   LEFT JOIN people p ON p.place_id = o.place_id AND p.id = o.owner_person
   ORDER BY o.due_at, o.case_id, o.key LIMIT $3`,
);

/** How many open deadlines that are. */
export const COUNT_OWN_DEADLINES = statement(
  'reading_own_deadlines_count',
  `SELECT count(*)::int AS total FROM open_deadlines WHERE place_id = $1
     AND (owner_person = $2 OR (timescale = ANY($3::text[]) AND owner_person IS NULL))`,
);

/** Open cases in whose referral, assessment or quality assurance somebody took part, the latest first. */
export const PARTS = statement(
  'reading_parts_in_cases',
  `SELECT c.id, c.reference, c.stage_words AS "stageWords", k.given_name AS "givenName", k.family_name AS "familyName",
     a.name AS assessor, array_agg(DISTINCT p.part) AS parts
   FROM participations p
   JOIN cases c ON c.place_id = p.place_id AND c.id = p.case_id AND c.closed_on IS NULL
   JOIN children k ON k.place_id = c.place_id AND k.id = c.child_id
   LEFT JOIN people a ON a.place_id = c.place_id AND a.id = c.assessor
   WHERE p.place_id = $1 AND p.person_id = $2
   GROUP BY c.place_id, c.id, k.place_id, k.id, a.place_id, a.id
   ORDER BY max(c.opened_on) DESC, c.id LIMIT $3`,
);

/**
 * Meetings of teams to which somebody is invited by the latest invitation of an assessment, and which are not recorded as held
 * yet, the soonest first.
 */
export const INVITATIONS = statement(
  'reading_invitations',
  `SELECT c.id, c.reference, k.given_name AS "givenName", k.family_name AS "familyName", a.name AS assessor,
     i.content ->> 'meetsOn' AS "meetsOn"
   FROM cases c
   JOIN LATERAL (
     SELECT e.content FROM events e
     WHERE e.place_id = c.place_id AND e.subject_id = c.id AND e.type IN ('MDT_INVITED', 'MDT_HELD')
       AND NOT EXISTS (SELECT 1 FROM events x
         WHERE x.place_id = e.place_id AND x.subject_id = e.subject_id AND x.type = 'ENTERED_IN_ERROR'
           AND x.content ->> 'event' = e.seq::text)
     ORDER BY e.seq DESC LIMIT 1) i ON i.content -> 'invited' @> jsonb_build_array(jsonb_build_object('person', $2::text))
   JOIN children k ON k.place_id = c.place_id AND k.id = c.child_id
   LEFT JOIN people a ON a.place_id = c.place_id AND a.id = c.assessor
   WHERE c.place_id = $1 AND c.closed_on IS NULL AND c.stage = 'assessment.underway'
   ORDER BY i.content ->> 'meetsOn', c.id LIMIT $3`,
);

/**
 * The cases that somebody opened, sent a checklist of or helped to complete one for, the latest first; where the fourth value
 * is true also those whose assessment they had any other part in.
 */
export const REFERRED = statement(
  'reading_referred',
  `SELECT c.id, c.reference, c.stage, c.stage_words AS "stageWords", c.opened_on AS "openedOn",
     c.closed_on AS "closedOn", k.given_name AS "givenName", k.family_name AS "familyName", a.name AS assessor,
     EXISTS (SELECT 1 FROM events d
       WHERE d.place_id = c.place_id AND d.subject_id = c.id AND d.type = 'PANEL_DECIDED'
         AND NOT EXISTS (SELECT 1 FROM events t
           WHERE t.place_id = d.place_id AND t.subject_id = d.subject_id AND t.seq > d.seq
             AND t.type = 'NOTICE_GIVEN' AND t.content ->> 'recipient' = 'family')) AS "familyWaits"
   FROM (
     SELECT own.id, max(own.at) AS at FROM (
       SELECT e.subject_id AS id, e.at FROM events e
       WHERE e.place_id = $1 AND e.by_person = $2
         AND e.type IN ('CASE_OPENED', 'CHECKLIST_BEGUN', 'CHECKLIST_RECEIVED')
       UNION ALL
       SELECT p.case_id, e.at FROM participations p
       JOIN events e ON e.place_id = p.place_id AND e.subject_id = p.case_id AND e.seq = p.seq
       WHERE p.place_id = $1 AND p.person_id = $2 AND (p.part = 'checklist' OR $4)
     ) own
     GROUP BY own.id
     ORDER BY max(own.at) DESC, own.id
     LIMIT $3
   ) mine
   JOIN cases c ON c.place_id = $1 AND c.id = mine.id
   JOIN children k ON k.place_id = c.place_id AND k.id = c.child_id
   LEFT JOIN people a ON a.place_id = c.place_id AND a.id = c.assessor
   ORDER BY mine.at DESC, c.id`,
);

/**
 * Open cases whose recommendation waits to be quality assured, and in whose assessment that person took no part, the one due
 * first first (HNA-8). The participations recorded last are those of the assessment that was recommended.
 */
export const TO_SIGN_OFF = statement(
  'reading_to_sign_off',
  `SELECT c.id, c.reference, k.given_name AS "givenName", k.family_name AS "familyName", a.name AS assessor,
     CASE WHEN c.next_due_at < 'infinity' THEN (c.next_due_at AT TIME ZONE 'Europe/London')::date END AS "dueOn"
   FROM cases c
   JOIN children k ON k.place_id = c.place_id AND k.id = c.child_id
   LEFT JOIN people a ON a.place_id = c.place_id AND a.id = c.assessor
   WHERE c.place_id = $1 AND c.closed_on IS NULL AND c.stage = 'assessment.recommended'
     AND NOT EXISTS (
       SELECT 1 FROM participations p
       WHERE p.place_id = c.place_id AND p.case_id = c.id AND p.person_id = $2 AND p.part <> 'qualityAssurance'
         AND p.assessment = (
           SELECT l.assessment FROM participations l
           WHERE l.place_id = c.place_id AND l.case_id = c.id AND l.assessment IS NOT NULL
           ORDER BY l.seq DESC LIMIT 1))
   ORDER BY c.next_due_at, c.id LIMIT $3`,
);

import { statement } from '../database/transaction.js';
import { heldAtShortNotice } from '../panel/short-notice.js';

const LOCKED_CASE = `
  SELECT c.id, c.reference, c.child_id AS child, c.record, c.version, c.person_version AS "personVersion",
    c.calendar_version AS "countedBy", p.calendar_version AS "calendarVersion"
  FROM cases c JOIN places p ON p.id = c.place_id
  WHERE c.place_id = $1 AND c.id = $2
  FOR NO KEY UPDATE OF c`;

export const LOCK_CASE = statement('lock-case', LOCKED_CASE);

/** The case, where nobody else has it locked. */
export const LOCK_FREE_CASE = statement('lock-free-case', `${LOCKED_CASE} SKIP LOCKED`);

export const LOCK_MEETING = statement(
  'lock-meeting',
  `SELECT m.id, m.reference, NULL AS child, m.record, m.version, m.person_version AS "personVersion",
     m.calendar_version AS "countedBy", p.calendar_version AS "calendarVersion",
     json_build_object('heldOn', m.held_on, 'capacity', m.capacity, 'chair', m.chair, 'present', m.present,
       'stage', m.stage, 'shortNotice', ${heldAtShortNotice('m')}) AS meeting
   FROM meetings m JOIN places p ON p.id = m.place_id
   WHERE m.place_id = $1 AND m.id = $2
   FOR NO KEY UPDATE OF m`,
);

/** The meeting of the case's item that is on an agenda: of the process named, or the last one listed. */
export const MEETING_OF_ITEM = statement(
  'meeting-of-item',
  `SELECT meeting_id AS meeting, process FROM agenda_items
   WHERE place_id = $1 AND case_id = $2 AND status = 'listed' AND ($3::text IS NULL OR process = $3)
   ORDER BY seq DESC LIMIT 1`,
);

/** Every meeting that has, or had, an item of the case, locked in the order everyone locks them. */
export const LOCK_MEETINGS_OF_CASE = statement(
  'lock-meetings-of-case',
  `SELECT id FROM meetings
   WHERE place_id = $1 AND id IN (SELECT meeting_id FROM agenda_items WHERE place_id = $1 AND case_id = $2)
   ORDER BY id FOR NO KEY UPDATE`,
);

/**
 * Whoever sends the step; whoever is of the case; and of everybody else those with a part in the place's work, which they have
 * by a role they hold or held, an organisation or a competence. A parent or carer of another child is nobody here.
 */
const MAY_BE_NAMED = `(id = $7 OR case_id = $8 OR (case_id IS NULL AND (organisation_id IS NOT NULL OR competences <> '{}'
          OR EXISTS (SELECT 1 FROM person_roles r WHERE r.place_id = people.place_id AND r.person_id = people.id))))`;

/** More than one is looked at, as the papers of the first may have closed; the later ones are months away. */
const MEETINGS_AHEAD = 6;

/**
 * Everything a step needs beside its subject, read after the locks: the moment, the same command sent before, the people
 * and meetings it names, and the agenda of its meeting and those that follow it.
 */
export const SURROUNDINGS = statement(
  'surroundings',
  `WITH clock AS MATERIALIZED (SELECT service_now() AS at),
     today AS MATERIALIZED (SELECT (at AT TIME ZONE 'Europe/London')::date AS day FROM clock)
   SELECT (SELECT at FROM clock) AS at,
     (SELECT json_build_object('digest', digest, 'outcome', outcome) FROM commands WHERE command_id = $2) AS command,
     (SELECT coalesce(json_agg(p), '[]') FROM (
        SELECT id, organisation_id AS organisation, discipline, clinician, commissioner,
          delegated_limit_pence AS "delegatedLimitPence", competences,
          ARRAY(SELECT DISTINCT role FROM person_roles r
            WHERE r.place_id = people.place_id AND r.person_id = people.id
              AND r.held_from <= (SELECT day FROM today)
              AND (r.held_to IS NULL OR r.held_to >= (SELECT day FROM today))
            ORDER BY role) AS roles
        FROM people WHERE place_id = $1 AND id = ANY($3::uuid[]) AND ${MAY_BE_NAMED}) p) AS people,
     (SELECT count(*)::int FROM agenda_items
        WHERE place_id = $1 AND meeting_id = $4 AND status = 'listed') AS listed,
     (SELECT coalesce(json_agg(m), '[]') FROM (
        SELECT id, held_on AS "heldOn", ${heldAtShortNotice('meetings')} AS "shortNotice" FROM meetings
        WHERE place_id = $1 AND stage = 'meeting.arranged' AND held_on > $5::date
        ORDER BY held_on, id LIMIT ${MEETINGS_AHEAD}) m) AS next,
     ARRAY(SELECT id FROM meetings WHERE place_id = $1 AND id = ANY($6::uuid[])) AS meetings`,
);

export const CHANGES_SINCE = statement(
  'changes-since',
  `SELECT e.seq, e.type, p.name AS by, e.at FROM events e
   LEFT JOIN people p ON p.place_id = e.place_id AND p.id = e.by_person
   WHERE e.place_id = $1 AND e.subject_id = $2 AND e.seq > $3 ORDER BY e.seq DESC LIMIT 20`,
);

export const HISTORY = statement(
  'history',
  `SELECT seq, type, process, at, on_day AS "on", actor AS by, content, evidence, protocol, machines,
     calendar_version AS "calendarVersion"
   FROM events WHERE place_id = $1 AND subject_id = $2 ORDER BY seq`,
);

export const LAST_OCCURRENCE = statement(
  'last-occurrence',
  `SELECT max((content ->> 'occurrence')::int) AS occurrence FROM events
   WHERE place_id = $1 AND subject_id = $2 AND type = 'DEADLINE_PASSED' AND content ->> 'deadline' = $3`,
);

/** Whether a child of the place has that NHS number. */
export const NHS_NUMBER_TAKEN = statement(
  'nhs-number-taken',
  `SELECT 1 AS there FROM children WHERE place_id = $1 AND nhs_number = $2`,
);

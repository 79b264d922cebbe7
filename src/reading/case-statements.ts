import { heldAtShortNotice } from '../panel/short-notice.js';
import { statement } from '../database/transaction.js';

/** An exception changes nothing: the due date stays and still counts (HNA-11). What is paused reaches no due date. */
const LATE = `d.is_open AND NOT d.guidance AND d.paused_since IS NULL AND d.due_at + interval '1 second' <= now.at`;

/** What a case is listed with. */
export const LINE = `
  c.id, c.reference, c.stage, c.stage_words, c.opened_on, c.closed_on, c.assessor, a.name AS assessor_name,
  c.protocol, c.calendar_version, c.person_version, c.next_due_at, k.given_name, k.family_name, now.at AS now,
  (SELECT count(*) FROM deadlines d WHERE d.place_id = c.place_id AND d.case_id = c.id AND ${LATE})::int AS overdue`;

/** Where that comes from. */
export const FROM = `
  FROM cases c
  CROSS JOIN (SELECT service_now() AS at) now
  JOIN children k ON k.place_id = c.place_id AND k.id = c.child_id
  LEFT JOIN people a ON a.place_id = c.place_id AND a.id = c.assessor`;

/** One case of a place. */
export const CASE = statement(
  'reading_case',
  `SELECT ${LINE}, c.record, k.date_of_birth, k.nhs_number, k.address, k.parental_responsibility, to_json(n) AS next_deadline
   ${FROM}
   LEFT JOIN deadlines n ON n.place_id = c.place_id AND n.case_id = c.id AND n.key = c.next_deadline
   WHERE c.place_id = $1 AND c.id = $2`,
);

/** Meetings that are still to be held, the first first: whether the case is on the agenda, and how full it is. */
export const MEETINGS_TO_COME = statement(
  'reading_meetings_to_come',
  `SELECT m.held_on, m.capacity, bool_or(${heldAtShortNotice('m')}) AS short_notice,
     count(i.*) FILTER (WHERE i.status = 'listed')::int AS listed,
     coalesce(bool_or(i.status = 'listed' AND i.case_id = $2), false) AS of_case
   FROM meetings m
   LEFT JOIN agenda_items i ON i.place_id = m.place_id AND i.meeting_id = m.id
   WHERE m.place_id = $1
     AND ((m.stage = 'meeting.arranged' AND m.held_on >= (SELECT (service_now() AT TIME ZONE 'Europe/London')::date))
       OR m.id IN (SELECT meeting_id FROM agenda_items WHERE place_id = $1 AND case_id = $2 AND status = 'listed'))
   GROUP BY m.held_on, m.capacity, m.id
   ORDER BY m.held_on, m.id
   LIMIT 20`,
);

export const EVENTS = statement(
  'reading_events',
  `SELECT e.seq, e.type, e.process, e.at, e.by_person, p.name AS by_name, e.content,
     coalesce((SELECT json_object_agg(t.field, t.words) FROM texts t
       WHERE t.place_id = e.place_id AND t.subject_id = e.subject_id AND t.seq = e.seq), '{}') AS words
   FROM events e
   LEFT JOIN people p ON p.place_id = e.place_id AND p.id = e.by_person
   WHERE e.place_id = $1 AND e.subject_id = $2 AND e.seq > $3
   ORDER BY e.seq
   LIMIT $4`,
);

/** What was recorded as evidence, with every correction of the case that may bear on it. */
export const EVIDENCE = statement(
  'reading_evidence',
  `SELECT e.seq, e.type, e.process, e.content, e.evidence,
     (SELECT t.words FROM texts t WHERE t.place_id = e.place_id AND t.subject_id = e.subject_id
        AND t.seq = e.seq AND t.field = 'heldAt') AS held_at
   FROM events e
   WHERE e.place_id = $1 AND e.subject_id = $2
     AND e.type IN ('EVIDENCE_RECORDED', 'FACT_CORRECTED', 'ENTERED_IN_ERROR')
   ORDER BY e.seq`,
);

export const COUNT_EVENTS = statement(
  'reading_events_count',
  `SELECT count(*)::int AS total FROM events WHERE place_id = $1 AND subject_id = $2`,
);

export const DEADLINES = statement(
  'reading_deadlines',
  `SELECT d.*, p.name AS owner_name
   FROM deadlines d
   LEFT JOIN people p ON p.place_id = d.place_id AND p.id = d.owner_person
   WHERE d.place_id = $1 AND d.case_id = $2
   ORDER BY d.due_at, d.key`,
);

/** Events of a case about its clocks, with the words kept beside them. */
export const CLOCK_EVENTS = statement(
  'reading_clock_events',
  `SELECT e.seq, e.on_day, e.by_person,
     (SELECT t.words FROM texts t WHERE t.place_id = e.place_id AND t.subject_id = e.subject_id
        AND t.seq = e.seq AND t.field IN ('reason', 'words') LIMIT 1) AS words
   FROM events e
   WHERE e.place_id = $1 AND e.subject_id = $2 AND e.seq = ANY($3::int[])`,
);

export const NAMES = statement(
  'reading_names',
  `SELECT id, name FROM people WHERE place_id = $1 AND id = ANY($2::uuid[])`,
);

export const NOTICES = statement(
  'reading_notices',
  `SELECT n.process, n.recipient, n.form, n.clause, n.owed_by, n.owed_since, n.settled, n.settled_by, e.facts ->> 'about' AS about
   FROM notices_owed n
   LEFT JOIN ended_processes e ON e.place_id = n.place_id AND e.subject_id = n.case_id AND e.process = n.process
   WHERE n.place_id = $1 AND n.case_id = $2
   ORDER BY n.owed_by, n.process, n.recipient, n.form`,
);

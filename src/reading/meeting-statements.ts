import { heldAtShortNotice } from '../panel/short-notice.js';
import { statement } from '../database/transaction.js';

const LINE = `
  m.id, m.reference, m.held_on, m.stage, m.stage_words, m.chair, p.name AS chair_name, m.capacity, m.present,
  m.protocol, m.calendar_version, m.person_version,
  (SELECT count(*) FROM agenda_items i
   WHERE i.place_id = m.place_id AND i.meeting_id = m.id AND i.status <> 'removed')::int AS listed,
  x.at AS cancelled_at, x.by_person AS cancelled_by, x.by_name AS cancelled_by_name, x.why AS cancelled_why`;

const FROM = `FROM meetings m JOIN people p ON p.place_id = m.place_id AND p.id = m.chair
   LEFT JOIN LATERAL (
     SELECT e.at, e.by_person, q.name AS by_name,
       (SELECT t.words FROM texts t WHERE t.place_id = e.place_id AND t.subject_id = e.subject_id
          AND t.seq = e.seq AND t.field = 'reason') AS why
     FROM events e LEFT JOIN people q ON q.place_id = e.place_id AND q.id = e.by_person
     WHERE e.place_id = m.place_id AND e.subject_id = m.id AND e.type = 'MEETING_CANCELLED'
     ORDER BY e.seq DESC LIMIT 1) x ON m.stage = 'meeting.cancelled'`;

/** Some meetings of a place, the latest first. */
export const MEETINGS = statement(
  'reading_meetings',
  `SELECT ${LINE} ${FROM}
   WHERE m.place_id = $1 AND ($2::date IS NULL OR (m.held_on, m.id) < ($2, $3::uuid))
   ORDER BY m.held_on DESC, m.id DESC
   LIMIT $4`,
);

export const COUNT_MEETINGS = statement(
  'reading_meetings_count',
  `SELECT count(*)::int AS total FROM meetings WHERE place_id = $1`,
);

/** Meetings of a place on a day that were not cancelled, but for those that a command arranged. */
export const MEETINGS_ON = statement(
  'reading_meetings_on',
  `SELECT m.id, m.reference, m.held_on AS "heldOn", m.stage_words AS stage FROM meetings m
   WHERE m.place_id = $1 AND m.held_on = $2 AND m.stage <> 'meeting.cancelled'
     AND NOT EXISTS (SELECT FROM events e
       WHERE e.place_id = m.place_id AND e.subject_id = m.id AND e.seq = 1 AND e.command_id = $3)
   ORDER BY m.id`,
);

/** One meeting of a place. */
export const MEETING = statement(
  'reading_meeting',
  `SELECT ${LINE}, m.record,
     (SELECT json_build_object('at', e.at, 'by', e.by_person, 'byName', q.name, 'why',
        (SELECT t.words FROM texts t WHERE t.place_id = e.place_id AND t.subject_id = e.subject_id
           AND t.seq = e.seq AND t.field = 'shortNotice'))
      FROM events e LEFT JOIN people q ON q.place_id = e.place_id AND q.id = e.by_person
      WHERE e.place_id = m.place_id AND e.subject_id = m.id AND ${heldAtShortNotice('m')}
        AND e.type IN ('MEETING_ARRANGED', 'MEETING_MOVED')
      ORDER BY e.seq DESC LIMIT 1) AS short_notice,
     (SELECT e.facts -> 'apologies' FROM ended_processes e
      WHERE e.place_id = m.place_id AND e.subject_id = m.id AND e.kind = 'meeting' LIMIT 1) AS ended_apologies
   ${FROM} WHERE m.place_id = $1 AND m.id = $2`,
);

/** Its agenda, each item with the record of its case and those who decided it. */
export const AGENDA = statement(
  'reading_agenda',
  `SELECT i.case_id, c.reference, i.process, i.status, i.presenter, c.record,
     ARRAY(SELECT d.person_id FROM decision_makers d
       WHERE d.place_id = i.place_id AND d.case_id = i.case_id AND d.process = i.process ORDER BY d.person_id) AS decided_by
   FROM agenda_items i
   JOIN cases c ON c.place_id = i.place_id AND c.id = i.case_id
   WHERE i.place_id = $1 AND i.meeting_id = $2
   ORDER BY i.listed_at, i.case_id, i.process`,
);

/** Reviews of a place, at which outcomes are looked at, that are due by a day. */
export const OUTCOMES_DUE = statement(
  'reading_outcomes_due',
  `SELECT d.case_id AS "case", c.reference, d.key, d.timescale, d.due_on AS "dueOn"
   FROM deadlines d JOIN cases c ON c.place_id = d.place_id AND c.id = d.case_id
   WHERE d.place_id = $1 AND d.is_open AND d.timescale = ANY($2::text[]) AND d.due_on <= $3
   ORDER BY d.due_on, c.reference LIMIT 100`,
);

/** People of a place by id, as a quorum counts them. */
export const COUNTED_PEOPLE = statement(
  'reading_counted_people',
  `SELECT id, name, discipline, clinician, commissioner FROM people WHERE place_id = $1 AND id = ANY($2::uuid[])`,
);

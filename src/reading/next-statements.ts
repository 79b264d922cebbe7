import { heldAtShortNotice } from '../panel/short-notice.js';
import { statement } from '../database/transaction.js';

/** A case with the calendar version that its next step is judged by. */
export const CASE_TO_STEP_FROM = statement(
  'reading_case_to_step_from',
  `SELECT c.record, c.protocol, c.person_version AS "personVersion", p.calendar_version AS "calendarVersion"
   FROM cases c JOIN places p ON p.id = c.place_id
   WHERE c.place_id = $1 AND c.id = $2`,
);

/** Several cases likewise, each with the meeting on whose agenda it is. */
export const CASES_TO_STEP_FROM = statement(
  'reading_cases_to_step_from',
  `SELECT c.id, c.record, c.protocol, c.person_version AS "personVersion", p.calendar_version AS "calendarVersion",
     (SELECT i.meeting_id FROM agenda_items i
      WHERE i.place_id = c.place_id AND i.case_id = c.id AND i.status = 'listed'
      ORDER BY i.seq DESC LIMIT 1) AS meeting
   FROM cases c JOIN places p ON p.id = c.place_id
   WHERE c.place_id = $1 AND c.id = ANY($2::uuid[])`,
);

/** A meeting as a step in one of its items sees it. */
export const MEETING_STATE = statement(
  'reading_meeting_state',
  `SELECT id, held_on AS "heldOn", capacity, chair, present, stage, ${heldAtShortNotice('meetings')} AS "shortNotice"
   FROM meetings WHERE place_id = $1 AND id = $2`,
);

/** A meeting with the calendar version that its next step is judged by. */
export const MEETING_TO_STEP_FROM = statement(
  'reading_meeting_to_step_from',
  `SELECT m.record, m.protocol, m.person_version AS "personVersion", p.calendar_version AS "calendarVersion"
   FROM meetings m JOIN places p ON p.id = m.place_id
   WHERE m.place_id = $1 AND m.id = $2`,
);

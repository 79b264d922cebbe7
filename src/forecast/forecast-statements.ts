import { heldAtShortNotice } from '../panel/short-notice.js';
import { statement } from '../database/transaction.js';

/** Open deadlines that are not late, not paused and fall due by a day, with where each stands; the first due first. */
export const AHEAD = statement(
  'forecast_ahead',
  `SELECT d.case_id, d.key, d.timescale, d.clauses, d.due_on, d.due_at, d.step, d.planned_on, d.owner_person,
     CASE WHEN d.step_by = d.started_by OR e.on_day IS NULL THEN d.started_on ELSE e.on_day END AS step_since,
     l.listed_for
   FROM deadlines d
   LEFT JOIN events e ON d.step_by <> d.started_by
     AND e.place_id = d.place_id AND e.subject_id = d.case_id AND e.seq = d.step_by
   LEFT JOIN LATERAL (
     SELECT min(m.held_on) AS listed_for
     FROM agenda_items i JOIN meetings m ON m.place_id = i.place_id AND m.id = i.meeting_id
     WHERE d.step IS NOT NULL AND i.place_id = d.place_id AND i.case_id = d.case_id AND i.status = 'listed'
   ) l ON true
   WHERE d.place_id = $1 AND d.is_open AND NOT d.guidance AND d.paused_since IS NULL
     AND d.due_at > $2::timestamptz AND d.due_on <= $3::date
   ORDER BY d.due_at, d.case_id, d.key`,
);

/** Meetings to be held on or after a day, arranged by a moment, with their agenda as it was listed by then. */
export const MEETINGS = statement(
  'forecast_meetings',
  `SELECT m.id, m.held_on AS "heldOn", m.capacity, bool_or(${heldAtShortNotice('m')}) AS "shortNotice",
     count(i.*) FILTER (WHERE i.status <> 'removed' AND i.listed_at <= $3::timestamptz)::int AS listed
   FROM meetings m
   LEFT JOIN agenda_items i ON i.place_id = m.place_id AND i.meeting_id = m.id
   WHERE m.place_id = $1 AND m.held_on >= $2::date AND m.stage <> 'meeting.cancelled'
     AND ($4::boolean OR m.stage = 'meeting.arranged')
     AND EXISTS (SELECT 1 FROM events e WHERE e.place_id = m.place_id AND e.subject_id = m.id AND e.seq = 1
       AND e.at <= $3::timestamptz)
   GROUP BY m.id, m.held_on, m.capacity
   ORDER BY m.held_on, m.id`,
);

/** How many days each clock took that was met between two days, by timescale: $2 which, $3 and $4 the days. */
export const CLOCKS_TOOK = statement(
  'forecast_clocks_took',
  `SELECT timescale AS step, settled_on - started_on AS days, count(*)::int AS count
   FROM deadlines
   WHERE place_id = $1 AND timescale = ANY($2::text[]) AND settled_as = 'met' AND settled_on BETWEEN $3::date AND $4::date
     AND settled_on >= started_on
   GROUP BY 1, 2 ORDER BY 1, 2`,
);

/**
 * How many days each step took of the courses that the panel decided between two days, by the clocks $4 to $6 of the
 * checklist, the assessment and the decision.
 */
export const STEPS_TOOK = statement(
  'forecast_steps_took',
  `WITH decided AS (
     SELECT x.place_id, x.case_id, x.referral, x.process, m.held_on, a.started_on AS assessed_on,
       CASE WHEN a.settled_as = 'met' THEN a.settled_on END AS arranged_on,
       CASE WHEN n.settled_as = 'met' THEN n.settled_on END AS told_on
     FROM meetings m
     JOIN decisions x ON x.place_id = m.place_id AND x.meeting_id = m.id
     LEFT JOIN deadlines a ON a.place_id = x.place_id AND a.case_id = x.case_id AND a.key = $5 || '/' || x.assessment
     LEFT JOIN deadlines n ON n.place_id = x.place_id AND n.case_id = x.case_id AND n.key = $6 || '/' || x.process
     WHERE m.place_id = $1 AND m.held_on BETWEEN $2::date AND $3::date
   ), steps AS (
     SELECT 'assessment' AS step, d.assessed_on - (
       SELECT max(k.settled_on) FROM deadlines k WHERE k.place_id = d.place_id AND k.case_id = d.case_id
         AND k.key LIKE $4 || '/' || d.referral || '.%' AND k.settled_as = 'met') AS days
     FROM decided d
     UNION ALL
     SELECT 'papers', (
       SELECT min((i.listed_at AT TIME ZONE 'Europe/London')::date) FROM agenda_items i
       WHERE i.place_id = d.place_id AND i.case_id = d.case_id AND i.process = d.process) - d.assessed_on
     FROM decided d
     UNION ALL SELECT 'telling', told_on - held_on FROM decided WHERE told_on <= $3::date
     UNION ALL SELECT 'arranging', arranged_on - held_on FROM decided WHERE arranged_on <= $3::date
   )
   SELECT step, days, count(*)::int AS count FROM steps WHERE days >= 0 GROUP BY 1, 2 ORDER BY 1, 2`,
);

/** What is shown of deadlines that are foreseen to be missed, by case and key. */
export const SHOWN = statement(
  'forecast_shown',
  `SELECT c.id AS case_id, c.reference, c.stage, c.stage_words, k.given_name, k.family_name
   FROM cases c JOIN children k ON k.place_id = c.place_id AND k.id = c.child_id
   WHERE c.place_id = $1 AND c.id = ANY($2::uuid[])`,
);

export const OWNERS = statement(
  'forecast_owners',
  `SELECT id, name FROM people WHERE place_id = $1 AND id = ANY($2::uuid[])`,
);

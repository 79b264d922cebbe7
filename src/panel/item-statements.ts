import { statement } from '../database/transaction.js';
import { heldAtShortNotice } from './short-notice.js';

const ITEM = `
  SELECT i.case_id AS "case", i.process, i.status, i.presenter, m.reference AS meeting_reference, m.held_on, m.stage, m.chair, m.present,
    ${heldAtShortNotice('m')} AS short_notice, c.reference, c.record, c.protocol, c.calendar_version,
    (SELECT json_build_object('facts', e.facts, 'keys', e.keys) FROM ended_processes e
     WHERE e.place_id = i.place_id AND e.subject_id = i.case_id AND e.process = i.process) AS ended
  FROM agenda_items i
  JOIN meetings m ON m.place_id = i.place_id AND m.id = i.meeting_id
  JOIN cases c ON c.place_id = i.place_id AND c.id = i.case_id
  WHERE i.place_id = $1 AND i.meeting_id = $2 AND i.case_id = ANY($3::uuid[])
  ORDER BY i.case_id, i.listed_at DESC, i.process DESC`;

/** Cases on the agenda of a meeting, or that once were: the last time each was put there comes first. */
export const ITEMS_OF_MEETING = statement('panel_items', ITEM);

/** The same, kept from being decided or moved until the transaction ends. */
export const LOCK_ITEMS = statement('panel_items_locked', `${ITEM} FOR UPDATE OF i`);

/** The cases on the agenda of a meeting, decided or not. */
export const CASES_ON_AGENDA = statement(
  'panel_cases_on_agenda',
  `SELECT DISTINCT case_id AS "case" FROM agenda_items
   WHERE place_id = $1 AND meeting_id = $2 AND status <> 'removed'`,
);

/** What was said of items by their members. */
export const ENTRIES = statement(
  'panel_entries_of_items',
  `SELECT e.case_id AS "case", e.process, e.person_id AS person, p.name, e.kind, e.at, e.opinion, e.reasons
   FROM panel_entries e JOIN people p ON p.place_id = e.place_id AND p.id = e.person_id
   WHERE e.place_id = $1 AND e.meeting_id = $2 AND e.case_id = ANY($3::uuid[])
   ORDER BY e.at, p.name`,
);

/** Who declared no interest in which items of a meeting. */
export const DECLARED_NONE = statement(
  'panel_entries_declared_none',
  `SELECT e.case_id AS "case", e.process, e.person_id AS person, p.name
   FROM panel_entries e JOIN people p ON p.place_id = e.place_id AND p.id = e.person_id
   WHERE e.place_id = $1 AND e.meeting_id = $2 AND e.kind = 'noInterest'
   ORDER BY p.name`,
);

/** Says it, or says it anew. */
export const PUT_ENTRY = statement(
  'put_panel_entry',
  `INSERT INTO panel_entries (place_id, meeting_id, case_id, process, person_id, kind, at, opinion, reasons)
   VALUES ($1, $2, $3, $4, $5, $6, service_now(), $7, $8)
   ON CONFLICT (place_id, meeting_id, case_id, process, person_id, kind)
   DO UPDATE SET at = excluded.at, opinion = excluded.opinion, reasons = excluded.reasons`,
);

/** The meetings on whose agendas a case is or was, the latest first. */
export const MEETINGS_OF_CASE = statement(
  'panel_meetings_of_case',
  `SELECT DISTINCT i.meeting_id AS meeting, m.held_on FROM agenda_items i
   JOIN meetings m ON m.place_id = i.place_id AND m.id = i.meeting_id
   WHERE i.place_id = $1 AND i.case_id = $2 AND i.status <> 'removed'
   ORDER BY m.held_on DESC LIMIT 12`,
);

/**
 * The cases, or whether that case, in which somebody's last declaration is of an interest that excludes them. That they have
 * none in an item that came later takes its place.
 */
export const CONFLICTS = statement(
  'panel_conflicts',
  `SELECT d.case_id AS "case" FROM (
     SELECT DISTINCT ON (case_id) case_id, process, at, excludes FROM panel_interests
     WHERE place_id = $1 AND person_id = $2 AND ($3::uuid IS NULL OR case_id = $3)
     ORDER BY case_id, seq DESC) d
   WHERE d.excludes AND NOT EXISTS (
     SELECT 1 FROM panel_entries e
     WHERE e.place_id = $1 AND e.person_id = $2 AND e.case_id = d.case_id AND e.kind = 'noInterest'
       AND e.process <> d.process AND e.at > d.at)`,
);

/** The cases in which somebody recorded something, or that name them in its checklist or assessment; $3 one of them, or null. */
export const OWN_CASES = statement(
  'cases_of_ones_own',
  `SELECT e.subject_id AS "case" FROM events e
   WHERE e.place_id = $1 AND e.by_person = $2 AND ($3::uuid IS NULL OR e.subject_id = $3)
   UNION
   SELECT p.case_id FROM participations p
   WHERE p.place_id = $1 AND p.person_id = $2 AND ($3::uuid IS NULL OR p.case_id = $3)`,
);

/** Who opened the packs of items since they were put on the agenda, and when last. */
export const OPENED = statement(
  'panel_packs_opened',
  `SELECT i.case_id AS "case", i.process, r.person_id AS person, max(r.at) AS at
   FROM agenda_items i JOIN record_reads r ON r.place_id = i.place_id AND r.case_id = i.case_id AND r.at >= i.listed_at
   WHERE i.place_id = $1 AND i.meeting_id = $2 AND i.case_id = ANY($3::uuid[])
     AND r.part LIKE 'panel pack%'
   GROUP BY i.case_id, i.process, r.person_id`,
);

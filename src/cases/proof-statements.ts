import { statement } from '../database/transaction.js';

export const KEPT_DEADLINES = statement(
  'kept-deadlines',
  `SELECT key, timescale, clauses, guidance, owner, owner_person AS "ownerPerson", started_on AS "startedOn",
     started_at AS "startedAt", started_by AS "startedBy", due_on AS "dueOn", due_at AS "dueAt",
     original_due_on AS "originalDueOn", original_due_at AS "originalDueAt", settled, exception, extensions, pauses,
     paused_since AS "pausedSince"
   FROM deadlines WHERE place_id = $1 AND case_id = $2`,
);

export const KEPT_BREACHES = statement(
  'kept-breaches',
  `SELECT key, passed_occurrence AS occurrence, passed_by AS seq, withdrawn_by AS withdrawn, breach_reason AS reason,
     breach_ours AS ours, breach_reason_by AS "by", breach_reason_on AS "on", breach_reason_seq AS "explainedBy"
   FROM deadlines WHERE place_id = $1 AND case_id = $2 AND passed_occurrence IS NOT NULL`,
);

export const KEPT_ENDED = statement(
  'kept-ended',
  `SELECT json_build_object('id', process, 'kind', kind, 'value', value, 'facts', facts, 'keys', keys,
     'openedBy', opened_by) AS process, ended_by AS "endedBy", cut_short AS "cutShort"
   FROM ended_processes WHERE place_id = $1 AND subject_id = $2`,
);

export const KEPT_NOTICES = statement(
  'kept-notices',
  `SELECT process, recipient, form FROM notices_owed WHERE place_id = $1 AND case_id = $2 AND settled IS NULL`,
);

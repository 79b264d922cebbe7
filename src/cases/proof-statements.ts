import { statement } from '../database/transaction.js';

export const KEPT_DEADLINES = statement(
  'kept-deadlines',
  `SELECT key, timescale, clauses, guidance, owner, owner_person AS "ownerPerson", started_on AS "startedOn",
     started_at AS "startedAt", started_by AS "startedBy", due_on AS "dueOn", due_at AS "dueAt", settled, exception
   FROM deadlines WHERE place_id = $1 AND case_id = $2`,
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

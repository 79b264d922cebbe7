import { statement } from '../database/transaction.js';

const BREACH = `passed_occurrence, passed_by, withdrawn_by, breach_reason, breach_ours, breach_reason_by,
  breach_reason_on, breach_reason_seq`;
const BREACH_TYPES = `passed_occurrence int, passed_by int, withdrawn_by int, breach_reason text, breach_ours boolean,
  breach_reason_by uuid, breach_reason_on date, breach_reason_seq int`;
const BREACH_COLUMNS = BREACH.split(/,\s*/);
const breachFrom = (source: string): string =>
  BREACH_COLUMNS.map((column) => `${column} = ${source}.${column}`).join(', ');
const breachOf = (source: string): string => BREACH_COLUMNS.map((column) => `${source}.${column}`).join(', ');

const COLUMNS = `key, timescale, clauses, guidance, owner, owner_person, started_on, started_at, started_by, due_on,
  due_at, original_due_on, original_due_at, settled, exception, extensions, pauses, paused_since, ${BREACH}, is_open, awaits_passing, settled_as, settled_on,
  settled_late, step, step_by, planned_on, critical_at`;

export const PUT_DEADLINES = statement(
  'put-deadlines',
  `INSERT INTO deadlines (place_id, case_id, ${COLUMNS})
   SELECT $1, $2, ${COLUMNS}
   FROM jsonb_to_recordset($3::jsonb) AS d
     (key text, timescale text, clauses text[], guidance boolean, owner text, owner_person uuid, started_on date,
      started_at timestamptz, started_by int, due_on date, due_at timestamptz, original_due_on date,
      original_due_at timestamptz, settled json, exception json, extensions json, pauses json, paused_since date,
      ${BREACH_TYPES}, is_open boolean, awaits_passing boolean,
      settled_as text, settled_on date, settled_late boolean, step text, step_by int, planned_on date,
      critical_at timestamptz)
   ON CONFLICT (place_id, case_id, key) DO UPDATE SET
     timescale = excluded.timescale, clauses = excluded.clauses, guidance = excluded.guidance, owner = excluded.owner,
     owner_person = excluded.owner_person, started_on = excluded.started_on, started_at = excluded.started_at,
     started_by = excluded.started_by, due_on = excluded.due_on, due_at = excluded.due_at,
     original_due_on = excluded.original_due_on, original_due_at = excluded.original_due_at,
     settled = excluded.settled, exception = excluded.exception, extensions = excluded.extensions,
     pauses = excluded.pauses, paused_since = excluded.paused_since, ${breachFrom('excluded')}, is_open = excluded.is_open,
     awaits_passing = excluded.awaits_passing, settled_as = excluded.settled_as, settled_on = excluded.settled_on,
     settled_late = excluded.settled_late, step = excluded.step, step_by = excluded.step_by,
     planned_on = excluded.planned_on, critical_at = excluded.critical_at
   WHERE deadlines.settled IS NULL OR deadlines.settled ->> 'as' <> 'met'`,
);

/** A deadline that was met stays as it was; what is recorded of its breach may still be explained or withdrawn. */
export const PUT_BREACHES = statement(
  'put-breaches',
  `UPDATE deadlines SET ${breachFrom('b')}
   FROM jsonb_to_recordset($3::jsonb) AS b (key text, ${BREACH_TYPES})
   WHERE place_id = $1 AND case_id = $2 AND deadlines.key = b.key
     AND (${breachOf('deadlines')}) IS DISTINCT FROM (${breachOf('b')})`,
);

const OPEN = ['timescale', 'guidance', 'due_on', 'due_at', 'critical_at', 'owner', 'owner_person'];
const OF_CASE = ['stage', 'commissioner', 'needs'];
const COPIED = [...OPEN, 'excepted', 'paused', 'reason_wanted', ...OF_CASE];

/** Brings the copy of those open deadlines to what the deadlines and their cases say; what is alike stays. */
const copyOf = (which: (table: string) => string): string => `
  WITH is_open AS (
    SELECT d.place_id, d.case_id, d.key, ${OPEN.map((column) => `d.${column}`).join(', ')},
      d.exception IS NOT NULL AS excepted, d.paused_since IS NOT NULL AS paused,
      d.passed_by IS NOT NULL AND d.withdrawn_by IS NULL AND d.breach_reason IS NULL AS reason_wanted,
      ${OF_CASE.map((column) => `c.${column}`).join(', ')}
    FROM deadlines d JOIN cases c ON c.place_id = d.place_id AND c.id = d.case_id
    WHERE d.is_open AND ${which('d')}
  ), gone AS (
    DELETE FROM open_deadlines o WHERE ${which('o')} AND NOT EXISTS (
      SELECT 1 FROM is_open i WHERE i.place_id = o.place_id AND i.case_id = o.case_id AND i.key = o.key)
  )
  INSERT INTO open_deadlines (place_id, case_id, key, ${COPIED.join(', ')})
  SELECT place_id, case_id, key, ${COPIED.join(', ')} FROM is_open
  ON CONFLICT (place_id, case_id, key) DO UPDATE SET
    ${COPIED.map((column) => `${column} = excluded.${column}`).join(', ')}
  WHERE (${COPIED.map((column) => `open_deadlines.${column}`).join(', ')})
    IS DISTINCT FROM (${COPIED.map((column) => `excluded.${column}`).join(', ')})`;

/** Copies the open deadlines of a case for the queues, in the transaction of what changed them. */
export const COPY_OPEN_DEADLINES = statement(
  'copy-open-deadlines',
  copyOf((table) => `${table}.place_id = $1 AND ${table}.case_id = $2`),
);

/** Makes the whole copy anew, for a database that was filled otherwise than by commands. */
export const COPY_ALL_OPEN_DEADLINES = statement(
  'copy-all-open-deadlines',
  copyOf(() => 'true'),
);

/** Before a corrected history is told anew. */
export const DROP_DEADLINES = statement(
  'drop-deadlines',
  `DELETE FROM deadlines WHERE place_id = $1 AND case_id = $2`,
);

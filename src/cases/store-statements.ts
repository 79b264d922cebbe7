import { statement } from '../database/transaction.js';

/** The events of a step, the words beside them, and the answer to the command: $1 place, $2 subject, $3 to $5 as JSON. */
const APPENDED = `
  appended AS (
    INSERT INTO events (place_id, subject_id, seq, event_id, command_id, subject_kind, type, process, at, on_day,
      by_person, by_system, actor, content, evidence, protocol, machines, calendar_version)
    SELECT $1, $2, e.seq, e.event_id, e.command_id, e.subject_kind, e.type, e.process, e.at, e.on_day,
      e.by_person, e.by_person IS NULL, e.actor, e.content, e.evidence, e.protocol, e.machines, e.calendar_version
    FROM jsonb_to_recordset($3::jsonb) AS e
      (seq int, event_id uuid, command_id uuid, subject_kind text, type text, process text, at timestamptz,
       on_day date, by_person uuid, actor jsonb, content jsonb, evidence jsonb, protocol text, machines int,
       calendar_version text)
  ), kept AS (
    INSERT INTO texts (place_id, subject_id, seq, field, salt, words)
    SELECT $1, $2, t.seq, t.field, t.salt, t.words
    FROM jsonb_to_recordset($4::jsonb) AS t (seq int, field text, salt text, words text)
  ), answered AS (
    INSERT INTO commands (command_id, place_id, person_id, subject_kind, subject_id, type, digest, outcome, at)
    SELECT c.command_id, $1, c.person_id, c.subject_kind, $2, c.type, c.digest, c.outcome, c.at
    FROM jsonb_to_recordset($5::jsonb) AS c
      (command_id uuid, person_id uuid, subject_kind text, type text, digest text, outcome json, at timestamptz)
  )`;

const RECORD = ['person_version', 'seq', 'record', 'protocol', 'machines', 'calendar_version', 'stage'];
const OF_BOTH = [...RECORD, 'stage_words', 'last_event_at'];
/** The columns of a case, beside its keys and version. */
export const OF_CASE = [
  ...OF_BOTH,
  'assessor',
  'next_deadline',
  'next_due_at',
  'opened_on',
  'closed_on',
  'needs',
  'commissioner',
  'points',
  'work',
  'awaits_authority',
];
/** The columns of a meeting, beside its keys and version. */
export const OF_MEETING = [...OF_BOTH, 'held_on', 'capacity', 'chair', 'present'];

const FIRST_COLUMN = 8;
const numbered = (columns: readonly string[], from: number): string[] =>
  columns.map((_, at) => `$${at + from}`);

/** $6 the reference, $7 the child as JSON; then the columns. */
const open = (table: string, columns: readonly string[], before: string, child: string): string => `
  WITH ${before} ${APPENDED}
  INSERT INTO ${table} (place_id, id, reference, ${child} version, ${columns.join(', ')})
  VALUES ($1, $2, $6, ${child && `($7::jsonb ->> 'id')::uuid,`} 1, ${numbered(columns, child ? FIRST_COLUMN : 7).join(', ')})`;

/** A recount of deadlines records no event, so that the moment of the last one stays. */
const kept = (column: string, value: string): string =>
  column === 'last_event_at' ? `coalesce(${value}::timestamptz, last_event_at)` : value;

/** $6 the version that was read; then the columns. */
const step = (table: string, columns: readonly string[]): string => `
  WITH ${APPENDED}
  UPDATE ${table} SET version = version + 1,
    ${columns.map((column, at) => `${column} = ${kept(column, `$${at + 7}`)}`).join(', ')}
  WHERE place_id = $1 AND id = $2 AND version = $6`;

const CHILD = `
  child AS (
    INSERT INTO children (place_id, id, given_name, family_name, date_of_birth, nhs_number, address,
      parental_responsibility, salts)
    SELECT $1, c.id, c.given_name, c.family_name, c.date_of_birth, c.nhs_number, c.address,
      c.parental_responsibility, c.salts
    FROM jsonb_to_record($7::jsonb) AS c
      (id uuid, given_name text, family_name text, date_of_birth date, nhs_number text, address text,
       parental_responsibility json, salts json)
  ),`;

export const OPEN = {
  case: statement('open-case', open('cases', OF_CASE, CHILD, 'child_id,')),
  meeting: statement('open-meeting', open('meetings', OF_MEETING, '', '')),
};

export const STEP = {
  case: statement('step-case', step('cases', OF_CASE)),
  meeting: statement('step-meeting', step('meetings', OF_MEETING)),
};

/** A refusal: nothing is kept but the answer to the command and the audit entry. */
export const KEEP_REFUSAL = statement(
  'keep-refusal',
  `WITH answered AS (
     INSERT INTO commands (command_id, place_id, person_id, subject_kind, subject_id, type, digest, outcome, at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE $7::text IS NOT NULL
   )
   INSERT INTO audit_entries (place_id, at, person_id, action, subject_kind, subject_id, type, clauses, detail)
   VALUES ($2, $9, $3, $10, $4, $5, $6, $11, $12)`,
);

export const PUT_ENDED = statement(
  'put-ended',
  `INSERT INTO ended_processes (place_id, subject_id, process, kind, value, facts, keys, opened_by, ended_by, cut_short)
   SELECT $1, $2, p.process, p.kind, p.value, p.facts, p.keys, p.opened_by, p.ended_by, p.cut_short
   FROM jsonb_to_recordset($3::jsonb) AS p
     (process text, kind text, value text, facts json, keys json, opened_by int, ended_by int, cut_short text)`,
);

export const DROP_ENDED = statement(
  'drop-ended',
  `DELETE FROM ended_processes WHERE place_id = $1 AND subject_id = $2`,
);

/** Who the child is, as corrected: only what is given changes. */
export const CORRECT_CHILD = statement(
  'correct-child',
  `UPDATE children SET
     given_name = coalesce($3::jsonb ->> 'givenName', given_name),
     family_name = coalesce($3::jsonb ->> 'familyName', family_name),
     nhs_number = coalesce($3::jsonb ->> 'nhsNumber', nhs_number),
     address = coalesce($3::jsonb ->> 'address', address),
     date_of_birth = coalesce(($3::jsonb ->> 'dateOfBirth')::date, date_of_birth),
     salts = (salts::jsonb || $4::jsonb)::json
   WHERE place_id = $1 AND id = $2`,
);

export const CHILD_BEFORE = statement(
  'child-before',
  `SELECT given_name AS "givenName", family_name AS "familyName", nhs_number AS "nhsNumber", address, salts
   FROM children WHERE place_id = $1 AND id = $2 FOR NO KEY UPDATE`,
);

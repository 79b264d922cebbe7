import { statement } from '../database/transaction.js';
import { COVERED_TODAY, HOLDERS_TODAY } from './who-hears.js';

/** Whose deadlines a person reads: their own, and those of whoever they cover for today. */
const READ_BY = `
  SELECT $2::uuid AS owner UNION SELECT c.absent FROM (${COVERED_TODAY}) c WHERE c.cover = $2`;

/** How an open deadline stands: $3 now, $4 today, $5 the last day that is looked ahead to. */
const STANDING = `
  CASE WHEN o.critical_at <= $3::timestamptz THEN 'critical'
    WHEN o.due_at + interval '1 second' <= $3::timestamptz THEN 'overdue'
    WHEN o.due_on <= $4::date THEN 'today'
    WHEN o.due_on <= $5::date THEN 'ahead' END`;

const LINE = `
  o.case_id AS "caseId", c.reference, o.key, o.timescale, o.owner, o.due_on AS "dueOn", o.due_at AS "dueAt",
  d.started_at AS "startedAt", d.clauses, o.owner_person AS "ownerPerson", p.name AS "ownerName"`;

const JOINS = `
  JOIN cases c ON c.place_id = o.place_id AND c.id = o.case_id
  JOIN deadlines d ON d.place_id = o.place_id AND d.case_id = o.case_id AND d.key = o.key
  LEFT JOIN people p ON p.place_id = o.place_id AND p.id = o.owner_person`;

/** A person's deadlines that are due or about to be, up to $6 of each standing, with how many there are. */
export const CASELOAD = statement(
  'digest-caseload',
  `WITH mine AS (
     SELECT o.*, ${STANDING} AS standing FROM open_deadlines o
     WHERE o.place_id = $1 AND o.owner_person IN (${READ_BY}) AND NOT o.guidance AND o.due_on <= $5::date
   ), counted AS (
     SELECT mine.*, count(*) OVER (PARTITION BY standing)::int AS total,
       row_number() OVER (PARTITION BY standing ORDER BY due_at, case_id, key) AS nth
     FROM mine)
   SELECT o.standing, o.total, ${LINE} FROM counted o ${JOINS} WHERE o.nth <= $6
   ORDER BY o.due_at, o.case_id, o.key`,
);

/** A person's breaches of which they have not said why (ROL-4), open or settled, of children who live (SCO-10), up to $3, with how many there are. */
export const REASONS_WANTED = statement(
  'digest-reasons-wanted',
  `WITH wanted AS (
     SELECT d.*, count(*) OVER ()::int AS total FROM deadlines d
     WHERE d.place_id = $1 AND d.owner_person IN (${READ_BY}) AND d.passed_by IS NOT NULL
       AND d.withdrawn_by IS NULL AND d.breach_reason IS NULL AND NOT d.guidance
       AND NOT EXISTS (SELECT 1 FROM cases c
         WHERE c.place_id = d.place_id AND c.id = d.case_id AND c.record #>> '{facts,died}' IS NOT NULL)
     ORDER BY d.due_at, d.case_id, d.key LIMIT $3)
   SELECT 'reason'::text AS standing, o.total, ${LINE} FROM wanted o ${JOINS} ORDER BY o.due_at, o.case_id, o.key`,
);

/** Those of a place that are critically overdue, up to $6, with how many there are. */
export const CRITICAL = statement(
  'digest-critical',
  `WITH worst AS (
     SELECT o.*, 'critical'::text AS standing, count(*) OVER ()::int AS total FROM open_deadlines o
     WHERE o.place_id = $1 AND NOT o.guidance AND o.critical_at <= $2::timestamptz
     ORDER BY o.due_at, o.case_id, o.key LIMIT $3)
   SELECT o.standing, o.total, ${LINE} FROM worst o ${JOINS} ORDER BY o.due_at, o.case_id, o.key`,
);

/** How many deadlines of a place stand how, by the team of whoever owns them. $2 is nobody's in particular. */
export const TOTALS = statement(
  'digest-totals',
  `SELECT p.team_id AS team, (o.owner_person IS NULL) AS unowned,
     count(*) FILTER (WHERE standing = 'critical')::int AS critical,
     count(*) FILTER (WHERE standing = 'overdue')::int AS overdue,
     count(*) FILTER (WHERE standing = 'today')::int AS today,
     count(*) FILTER (WHERE standing = 'ahead')::int AS ahead
   FROM (SELECT o.place_id, o.owner_person, ${STANDING} AS standing FROM open_deadlines o
     WHERE o.place_id = $1 AND NOT o.guidance AND o.due_on <= $5::date) o
   LEFT JOIN people p ON p.place_id = o.place_id AND p.id = o.owner_person
   WHERE $2::uuid IS NOT NULL
   GROUP BY 1, 2 ORDER BY 2, 1 NULLS LAST`,
);

/** What else a manager looks at: cases nobody is named for, work that waits for a person, e-mails that do. */
export const WAITING = statement(
  'digest-waiting',
  `SELECT
     (SELECT count(*)::int FROM cases WHERE place_id = $1 AND assessor IS NULL AND closed_on IS NULL) AS unassigned,
     (SELECT count(*)::int FROM alarms WHERE place_id = $1 AND state = 'exception') AS exceptions,
     (SELECT count(*)::int FROM deliveries WHERE place_id = $1 AND state IN ('uncertain', 'failed')) AS deliveries`,
);

/** What a person has not read yet, apart from what their deadlines say themselves; up to $3, with how many there are. */
export const UNREAD = statement(
  'digest-unread',
  `SELECT words, count(*) OVER ()::int AS total FROM staff_notices
   WHERE place_id = $1 AND person_id = $2 AND read_at IS NULL AND withdrawn_at IS NULL AND deadline_key IS NULL
   ORDER BY at DESC, id LIMIT $3`,
);

/** Who reads a digest: whoever assesses or manages today, and owns something or covers for someone; nobody who is away. */
export const READERS = statement(
  'digest-readers',
  `WITH holders AS (${HOLDERS_TODAY})
   SELECT DISTINCT person_id AS id FROM holders
   WHERE role = ANY($2::text[] || $3::text[]) AND person_id NOT IN (SELECT absent FROM (${COVERED_TODAY}) a)
   ORDER BY id`,
);

/** Whether someone holds one of these roles today. */
export const HOLDS = statement(
  'digest-holds',
  `SELECT EXISTS (SELECT 1 FROM (${HOLDERS_TODAY}) h WHERE h.person_id = $2 AND h.role = ANY($3::text[])) AS holds`,
);

/** One digest for each person and morning, whoever asks for it how often; those of mornings before are not sent any more. */
export const POST = statement(
  'post-digests',
  `WITH stale AS (
     UPDATE deliveries SET state = 'withdrawn', failure = 'moot', settled_at = service_now()
     WHERE place_id = $1 AND digest_on < $3::date AND state = 'waiting'
   )
   INSERT INTO deliveries (id, place_id, person_id, digest_on, channel, state, about_at, created_at, try_at)
   SELECT gen_random_uuid(), $1, person, $3, 'email', 'waiting', $4, service_now(), service_now()
   FROM unnest($2::uuid[]) AS person
   ON CONFLICT ON CONSTRAINT deliveries_of_morning DO NOTHING
   RETURNING id, try_at AS "tryAt"`,
);

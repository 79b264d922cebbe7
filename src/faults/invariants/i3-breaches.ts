import type { Finding, Invariant } from './invariant.js';
import { rowsOf } from './invariant.js';

const ID = 'I3';

interface Named {
  subject: string;
  deadline: string;
}

const UNPROCESSED = `
  SELECT case_id AS subject, key AS deadline FROM deadlines
  WHERE awaits_passing AND due_at + interval '1 second' <= $1::timestamptz`;

const UNRUNG = `
  SELECT id AS subject, kind AS deadline FROM alarms
  WHERE state = 'waiting' AND coalesce(retry_at, rings_at) <= $1::timestamptz`;

const TWICE = `
  SELECT subject_id AS subject, content ->> 'deadline' AS deadline FROM events WHERE type = 'DEADLINE_PASSED'
  GROUP BY place_id, subject_id, content ->> 'deadline', content ->> 'occurrence' HAVING count(*) > 1`;

/** An occurrence follows on the one before only where that was withdrawn. */
const AGAIN = `
  SELECT e.subject_id AS subject, e.content ->> 'deadline' AS deadline FROM events e
  WHERE e.type = 'DEADLINE_PASSED' AND (e.content ->> 'occurrence')::int > 1
    AND NOT EXISTS (
      SELECT 1 FROM events w WHERE w.place_id = e.place_id AND w.subject_id = e.subject_id AND w.seq < e.seq
        AND w.type = 'BREACH_WITHDRAWN' AND w.content ->> 'deadline' = e.content ->> 'deadline'
        AND (w.content ->> 'occurrence')::int = (e.content ->> 'occurrence')::int - 1)`;

const EARLY = `
  SELECT subject_id AS subject, content ->> 'deadline' AS deadline FROM events
  WHERE type = 'DEADLINE_PASSED' AND at <= (content ->> 'dueAt')::timestamptz`;

const finding =
  (kind: Finding['kind'], what: string) =>
  ({ subject, deadline }: Named): Finding => ({
    invariant: ID,
    kind,
    words: `${subject}: ${deadline} ${what}`,
  });

/** Every deadline and every alarm in the database. Asked once what is due has had its time: the pass's interval and a minute. */
export const breaches: Invariant = {
  id: ID,
  words:
    'What is past due is recorded within the interval of the pass and a minute, once for each occurrence, never early; no alarm is due that does not ring.',
  async check(seen) {
    const unprocessed = await rowsOf<Named>(seen, UNPROCESSED, [seen.dueBy]);
    const unrung = await rowsOf<Named>(seen, UNRUNG, [seen.dueBy]);
    const twice = await rowsOf<Named>(seen, TWICE);
    const again = await rowsOf<Named>(seen, AGAIN);
    const early = await rowsOf<Named>(seen, EARLY);
    return [
      ...unprocessed.map(finding('lost', 'is past due and nothing records it')),
      ...unrung.map(finding('lost', 'alarm is due and does not ring')),
      ...twice.map(finding('doubled', 'passed twice in one occurrence')),
      ...again.map(finding('doubled', 'passed again while its passing stood')),
      ...early.map(finding('broken', 'passed before its last moment was over')),
    ];
  },
};

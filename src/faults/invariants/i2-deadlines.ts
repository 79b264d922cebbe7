import type { Finding, Invariant } from './invariant.js';
import { rowsOf } from './invariant.js';

const ID = 'I2';

interface Named {
  subject: string;
  deadline: string;
}

const NO_ALARM = `
  SELECT d.case_id AS subject, d.key AS deadline FROM deadlines d
  WHERE d.is_open AND NOT EXISTS (
    SELECT 1 FROM alarms a WHERE a.kind = 'deadline' AND a.place_id = d.place_id AND a.about = d.case_id || ' ' || d.key)`;

const NO_DEADLINE = `
  SELECT a.case_id AS subject, a.about AS deadline FROM alarms a
  WHERE a.kind = 'deadline' AND NOT EXISTS (
    SELECT 1 FROM deadlines d WHERE d.is_open AND d.place_id = a.place_id AND a.about = d.case_id || ' ' || d.key)`;

const TOO_LATE = `
  SELECT d.case_id AS subject, d.key AS deadline FROM deadlines d
  JOIN alarms a ON a.kind = 'deadline' AND a.place_id = d.place_id AND a.about = d.case_id || ' ' || d.key
  WHERE d.awaits_passing AND a.state = 'waiting' AND a.rings_at > d.due_at + interval '1 second'`;

const COPY_DIFFERS = `
  SELECT coalesce(d.case_id, o.case_id) AS subject, coalesce(d.key, o.key) AS deadline
  FROM (SELECT * FROM deadlines WHERE is_open) d
  FULL JOIN open_deadlines o ON o.place_id = d.place_id AND o.case_id = d.case_id AND o.key = d.key
  WHERE d.key IS NULL OR o.key IS NULL OR d.due_at <> o.due_at OR d.owner <> o.owner
    OR d.owner_person IS DISTINCT FROM o.owner_person`;

const LOOKED: readonly [string, Finding['kind'], string][] = [
  [NO_ALARM, 'lost', 'is open and has no alarm'],
  [NO_DEADLINE, 'broken', 'has an alarm and is not open'],
  [TOO_LATE, 'lost', 'has an alarm that rings after it is over'],
  [COPY_DIFFERS, 'broken', 'is not in the queues as it is in its case'],
];

/** Every deadline in the database; that they are the ones derived from their case is part of telling it again (I1). */
export const deadlines: Invariant = {
  id: ID,
  words:
    'Each open deadline has one alarm, for its next moment, and stands in the queues as in its case; no other has.',
  async check(seen) {
    const found: Finding[] = [];
    for (const [sql, kind, what] of LOOKED) {
      const rows = await rowsOf<Named>(seen, sql);
      found.push(
        ...rows.map(({ subject, deadline }) => ({
          invariant: ID,
          kind,
          words: `${subject}: ${deadline} ${what}`,
        })),
      );
    }
    return found;
  },
};

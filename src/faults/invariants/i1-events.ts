import type { Finding, Invariant, Seen } from './invariant.js';
import { rowsOf } from './invariant.js';

const ID = 'I1';

const GAPS = `
  SELECT subject_id AS subject FROM events GROUP BY place_id, subject_id
  HAVING min(seq) <> 1 OR max(seq) <> count(*)`;

const BEHIND = `
  SELECT c.id AS subject FROM cases c
  WHERE c.seq <> (SELECT max(e.seq) FROM events e WHERE e.place_id = c.place_id AND e.subject_id = c.id)`;

const VERSIONS = `SELECT id, version FROM cases ORDER BY id`;

interface Version {
  id: string;
  version: number;
}

const broken = (words: string): Finding => ({ invariant: ID, kind: 'broken', words });

async function proof({ engine, place }: Seen, id: string): Promise<Finding[]> {
  try {
    const differences = await engine.proof.differences(place, 'case', id);
    return differences.map((what) => broken(`${id}: ${what} is not as its events say`));
  } catch (error) {
    return [broken(`${id} cannot be told again: ${(error as Error).message}`)];
  }
}

/** Every case in the database; those that were not stored since they were last found right are not told again. */
export const events: Invariant = {
  id: ID,
  words: 'The events of a case run from 1 without a gap, and telling them again comes to what is stored.',
  async check(seen) {
    const gaps = await rowsOf<{ subject: string }>(seen, GAPS);
    const behind = await rowsOf<{ subject: string }>(seen, BEHIND);
    const told: Finding[] = [];
    for (const { id, version } of await rowsOf<Version>(seen, VERSIONS)) {
      if (seen.proven.get(id) === version) continue;
      const found = await proof(seen, id);
      told.push(...found);
      if (found.length === 0) seen.proven.set(id, version);
    }
    return [
      ...gaps.map(({ subject }) => broken(`${subject}: its events have a gap`)),
      ...behind.map(({ subject }) => broken(`${subject}: its record is not that of its last event`)),
      ...told,
    ];
  },
};

import { CaseReading } from '../../reading/case-reading.js';
import type { Finding, Invariant, Seen } from './invariant.js';
import { rowsOf } from './invariant.js';

const ID = 'I9';
const PAGE = 200;

const OPEN = `SELECT id FROM cases WHERE place_id = $1 AND closed_on IS NULL`;

/** An assessor who is in nobody's directory, or an owner nobody answers to. */
const OWNERLESS = `
  SELECT c.id FROM cases c WHERE c.assessor IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM people p WHERE p.place_id = c.place_id AND p.id = c.assessor)
  UNION SELECT case_id FROM open_deadlines WHERE owner = ''`;

const UNSEEN = `
  SELECT id FROM alarms WHERE state <> 'waiting' AND (owner_role IS NULL OR failure IS NULL OR failed_first_at IS NULL)`;

/** The open cases that people find: those that are somebody's, and those that are to become so. */
async function listed({ engine, place }: Seen, allocated: boolean): Promise<string[]> {
  const cases = new CaseReading(engine.dataSource, engine.places);
  const found: string[] = [];
  for (let after = null; ;) {
    const asked = { limit: PAGE, after, total: false };
    const { items, next } = await cases.list(place, { state: 'open', allocated }, asked);
    found.push(...items.map(({ id }) => id));
    if (next === null) return found;
    after = next as never;
  }
}

/** Every open case, as the lists show them that people work from; every alarm that waits for a person. */
export const reachable: Invariant = {
  id: ID,
  words:
    'Every open case is somebody’s or in the list of those that are nobody’s; what waits for a person says whose it is.',
  async check(seen) {
    const shown = new Set([...(await listed(seen, true)), ...(await listed(seen, false))]);
    const open = await rowsOf<{ id: string }>(seen, OPEN, [seen.place]);
    const ownerless = await rowsOf<{ id: string }>(seen, OWNERLESS);
    const unseen = await rowsOf<{ id: string }>(seen, UNSEEN);
    const finding = (words: string): Finding => ({ invariant: ID, kind: 'lost', words });
    return [
      ...open.filter(({ id }) => !shown.has(id)).map(({ id }) => finding(`case ${id} is in no list`)),
      ...ownerless.map(({ id }) => finding(`case ${id} belongs to somebody who is not there`)),
      ...unseen.map(({ id }) => finding(`alarm ${id} waits for a person, and does not say for whom or why`)),
    ];
  },
};

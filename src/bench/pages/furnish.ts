import type { Engine } from '../../engine.module.js';
import { inTransaction, reading, statement, type Statement } from '../../database/transaction.js';
import { DEADLINE_QUEUES } from '../../reading/queues/queues.js';
import type { PageVisitorRole, Samples } from './pages-asked.js';

/** How someone of the corpus signs in. */
export interface Account {
  who: PageVisitorRole;
  username: string;
  password: string;
}

const PASSWORD = 'a password to measure with';
const READS_EACH = 3;

/** Twenty years of looking at records: a few times each, by whoever there is, through one door or the other. */
const READ_BEFORE = statement(
  'bench-read-before',
  `INSERT INTO record_reads (place_id, case_id, person_id, at, part, via)
   SELECT c.place_id, c.id, p.ids[1 + (hashtext(c.id::text || n) & 1048575) % cardinality(p.ids)],
     c.last_event_at - n * interval '1 day', 'case', CASE n WHEN 1 THEN 'api' ELSE 'page' END
   FROM cases c
   CROSS JOIN generate_series(1, $2::int) n
   CROSS JOIN (SELECT array_agg(id ORDER BY id) AS ids FROM people WHERE place_id = $1) p
   WHERE c.place_id = $1
   ORDER BY 4`,
);

/** What an owner was told of each of their deadlines that is past or near. */
const TOLD_BEFORE = statement(
  'bench-told-before',
  `INSERT INTO staff_notices (id, place_id, person_id, kind, case_id, deadline_key, due_at, about_key, words, link, about_at, at)
   SELECT gen_random_uuid(), o.place_id, o.owner_person, 'dueSoon', o.case_id, o.key, o.due_at,
     o.case_id || ' ' || o.key || ' dueSoon', 'A deadline of case ' || c.reference || ' is due soon.',
     '/cases/' || o.case_id, o.due_at - interval '3 days', o.due_at - interval '3 days'
   FROM open_deadlines o JOIN cases c ON c.place_id = o.place_id AND c.id = o.case_id
   WHERE o.place_id = $1 AND o.owner_person IS NOT NULL AND o.due_at < service_now() + interval '3 days'`,
);

const SETTLE = `VACUUM ANALYZE record_reads, staff_notices`;

const FULLEST = statement(
  'bench-fullest',
  `SELECT assessor AS id FROM cases WHERE place_id = $1 AND closed_on IS NULL AND assessor IS NOT NULL
   GROUP BY assessor ORDER BY count(*) DESC, assessor LIMIT 1`,
);
const CHAIR = statement(
  'bench-chair',
  `SELECT chair AS id FROM meetings WHERE place_id = $1 ORDER BY held_on DESC LIMIT 1`,
);
const WITH_ROLE = statement(
  'bench-with-role',
  `SELECT person_id AS id FROM person_roles WHERE place_id = $1 AND role = $2 ORDER BY person_id LIMIT 1`,
);

const SAMPLES = statement(
  'bench-samples',
  `SELECT
     ARRAY(SELECT id FROM cases WHERE place_id = $1 AND assessor = $2 AND closed_on IS NULL ORDER BY id LIMIT $3) AS own,
     ARRAY(SELECT id FROM cases WHERE place_id = $1 AND assessor = $2 AND closed_on IS NULL AND stage = 'assessment'
           ORDER BY id LIMIT $3) AS assessed,
     ARRAY(SELECT id FROM cases WHERE place_id = $1 AND closed_on IS NULL ORDER BY id LIMIT $3) AS open,
     ARRAY(SELECT id FROM cases WHERE place_id = $1 AND closed_on IS NOT NULL ORDER BY id LIMIT $3) AS over,
     ARRAY(SELECT meeting_id FROM agenda_items WHERE place_id = $1 AND status = 'listed'
           GROUP BY meeting_id ORDER BY count(*) DESC LIMIT 5) AS meetings,
     ARRAY(SELECT assessor FROM cases WHERE place_id = $1 AND closed_on IS NULL AND assessor IS NOT NULL
           GROUP BY assessor ORDER BY count(*) DESC LIMIT 5) AS people,
     (SELECT coalesce(json_agg(i), '[]') FROM (
        SELECT meeting_id AS meeting, case_id AS id FROM agenda_items
        WHERE place_id = $1 AND status = 'listed' ORDER BY meeting_id, case_id LIMIT $3) i) AS items,
     (SELECT timescale FROM open_deadlines WHERE place_id = $1 GROUP BY 1 ORDER BY count(*) DESC LIMIT 1) AS timescale,
     (SELECT stage FROM open_deadlines WHERE place_id = $1 GROUP BY 1 ORDER BY count(*) DESC LIMIT 1) AS stage,
     (SELECT team_id FROM people WHERE place_id = $1 AND team_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1) AS team,
     (SELECT commissioner FROM open_deadlines WHERE place_id = $1 AND commissioner IS NOT NULL
      GROUP BY 1 ORDER BY count(*) DESC LIMIT 1) AS organisation,
     (SELECT need FROM open_deadlines, unnest(needs) AS need WHERE place_id = $1 GROUP BY 1 ORDER BY count(*) DESC LIMIT 1) AS need,
     (SELECT json_build_object('familyName', k.family_name, 'nhsNumber', k.nhs_number, 'reference', c.reference)
      FROM cases c JOIN children k ON k.place_id = c.place_id AND k.id = c.child_id
      WHERE c.place_id = $1 AND k.nhs_number IS NOT NULL ORDER BY c.id LIMIT 1) AS child`,
);

const SAMPLED = 40;

/** Puts into a copy of a corpus what pages show beside cases; answers who can sign in, and what there is to look at. */
export async function furnish(
  { dataSource, directory, accounts }: Engine,
  place: string,
): Promise<{ accounts: Account[]; samples: Samples }> {
  const auditor = await directory.putPerson(place, { name: 'Bench auditor', roles: ['auditor'] });
  await inTransaction(dataSource, async (tx) => {
    await tx.change(READ_BEFORE, [place, READS_EACH]);
    await tx.change(TOLD_BEFORE, [place]);
  });
  await dataSource.query(SETTLE);
  const found = await reading(dataSource, async (tx) => {
    const one = async (asked: Statement, values: readonly unknown[]): Promise<string> => {
      const row = await tx.row<{ id: string }>(asked, values);
      if (!row) throw new RangeError('The corpus has nobody to sign in as.');
      return row.id;
    };
    const assessor = await one(FULLEST, [place]);
    const people: Record<PageVisitorRole, string> = {
      assessor,
      panelMember: await one(CHAIR, [place]),
      manager: await one(WITH_ROLE, [place, 'manager']),
      auditor,
    };
    const samples = await tx.row<Omit<Samples, 'queues'>>(SAMPLES, [place, assessor, SAMPLED]);
    if (!samples) throw new RangeError('The corpus has nothing to look at.');
    return { people, samples: { ...samples, queues: DEADLINE_QUEUES } };
  });
  const made: Account[] = [];
  for (const [who, person] of Object.entries(found.people) as [PageVisitorRole, string][]) {
    const account = { username: `bench.${who.toLowerCase()}`, password: PASSWORD };
    await accounts.create(place, person, account);
    made.push({ who, ...account });
  }
  return { accounts: made, samples: found.samples };
}

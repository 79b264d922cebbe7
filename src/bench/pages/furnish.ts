import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Engine } from '../../engine.module.js';
import { columnTypes } from '../../database/column-types.js';
import { HORIZON_DAYS } from '../../queue/drainer.js';
import { DEADLINE_QUEUES } from '../../reading/queues/queues.js';
import type { PageVisitorRole, Samples } from './pages-asked.js';

/** How someone of the corpus signs in. */
export interface Account {
  who: PageVisitorRole;
  username: string;
  password: string;
}

const PASSWORD = 'a password to measure with';
const READS_EACH = 2;

/** Twenty years of looking at records: a few times each, by whoever there is, through one door or the other. */
const READ_BEFORE = `INSERT INTO record_reads (place_id, case_id, person_id, at, part, via)
   SELECT c.place_id, c.id, p.ids[1 + (hashtext(c.id::text || n) & 1048575) % cardinality(p.ids)],
     c.last_event_at - n * interval '1 day', 'case', CASE n WHEN 1 THEN 'api' ELSE 'page' END
   FROM cases c
   CROSS JOIN generate_series(1, $2::int) n
   CROSS JOIN (SELECT array_agg(id ORDER BY id) AS ids FROM people WHERE place_id = $1) p
   WHERE c.place_id = $1
   ORDER BY 4`;

/** What an owner was told of each of their deadlines that is past or near. */
const TOLD_BEFORE = `INSERT INTO staff_notices (id, place_id, person_id, kind, case_id, deadline_key, due_at, about_key, words, link, about_at, at)
   SELECT gen_random_uuid(), o.place_id, o.owner_person, 'dueSoon', o.case_id, o.key, o.due_at,
     o.case_id || ' ' || o.key || ' dueSoon', 'A deadline of case ' || c.reference || ' is due soon.',
     '/cases/' || o.case_id, o.due_at - interval '3 days', o.due_at - interval '3 days'
   FROM open_deadlines o JOIN cases c ON c.place_id = o.place_id AND c.id = o.case_id
   WHERE o.place_id = $1 AND o.owner_person IS NOT NULL AND o.due_at < service_now() + interval '3 days'`;

const SETTLE = `VACUUM ANALYZE record_reads, staff_notices`;

const FULLEST = `SELECT assessor AS id FROM cases WHERE place_id = $1 AND closed_on IS NULL AND assessor IS NOT NULL
   GROUP BY assessor ORDER BY count(*) DESC, assessor LIMIT 1`;
const CHAIR = `SELECT chair AS id FROM meetings WHERE place_id = $1 ORDER BY held_on DESC LIMIT 1`;
const WITH_ROLE = `SELECT person_id AS id FROM person_roles WHERE place_id = $1 AND role = $2 ORDER BY person_id LIMIT 1`;

const SAMPLES = `SELECT
     ARRAY(SELECT id FROM cases WHERE place_id = $1 AND assessor = $2 AND closed_on IS NULL ORDER BY id LIMIT $3) AS own,
     ARRAY(SELECT id FROM cases WHERE place_id = $1 AND assessor = $2 AND closed_on IS NULL AND stage = 'assessment.underway'
           ORDER BY id LIMIT $3) AS assessed,
     ARRAY(SELECT id FROM cases WHERE place_id = $1 AND closed_on IS NULL ORDER BY id LIMIT $3) AS open,
     ARRAY(SELECT id FROM cases WHERE place_id = $1 AND closed_on IS NOT NULL ORDER BY id LIMIT $3) AS over,
     ARRAY(SELECT meeting_id FROM agenda_items WHERE place_id = $1
           GROUP BY meeting_id HAVING count(*) <= $4 ORDER BY count(*) DESC, meeting_id LIMIT 20) AS meetings,
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
      WHERE c.place_id = $1 AND k.nhs_number IS NOT NULL ORDER BY c.id LIMIT 1) AS child`;

const SAMPLED = 40;
/** All copies of a case are listed for the same meeting, thousands of them; no meeting of a panel has so many. */
const FULL_AGENDA = 12;

/** Fills and looks through a plain connection: what is filled at once takes longer than the service ever waits. */
async function onClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, types: columnTypes });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function found<Row extends object>(
  client: Client,
  sql: string,
  values: readonly unknown[],
): Promise<Row> {
  const { rows } = await client.query<Row>(sql, [...values]);
  if (!rows[0]) throw new RangeError('The corpus has too little to look at.');
  return rows[0];
}

async function sampled(client: Client, place: string, auditor: string) {
  const one = async (sql: string, ...more: string[]): Promise<string> =>
    (await found<{ id: string }>(client, sql, [place, ...more])).id;
  const people: Record<PageVisitorRole, string> = {
    assessor: await one(FULLEST),
    panelMember: await one(CHAIR),
    manager: await one(WITH_ROLE, 'manager'),
    auditor,
  };
  const values = [place, people.assessor, SAMPLED, FULL_AGENDA];
  return { people, samples: await found<Omit<Samples, 'queues'>>(client, SAMPLES, values) };
}

const UNTOLD = `SELECT count(*)::int AS left FROM alarms
  WHERE NOT queued AND state = 'waiting' AND rings_at < (SELECT service_now()) + make_interval(days => $1)`;
const LOOK_EVERY_MS = 1000;

/** Waits until the service has told its queue of every alarm: a service that has run for a while has long done so. */
export const queueIsTold = (url: string): Promise<void> =>
  onClient(url, async (client) => {
    for (;;) {
      const { left } = await found<{ left: number }>(client, UNTOLD, [HORIZON_DAYS]);
      if (left === 0) return;
      await pause(LOOK_EVERY_MS);
    }
  });

/** Puts into a copy of a corpus what pages show beside cases; answers who can sign in, and what there is to look at. */
export async function furnish(
  { directory, accounts, forecastMeasure }: Engine,
  url: string,
  place: string,
): Promise<{ accounts: Account[]; samples: Samples }> {
  const auditor = await directory.putPerson(place, { name: 'Bench auditor', roles: ['auditor'] });
  const { people, samples } = await onClient(url, async (client) => {
    await client.query(READ_BEFORE, [place, READS_EACH]);
    await client.query(TOLD_BEFORE, [place]);
    await client.query(SETTLE);
    return sampled(client, place, auditor);
  });
  await forecastMeasure.run(place);
  const made: Account[] = [];
  for (const [who, person] of Object.entries(people) as [PageVisitorRole, string][]) {
    const account = { username: `bench.${who.toLowerCase()}`, password: PASSWORD };
    await accounts.create(place, person, account);
    made.push({ who, ...account });
  }
  return { accounts: made, samples: { ...samples, queues: DEADLINE_QUEUES } };
}

import { Client } from 'pg';
import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const MOST_STATEMENTS = 150;
const broken = (words: string): Finding => ({ invariant: 'F19', kind: 'broken', words });

const SHAPE = `
  SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
  FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT tgrelid::regclass || ' ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT proname || ' ' || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  ORDER BY 1`;

async function asking<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const shapeOf = (url: string): Promise<string[]> =>
  asking(url, async (client) => (await client.query<{ line: string }>(SHAPE)).rows.map(({ line }) => line));

/** Starts the service on an empty database, kills it while it builds the schema, and starts it again. */
async function killed(world: World, random: Random): Promise<Brought> {
  const url = await world.ground.emptyDatabase();
  try {
    const settings = { DATABASE_URL: url };
    const first = await world.spawn('web', settings);
    // An armed process dies at that statement; where there are fewer, it serves, and is killed then.
    await Promise.race([
      first.arm('migration-statement', 'die', random.between(1, MOST_STATEMENTS)),
      first.started,
    ]);
    await first.kill();
    const watch = new Watch();
    const second = await world.spawn('web', settings);
    const found: Finding[] = [];
    await second
      .ready()
      .catch((error: Error) => found.push(broken(`it did not start again: ${error.message}`)));
    const recoveredIn = watch.passed;
    await second.kill();
    const [shape, wanted] = [await shapeOf(url), await shapeOf(world.ground.templateUrl)];
    if (JSON.stringify(shape) !== JSON.stringify(wanted))
      found.push(broken('the schema is not what it should be'));
    return { recoveredIn, found };
  } finally {
    await world.ground.drop(url);
  }
}

export const migrationKilled: Fault = {
  id: 'F19',
  title: 'A migration is interrupted',
  holds: 'The next start goes on from the last whole migration and comes to the same schema.',
  ways: [
    {
      name: 'kill -9',
      how: 'The process that brings an empty database up to date is killed at one of the statements of its migrations.',
      weight: 0.05,
      bring: killed,
    },
  ],
};

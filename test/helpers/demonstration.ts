import { demonstrationOnlookers } from '../../src/demonstration/demonstration-token.js';
import { loadDemonstration } from '../../src/demonstration/load-demonstration.js';
import { createEngine } from '../../src/engine.module.js';
import { createTestDatabase, withDatabase, type TestDatabase } from './database.js';

/** The moment at which the demonstration of tests is loaded: a Wednesday morning. */
export const DEMONSTRATION_NOW = '2026-06-10T08:00:00.000Z';
const LOCK = 4_711_815;

async function load(url: string): Promise<void> {
  const engine = await createEngine(url, { purpose: 'demonstration', connections: 4, migrate: false });
  const { place } = await loadDemonstration(engine, { mode: 'test', now: DEMONSTRATION_NOW });
  await demonstrationOnlookers(engine, place);
  await engine.close();
}

/** A database with the demonstration in it that nobody else uses. It is loaded once in a run of tests, then copied. */
export async function createDemonstrationDatabase(): Promise<TestDatabase> {
  const template = `${process.env['TEST_DATABASE_TEMPLATE'] ?? ''}_demonstration`;
  await withDatabase(process.env['TEST_DATABASE_HOME'] ?? '', async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount) return;
    const fresh = await createTestDatabase();
    await load(fresh.url);
    const name = new URL(fresh.url).pathname.slice(1);
    await client.query(`ALTER DATABASE "${name}" RENAME TO "${template}"`);
  });
  return createTestDatabase(template);
}

import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { serverOf } from '../../src/postgres/database-server.js';

/** A migrated, empty database that nobody else uses. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Makes a database of its own for a suite, as a copy of another where that is named. Drop it when the suite is over. */
export async function createTestDatabase(
  template = process.env['TEST_DATABASE_TEMPLATE'],
): Promise<TestDatabase> {
  const home = process.env['TEST_DATABASE_HOME'];
  if (home === undefined || template === undefined) {
    throw new Error('Tests that need a database belong outside test/workflows');
  }
  const name = `ccc_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const server = serverOf(home);
  await server.createDatabase(name, template);
  return { url: server.urlOf(name), drop: () => server.dropDatabase(name) };
}

/** Does something in a database of a test past the service. */
export async function withDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

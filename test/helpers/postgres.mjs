// Runs once before the tests that need a database: one server for all of them, and on it a migrated database
// that every suite gets a copy of. The server is the one DATABASE_URL names, otherwise a bundled one of its own.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { build } from '../../src/launch/build.mjs';

const folderPrefix = 'childrens-continuing-care-test-';

export default async function startDatabase() {
  await build();
  const { serverOf } = await import('../../dist/src/postgres/database-server.js');
  const { config } = await import('../../dist/src/config/config.js');

  const given = config().databaseUrl;
  const own = given === undefined ? await ownServer() : undefined;
  const home = given ?? own.url('postgres');
  const server = serverOf(home);
  const template = `ccc_test_template_${process.pid}`;

  await server.dropDatabase(template);
  await server.createDatabase(template);
  await migrate(server.urlOf(template));

  process.env.TEST_DATABASE_HOME = home;
  process.env.TEST_DATABASE_TEMPLATE = template;
  globalThis.stopTestDatabase = async () => {
    await server.dropDatabase(`${template}_demonstration`);
    await server.dropDatabase(template);
    await own?.discard();
  };
}

async function migrate(url) {
  if (!existsSync(new URL('../../dist/migrations/index.js', import.meta.url))) return;
  const { migrations } = await import('../../dist/migrations/index.js');
  const source = new DataSource({ type: 'postgres', url, migrations });
  await source.initialize();
  await source.runMigrations({ transaction: 'each' });
  await source.destroy();
}

async function ownServer() {
  const { discardBundledPostgres, startBundledPostgres } =
    await import('../../dist/src/postgres/bundled-postgres.js');
  await clearAbandoned();
  const dataDir = join(tmpdir(), `${folderPrefix}${process.pid}`);
  const server = await startBundledPostgres({ dataDir, durable: false, log: () => undefined });
  return { ...server, discard: () => discardBundledPostgres(server, dataDir) };
}

/** A run that was killed leaves its server and its folder behind. */
async function clearAbandoned() {
  const { recordedServer } = await import('../../dist/src/postgres/running-server.js');
  const { isAlive } = await import('../../dist/src/postgres/server-folder.js');
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
    if (isAlive(Number(name.slice(folderPrefix.length)))) continue;
    const folder = join(tmpdir(), name);
    try {
      const server = recordedServer({ data: join(folder, 'data') });
      if (server !== undefined && isAlive(server.pid)) process.kill(server.pid, 'SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EPERM' && error.code !== 'EACCES') throw error;
    }
  }
}

import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { startBundledPostgres } from '../../src/postgres/bundled-postgres.js';
import type { BundledPostgres } from '../../src/postgres/bundled-postgres.js';
import { openDatabaseServer } from '../../src/postgres/database-server.js';
import { isAlive } from '../../src/postgres/server-folder.js';

describe('the bundled Postgres', () => {
  let parent: string;
  let dataDir: string;
  let running: Pick<BundledPostgres, 'stop'>[];

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'ccc-bundled-'));
    openToTheServer(parent);
    dataDir = join(parent, 'postgres');
    running = [];
  });

  afterEach(async () => {
    for (const server of running) await server.stop();
    rmSync(parent, { recursive: true, force: true });
  });

  const start = async (): Promise<BundledPostgres> => {
    const server = await startBundledPostgres({ dataDir, durable: false, log: () => undefined });
    running.push(server);
    return server;
  };

  it('keeps what was stored when it is stopped and started again', async () => {
    const first = await start();
    await ask(first.adminUrl, 'CREATE TABLE kept AS SELECT 1 AS answer');
    await first.stop();

    const second = await start();

    expect(await ask(second.adminUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 1 }]);
  });

  it('is shared by whoever asks for the same folder, and stops with the last of them', async () => {
    const first = await start();
    const second = await start();
    const pid = serverProcess(dataDir);

    await first.stop();
    const whileUsed = await ask(second.adminUrl, 'SELECT 1 AS answer');
    await second.stop();

    expect(second.port).toBe(first.port);
    expect(whileUsed).toEqual([{ answer: 1 }]);
    expect(isAlive(pid)).toBe(false);
  });

  it('starts although a machine that went down left the record of a server behind', async () => {
    const first = await start();
    const record = readFileSync(join(dataDir, 'data', 'postmaster.pid'), 'utf8');
    await first.stop();
    writeFileSync(join(dataDir, 'data', 'postmaster.pid'), record.replace(/^\d+/, String(process.pid)));

    const second = await start();

    expect(await ask(second.adminUrl, 'SELECT 1 AS answer')).toEqual([{ answer: 1 }]);
  });

  it('says what the server said where it does not start', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(join(dataDir, 'data', 'postgresql.conf'), 'no_such_setting = on\n');

    await expect(start()).rejects.toThrow(/did not start.*no_such_setting/s);
  });

  it('keeps its password to its own user and answers nobody without it', async () => {
    const server = await start();
    const stranger = new URL(server.adminUrl);
    stranger.password = 'guessed';

    expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600);
    await expect(ask(stranger.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  });

  it('lets the application in as a role that the rules of the database bind', async () => {
    const server = await start();

    const role = await ask(
      server.url('postgres'),
      'SELECT rolsuper FROM pg_roles WHERE rolname = current_user',
    );

    expect(role).toEqual([{ rolsuper: false }]);
  });

  it('sorts and cases text the same whatever the locale of the machine', async () => {
    const server = await start();

    const [row] = await ask(server.adminUrl, "SELECT upper('zoë') AS upper, 'a' < 'B' AS linguistic");

    expect(row).toEqual({ upper: 'ZOË', linguistic: false });
  });

  it('keeps the statements that fail, and what they carry, out of its log', async () => {
    const server = await start();

    await ask(server.adminUrl, "SELECT 'Example Child'::date").catch(() => undefined);

    expect(readFileSync(join(dataDir, 'server.log'), 'utf8')).not.toContain('Example Child');
  });

  it('has the database of the application ready, once', async () => {
    const open = async (): Promise<string> => {
      const server = await openDatabaseServer({ dataDir }, () => undefined);
      running.push(server);
      return server.url;
    };

    const [first, second] = await Promise.all([open(), open()]);

    expect(second).toBe(first);
    expect(await ask(first, 'SELECT current_database() AS name')).toEqual([
      { name: 'childrens_continuing_care' },
    ]);
  });
});

/** Root's temporary folders are closed to others, and root's server runs as another user. */
function openToTheServer(folder: string): void {
  chmodSync(folder, 0o755);
}

function serverProcess(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

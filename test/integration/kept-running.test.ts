import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { childEnvironment } from '../../src/config/child-environment.js';
import { projectFolder } from '../../src/config/project-folder.js';
import { startBundledPostgres, type BundledPostgres } from '../../src/postgres/bundled-postgres.js';
import { isAlive } from '../../src/postgres/server-folder.js';
import { hurry } from '../../src/process/pace.js';
import { eventually } from '../helpers/eventually.js';
import { opening } from '../web/api.js';

const MINUTES = 60_000;
const RUNS_AGAIN = 'the bundled Postgres runs again';
const ENDED = 'the bundled Postgres ended; starting it again';
const NOT_STARTED = 'the bundled Postgres did not start again';
const GIVEN_UP = 'the bundled Postgres cannot be started again; this process ends';

let dataDir: string;
const started: { stop: () => Promise<number | null> }[] = [];

beforeEach(() => {
  const parent = mkdtempSync(join(tmpdir(), 'ccc-kept-'));
  // Root's temporary folders are closed to others, and root's server runs as another user.
  chmodSync(parent, 0o755);
  dataDir = join(parent, 'postgres');
});
afterEach(async () => {
  for (const service of started.splice(0)) await service.stop();
  rmSync(join(dataDir, '..'), { recursive: true, force: true });
});

const record = (): string => join(dataDir, 'data', 'postmaster.pid');
const serverProcess = (): number => Number(readFileSync(record(), 'utf8').split('\n')[0]);

const kill = (): number => {
  const pid = serverProcess();
  process.kill(pid, 'SIGKILL');
  return pid;
};

async function ask(url: string, ...statements: string[]): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const sql of statements) ({ rows } = await client.query<Record<string, unknown>>(sql));
    return rows;
  } finally {
    await client.end();
  }
}

describe('the bundled Postgres, ended while it is in use', () => {
  let server: BundledPostgres;
  let said: string[];
  let givenUp: number;

  beforeEach(async () => {
    said = [];
    givenUp = 0;
    const log = {
      info: (_facts: object, words: string) => void said.push(words),
      error: (_facts: object, words: string) => void said.push(words),
    };
    hurry(10);
    server = await startBundledPostgres({
      dataDir,
      durable: true,
      log: () => undefined,
      keep: { log, giveUp: () => (givenUp += 1) },
    });
  });
  afterEach(async () => {
    hurry(1);
    await server.stop();
  });

  const says = (words: string) => eventually(() => said.filter((line) => line === words).length, Boolean);

  it('is started again where it was, each time, with all that was stored', async () => {
    await ask(server.adminUrl, 'CREATE TABLE kept AS SELECT 1 AS answer');
    for (const time of [1, 2]) {
      said = [];
      const before = kill();
      await says(RUNS_AGAIN);

      expect([time, said]).toEqual([time, [ENDED, RUNS_AGAIN]]);
      expect(serverProcess()).not.toBe(before);
      expect(await ask(server.adminUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 1 }]);
    }
    expect(givenUp).toBe(0);
  });

  it('waits for what is still at work on its data, and never runs beside it', async () => {
    const busy = ask(
      server.adminUrl,
      'CREATE TABLE kept AS SELECT 1 AS answer',
      `SET statement_timeout = '2s'`,
      'DO $$ BEGIN LOOP NULL; END LOOP; END $$',
    ).catch((error: unknown) => error);
    await eventually(
      () =>
        ask(server.adminUrl, `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO%'`),
      (rows) => rows.length === 1,
    );
    kill();
    await says(NOT_STARTED);
    await busy;
    await says(RUNS_AGAIN);

    expect(readFileSync(join(dataDir, 'server.log'), 'utf8')).toContain('is still in use');
    expect(await ask(server.adminUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 1 }]);
    expect(givenUp).toBe(0);
  });

  it('is started by one of the processes that use it, and found running by the others', async () => {
    const more: string[] = [];
    const log = { info: () => undefined, error: (_facts: object, words: string) => void more.push(words) };
    const second = await startBundledPostgres({
      dataDir,
      durable: true,
      log: () => undefined,
      keep: { log, giveUp: () => (givenUp += 1) },
    });
    kill();
    await says(RUNS_AGAIN);

    expect(await ask(second.adminUrl, 'SELECT 1 AS answer')).toEqual([{ answer: 1 }]);
    await second.stop();
    expect([more.filter((line) => line === NOT_STARTED), givenUp]).toEqual([[], 0]);
    expect(isAlive(serverProcess())).toBe(true);
  });

  it('is started by a process that begins just then at the port where the others wait for it', async () => {
    await server.letEnd();
    kill();
    const second = await startBundledPostgres({ dataDir, durable: true, log: () => undefined });

    expect(second.port).toBe(server.port);
    await second.stop();
  });

  it('is given up after seven tries that did not help', async () => {
    writeFileSync(join(dataDir, 'data', 'postgresql.conf'), 'no_such_setting = on\n');
    hurry(100);
    kill();
    await says(GIVEN_UP);

    expect(said).toEqual([ENDED, ...Array.from({ length: 7 }, () => NOT_STARTED), GIVEN_UP]);
    expect(givenUp).toBe(1);
  });

  it('stays stopped where it is stopped on purpose, or was let go of', async () => {
    const pid = serverProcess();
    await server.letEnd();
    process.kill(pid, 'SIGINT');
    await eventually(
      () => isAlive(pid),
      (alive) => !alive,
    );
    await server.stop();

    expect(said).toEqual([]);
    expect(() => serverProcess()).toThrow('ENOENT');
  });
});

describe('the service on its bundled Postgres', () => {
  it(
    'answers 503 while that was killed, records once what is sent again, and ends with 0 and without it',
    async () => {
      const service = start({ LOG_LEVEL: 'info', DEMONSTRATION: 'yes', NODE_ENV: 'development' });
      const address = await service.says(/Front page\s+(\S+)\//);
      const token = await service.says(/Demonstration token\s+(\S+)/);
      const send = async (): Promise<number> => {
        const answer = await fetch(`${address}/api/v1/cases`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'idempotency-key': 'sent-until-it-is-there',
          },
          body: JSON.stringify(opening(1)),
        });
        return answer.status;
      };
      const before = kill();
      const answers = new Set<number>();
      await eventually(send, (status) => {
        answers.add(status);
        return status !== 503;
      });

      expect([...answers].at(-1)).toBe(201);
      expect(await send()).toBe(201);
      expect(service.written).toContain(ENDED);
      expect(serverProcess()).not.toBe(before);
      const status = await eventually(
        async () => (await (await fetch(`${address}/status`)).json()) as { state: string },
        ({ state }) => state === 'ok',
      );
      expect(status.state).toBe('ok');

      const pid = serverProcess();
      expect(await service.stop()).toBe(0);
      await eventually(
        () => isAlive(pid),
        (alive) => !alive,
      );
      expect(service.written.split(ENDED)).toHaveLength(2);
    },
    5 * MINUTES,
  );

  it(
    'ends with 1 and says so where it cannot be started again, for a supervisor to act',
    async () => {
      const service = start({ NODE_ENV: 'test', FAULTS: 'yes', PACE: '50', DEMONSTRATION: 'no' });
      await service.says(/Front page\s+(\S+)\//);
      writeFileSync(join(dataDir, 'data', 'postgresql.conf'), 'no_such_setting = on\n');
      kill();

      expect(await service.end()).toBe(1);
      expect(service.written).toContain(GIVEN_UP);
      expect(service.written).toContain('postgresql.conf');
    },
    5 * MINUTES,
  );
});

function start(settings: Record<string, string>) {
  const child = spawn(process.execPath, [join(projectFolder(), 'dist/src/main.js')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: childEnvironment({ NODE_OPTIONS: '', PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, ...settings }),
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const service = {
    written: '',
    says: (what: RegExp) =>
      eventually(
        () => what.exec(service.written)?.[1] ?? '',
        (found) => found !== '',
        3 * MINUTES,
      ),
    end: () => ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (service.written += chunk.toString()));
  started.push(service);
  return service;
}

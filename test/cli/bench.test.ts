import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';
import { createTestDatabase, withDatabase, type TestDatabase } from '../helpers/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const made = (): Promise<string[]> =>
  withDatabase(database.url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE 'bench\\_%'`,
    );
    return rows.map(({ datname }) => datname);
  });

describe('a measurement that is broken off', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s leaves no database behind',
    async () => {
      const others = await made();
      const bench = spawn(process.execPath, [join(projectFolder(), 'src/launch/run.mjs'), 'bench'], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, DATABASE_URL: database.url, REDIS_URL: '' },
      });
      const ended = new Promise<number | null>((resolve) => bench.once('exit', resolve));
      const said: string[] = [];
      let during: string[] = [];
      for await (const line of createInterface(bench.stderr)) {
        said.push(line);
        if (!line.startsWith('Opening')) continue;
        during = await made();
        bench.kill('SIGINT');
      }

      expect(during).toHaveLength(others.length + 1);
      expect(said.at(-1)).toBe('Broken off.');
      expect(await ended).toBe(130);
      expect(await made()).toEqual(others);
    },
    120_000,
  );
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ccc-rebuild-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const rebuild = (...args: string[]) =>
  spawnSync(process.execPath, [join(projectFolder(), 'src/launch/run.mjs'), 'queues-rebuild', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: '', REDIS_URL: '', DATA_DIR: folder },
  });

describe('npm run queues:rebuild', () => {
  it.each([[[]], [['--json']]])(
    'refuses where there is no database, says what to set, and makes none: %j',
    (args) => {
      const { status, stdout, stderr } = rebuild(...args);

      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`There is no database in ${folder}. Set DATA_DIR or DATABASE_URL`);
      expect(readdirSync(folder)).toEqual([]);
    },
    120_000,
  );
});

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  chmodSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';

describe('running a command from the sources', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ccc-launch-'));
    for (const file of ['package.json', 'package-lock.json', '.swcrc', 'src/launch']) {
      cpSync(join(projectFolder(), file), join(folder, file), { recursive: true });
    }
    symlinkSync(join(projectFolder(), 'node_modules'), join(folder, 'node_modules'));
    source(
      'src/cli/greet.ts',
      'process.stdout.write(`Hello ${process.argv.slice(2).join(" and ") as string}\\n`);',
    );
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const source = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } => {
    const launcher = join(folder, 'src/launch/run.mjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` },
    });
    return { status, stdout, stderr };
  };

  it('builds it, hands it the arguments, and leaves standard output to it', () => {
    const first = run('greet', 'Ada', '--json');

    expect(first).toEqual({ status: 0, stdout: 'Hello Ada and --json\n', stderr: 'Built 1 files\n' });
  });

  it('builds nothing that is already built', () => {
    run('greet', 'Ada');

    expect(run('greet', 'Grace')).toEqual({ status: 0, stdout: 'Hello Grace\n', stderr: '' });
  });

  it('takes up a source that changed, with what is not a program beside it, and drops one that has gone', () => {
    source('src/cli/old.ts', 'export {};');
    run('greet', 'Ada');
    rmSync(join(folder, 'src/cli/old.ts'));
    source('src/words/greeting.yaml', 'Good morning');
    source(
      'src/cli/greet.ts',
      "import { readFileSync } from 'node:fs';\nprocess.stdout.write(readFileSync(new URL('../words/greeting.yaml', import.meta.url), 'utf8'));",
    );

    expect(run('greet').stdout).toBe('Good morning');
    expect(existsSync(join(folder, 'dist/src/cli/old.js'))).toBe(false);
  });

  it('ends with the exit code of the command', () => {
    source('src/cli/fail.ts', 'process.exitCode = 7;');

    expect(run('fail').status).toBe(7);
  });

  it('shows where in the source a command broke', () => {
    source(
      'src/cli/break.ts',
      'type Nothing = undefined;\n\nexport const nothing: Nothing = undefined;\nthrow new Error("broken");',
    );

    const { status, stderr } = run('break');

    expect(status).toBe(1);
    expect(stderr).toContain('src/cli/break.ts:4');
  });

  it('refuses a command that is not there, naming those that are', () => {
    const { status, stdout, stderr } = run('dance');

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('There is no command "dance". There are: start, greet.');
  });

  it('refuses a source that is no TypeScript, and names it', () => {
    source('src/cli/greet.ts', 'const = ;');

    const { status, stdout, stderr } = run('greet');

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('src/cli/greet.ts');
  });

  it('installs the dependencies where one is missing, and ends as the installation does', () => {
    rmSync(join(folder, 'node_modules'));
    source('bin/npm', '#!/bin/sh\necho "npm was asked: $*"\nexit 3\n');
    chmodSync(join(folder, 'bin/npm'), 0o755);

    const { status, stdout, stderr } = run('greet');

    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/Installing dependencies.*npm was asked: ci .*could not be installed/s);
  });
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(projectFolder(), 'src/launch/run.mjs'), 'faults', ...args], {
    encoding: 'utf8',
  });

describe('npm run faults, asked for what it cannot do', () => {
  it.each([
    [['--count', '0'], /^--count takes a whole number from 1 to/m],
    [['--minutes', 'x'], /^--minutes takes a whole number from 1 to/m],
    [['--only', 'F99'], /^There is no fault F99\. There are: F1, /m],
    [['--only', 'F1,f12'], /^F12 is not run: two people who decide at once.*\. There are: F1, /m],
    [['--only', 'F99,F13'], /^There is no fault F99\. F13 is not run: there are no uploads/m],
    [['--every'], /^Unknown option '--every'/m],
  ])('%p is told on the standard error and ends with 2', (args, words) => {
    const { status, stdout, stderr } = run(...args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(words);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import { projectFolder } from '../../src/config/project-folder.js';

const eslint = new ESLint({ cwd: projectFolder() });

/** What is said of that line, were it the whole of a file of the workflows. */
async function saidOf(line: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${line}\n`, { filePath: 'workflows/funding/shares.ts' });
  return result?.messages.map(({ message }) => message) ?? [];
}

// The first look reads the types of the whole project.
beforeAll(() => saidOf('export {};'), 60_000);

describe('the rules of the protocol depend on nothing but what they are given:', () => {
  it.each([
    'export const at = new Date();',
    'export const at = Date();',
    "export const at = Date['now']();",
    'export const chance = Math.random();',
    'const { random } = Math; export const chance = random();',
    'export const id = crypto.randomUUID();',
    'export const id = globalThis.crypto.randomUUID();',
    'export const settings = process.cwd();',
    "export const bytes = Buffer.from('words');",
    'export const later = setTimeout(() => undefined, 1);',
    'export const far = fetch;',
    'export const clock = performance.now();',
    'export const words = new Intl.DateTimeFormat().format(0);',
    "export const order = 'a'.localeCompare('b');",
    "export const late = await import('xstate');",
  ])('%s is not let in', async (line) => {
    expect(await saidOf(line)).toContainEqual(expect.stringContaining('workflows/ is'));
  });

  it('a rule that does not is', async () => {
    expect(await saidOf('export const double = (pence: number): number => pence * 2;')).toEqual([]);
  });
});

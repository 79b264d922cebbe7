import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IsMade, NamedTest } from './clause-report.js';

const TEST_TITLE =
  /\b(?:it|test|describe)(?:\.each(?:\([^)]*\)|`[^`]*`))?\s*\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/gs;
const CLAUSE = /\[[A-Z]{3}-\d+\]/;

const filesBelow = (folder: string, ending: RegExp): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => ending.test(name))
        .map((name) => join(folder, name))
        .sort()
    : [];

/** The titles of tests under `project`/test that name a clause, such as `[CHK-3]`; none where there are no sources. */
export const testsNamingClauses = (project: string): NamedTest[] =>
  filesBelow(join(project, 'test'), /\.test\.ts$/).flatMap((file) => {
    const name = relative(project, file).split(sep).join('/');
    return [...readFileSync(file, 'utf8').matchAll(TEST_TITLE)]
      .map(([, , title = '']) => ({ file: name, title: title.replace(/\\(.)/g, '$1') }))
      .filter(({ title }) => CLAUSE.test(title));
  });

const WORKFLOWS = fileURLToPath(new URL('../../workflows', import.meta.url));

/** Tells of a kind of milestone whether a process of the program makes it, by the kinds its rules speak of. */
export function milestonesMade(): IsMade {
  const spoken = new Set(
    filesBelow(WORKFLOWS, /\.[jt]s$/).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/['"]([A-Z][A-Z0-9_]+)['"]/g)].map(([, kind]) => kind),
    ),
  );
  return (milestone) => spoken.has(milestone);
}

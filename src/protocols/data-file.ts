import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { Check, Path } from './checks.js';

/** A file of protocol data that says something it may not: every problem, each with its file, line and field. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

const fieldOf = (path: Path): string =>
  path.reduce<string>(
    (field, part) =>
      typeof part === 'number' ? `${field}[${part}]` : field === '' ? part : `${field}.${part}`,
    '',
  );

/** The line of the field, or of the nearest one around it that is there. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const found = document.getIn(path.slice(0, length), true);
    if (isNode(found) && found.range) return lines.linePos(found.range[0]).line;
  }
  return 1;
}

/** The checked content of a YAML file, and the place to report what is found wrong with it later. */
export interface DataFile<T> {
  readonly data: T;
  readonly problem: (path: Path, message: string) => string;
  /** The line on which that field stands. */
  readonly line: (path: Path) => number;
}

/** The document as plain data, without the anchors and aliases by which a small file could swell. */
function plain(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new DataFileError([`${name}: anchors and aliases (& and *) are not taken; write the value out.`]);
  }
}

/** What a YAML file says, checked. Throws a DataFileError with everything that is wrong with it. */
export function readDataFile<T>(file: string, check: Check<T>): DataFile<T> {
  const name = basename(file);
  const lines = new LineCounter();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new DataFileError([`${file}: there is no such file, or it cannot be read.`]);
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new DataFileError(
      document.errors.map(({ pos, message }) => `${name}:${lines.linePos(pos[0]).line}: ${message}`),
    );
  }
  const line = (path: Path) => lineOf(document, lines, path);
  const problem = (path: Path, message: string) => {
    const field = fieldOf(path);
    return `${name}:${line(path)}: ${field === '' ? 'the file' : field} ${message}`;
  };
  const problems: string[] = [];
  const data = check(plain(document, name), [], (path, message) => problems.push(problem(path, message)));
  if (problems.length > 0) throw new DataFileError(problems);
  return { data, problem, line };
}

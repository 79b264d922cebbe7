import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../../protocols/command-line.js';
import type { Progress } from './run.js';

/** What of a run has to be the same for another one to go on from it. */
export interface Whose {
  seed: number;
  /** The faults that are tried, in order, and whether Redis is there: together they say what each seed means. */
  faults: string;
}

interface Kept extends Progress {
  whose: Whose;
}

const same = (a: Whose, b: Whose): boolean => a.seed === b.seed && a.faults === b.faults;

function readAt(file: string): Kept {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept | null;
    if (Array.isArray(kept?.tallies) && typeof kept.whose === 'object') return kept;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UsageError(`${file} is no state of a run; name another with --state, or begin without --resume.`);
}

/** Where a run of that kind was left; null where there is none, or it is of another kind. Refuses a file that holds no run. */
export function leftAt(file: string, whose: Whose): Progress | null {
  if (!existsSync(file)) return null;
  const { whose: before, ...progress } = readAt(file);
  return same(before, whose) ? progress : null;
}

/** Keeps how far a run has come: the file holds the state before or the new one, whole. */
export function keepAt(file: string, whose: Whose, progress: Progress): void {
  mkdirSync(dirname(file), { recursive: true });
  const kept: Kept = { ...progress, whose };
  writeFileSync(`${file}.new`, JSON.stringify(kept));
  renameSync(`${file}.new`, file);
}

import type { Path } from '../protocols/checks.js';
import type { DataFile } from '../protocols/data-file.js';
import type { DataFolders } from '../protocols/load-protocol.js';
import { readPart } from './history-files.js';
import { within, withWords, type Scope } from './scope.js';
import type { WrittenStep } from './written.js';

/** A step as it is written, with where that is and the names that hold there. */
export interface FoundStep {
  written: WrittenStep;
  path: Path;
  file: DataFile<unknown>;
  /** The file's name, as problems speak of it. */
  fileName: string;
  scope: Scope;
}

/** A file whose steps are taken. */
interface Opened {
  /** Where it is, from which parts beside it are looked for. */
  at: string;
  name: string;
  file: DataFile<{ steps: readonly WrittenStep[] }>;
}

const DEEPEST = 5;

/**
 * Every step of a history in order, those of its parts among them, with words put in. Problems are added to the list.
 * Throws a DataFileError for a part that cannot be read.
 */
export function allSteps(
  opened: Opened,
  scope: Scope,
  folders: DataFolders,
  problems: string[],
  { label, depth = 0 }: { label?: string | undefined; depth?: number } = {},
): FoundStep[] {
  const { file } = opened;
  const report = (path: Path, message: string) => problems.push(file.problem(path, message));
  return file.data.steps.flatMap((raw, at): FoundStep[] => {
    const path = ['steps', at];
    const written = withWords(raw, scope.words, path, report) as WrittenStep;
    const of = written.case ?? label;
    if (written.part === undefined) {
      return [{ written: { ...written, case: of }, path, file, fileName: opened.name, scope }];
    }
    if (depth >= DEEPEST) {
      report([...path, 'part'], 'goes too deep: a part may stand in a part, but not in itself');
      return [];
    }
    const found = readPart(written.part, opened.at, folders);
    if (typeof found === 'string') {
      report([...path, 'part'], found);
      return [];
    }
    const inner = within(scope, found.data.data, { days: written.days ?? {}, words: written.words ?? {} });
    const part: Opened = { at: found.file, name: `${written.part}.yaml`, file: found.data };
    return allSteps(part, inner, folders, problems, { label: of, depth: depth + 1 });
  });
}

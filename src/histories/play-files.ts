import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalDate } from '../../workflows/protocol/index.js';
import { DataFileError } from '../protocols/data-file.js';
import type { DataFolders } from '../protocols/load-protocol.js';
import type { History } from './history.js';
import type { Playground } from './playground.js';
import { RealEngine } from './play-on-engine.js';
import type { PlayedHistory } from './played.js';
import { Player } from './player.js';
import { readHistory } from './read-history.js';

/** The files named, and those of the folders named. */
export const filesOf = (paths: readonly string[]): string[] =>
  paths.flatMap((path) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory()
      ? readdirSync(path)
          .filter((name) => name.endsWith('.yaml'))
          .sort()
          .map((name) => join(path, name))
      : [path],
  );

/** How files are read. */
export interface FilesReading {
  today: LocalDate;
  folders: DataFolders;
  place?: string | undefined;
}

/** A file that cannot be used, with every problem of it. */
export interface UnusableFile {
  file: string;
  problems: readonly string[];
}

/** The histories of those files, and the files that cannot be used. */
export function readFiles(
  files: readonly string[],
  reading: FilesReading,
): { histories: History[]; unusable: UnusableFile[] } {
  const histories: History[] = [];
  const unusable: UnusableFile[] = [];
  for (const file of files) {
    try {
      histories.push(readHistory(file, reading));
    } catch (error) {
      if (!(error instanceof DataFileError)) throw error;
      unusable.push({ file, problems: error.problems });
    }
  }
  return { histories, unusable };
}

/** Plays a history on a database of its own. */
export async function playAlone(history: History, playground: Playground): Promise<PlayedHistory> {
  const engine = await playground.open();
  try {
    return await new Player(new RealEngine(engine, history.place.place.id), history).play();
  } finally {
    await engine.close();
  }
}

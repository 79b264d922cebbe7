import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DataFileError, readDataFile, type DataFile } from '../protocols/data-file.js';
import { findData, listData, type DataFolders } from '../protocols/load-protocol.js';
import { offered } from './nearest.js';
import { part, team, type WrittenPart, type WrittenTeam } from './written.js';

const KINDS = { parts: 'histories/parts', teams: 'histories/teams' } as const;

/** A file that histories share: beside the history, in the added folder, or the project's own; undefined where there is none. */
function shared(
  kind: keyof typeof KINDS,
  name: string,
  besides: string,
  folders: DataFolders,
): string | undefined {
  const beside = join(dirname(besides), kind, `${name}.yaml`);
  if (/^[\w-]+$/.test(name) && existsSync(beside)) return beside;
  return findData(KINDS[kind], `${name}.yaml`, folders);
}

/** The part of that name. Throws a DataFileError where it is not right; undefined with what there is where there is none. */
export function readPart(
  name: string,
  besides: string,
  folders: DataFolders,
): { file: string; data: DataFile<WrittenPart> } | string {
  const file = shared('parts', name, besides, folders);
  if (file !== undefined) return { file, data: readDataFile(file, part) };
  return `is '${name}', which is no part; ${offered(name, listData(KINDS.parts, folders))}`;
}

/** The people a place's histories share. Throws a DataFileError where a team is asked for by name and there is none. */
export function readTeam(
  name: string | undefined,
  place: string,
  besides: string,
  folders: DataFolders,
): { data: DataFile<WrittenTeam> } | null {
  const file = shared('teams', name ?? place, besides, folders);
  if (file !== undefined) return { data: readDataFile(file, team) };
  if (name === undefined) return null;
  throw new DataFileError([`There is no team '${name}'; ${offered(name, listData(KINDS.teams, folders))}`]);
}

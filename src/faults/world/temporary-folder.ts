import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedServer } from '../../postgres/running-server.js';
import { isAlive } from '../../postgres/server-folder.js';

const PREFIX = 'childrens-continuing-care-faults-';
const EVERYONE_PASSES = 0o711;

/** A folder for everything a run keeps while it lasts. Whoever may not read it can still pass through. */
export function temporaryFolder(): string {
  clearAbandoned();
  const folder = join(tmpdir(), `${PREFIX}${process.pid}-${Date.now().toString(36)}`);
  mkdirSync(folder, { mode: EVERYONE_PASSES });
  return folder;
}

/** Notes a process that has to end with the run, for the next one to end where this one was killed. */
export const notePid = (folder: string, pid: number): void =>
  writeFileSync(join(folder, `process.${pid}`), '');

const notedPids = (folder: string): number[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith('process.'))
    .map((name) => Number(name.slice('process.'.length)));

/** The command of a process, where the system tells it: an id may by now belong to another program. */
const commandOf = (pid: number): string =>
  existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';

function endLeftovers(folder: string): void {
  for (const pid of notedPids(folder))
    if (isAlive(pid) && commandOf(pid).includes(folder)) process.kill(pid, 'SIGKILL');
  const server = existsSync(join(folder, 'postgres'))
    ? recordedServer({ data: join(folder, 'postgres', 'data') })
    : undefined;
  if (server !== undefined && commandOf(server.pid).includes(folder)) process.kill(server.pid, 'SIGQUIT');
}

/** A run that was killed leaves its servers and its folder behind. */
function clearAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    if (isAlive(Number.parseInt(name.slice(PREFIX.length), 10))) continue;
    const folder = join(tmpdir(), name);
    endLeftovers(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

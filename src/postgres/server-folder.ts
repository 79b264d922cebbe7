import { randomBytes, createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hasCode } from '../config/error-code.js';
import { canReach } from './run-as.js';
import type { RunAs } from './run-as.js';

/** The files of one bundled server. */
export interface ServerFolder {
  readonly root: string;
  /** Postgres's own data directory. */
  readonly data: string;
  readonly log: string;
  /** One file for each process that is using the server, named by its id. */
  readonly users: string;
  readonly password: string;
}

/**
 * Makes the folder of the server kept at `wanted`. Where the server's user could not get to it, and the
 * place was not chosen by anyone (`chosen`), a folder of the system's temporary directory stands in.
 * @throws Error where the folder belongs to somebody else or cannot be reached
 */
export function serverFolder(
  wanted: string,
  options: Readonly<{ chosen: boolean; user: RunAs; log: (line: string) => void }>,
): ServerFolder {
  const root = reachableFolder(wanted, options);
  const users = join(root, 'users');
  mkdirSync(users, { recursive: true });
  return {
    root,
    data: join(root, 'data'),
    log: join(root, 'server.log'),
    users,
    password: keptPassword(join(root, 'password')),
  };
}

/** The folder of the system's temporary directory that stands in for one the server's user cannot get to. */
export const standInFor = (wanted: string): string =>
  join(
    tmpdir(),
    `childrens-continuing-care-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`,
  );

function reachableFolder(
  wanted: string,
  { chosen, user, log }: Readonly<{ chosen: boolean; user: RunAs; log: (line: string) => void }>,
): string {
  makeFolder(wanted, user);
  if (canReach(wanted, user)) return wanted;
  if (chosen) {
    throw new Error(
      `The database server runs as an unprivileged user, who cannot get to ${wanted}. ` +
        'Choose a folder below one that everyone may pass through, or set DATABASE_URL.',
    );
  }
  const standIn = standInFor(wanted);
  makeFolder(standIn, user);
  log(`The database is kept in ${standIn}, because its server could not get to ${wanted}`);
  return standIn;
}

function makeFolder(folder: string, user: RunAs): void {
  try {
    mkdirSync(dirname(folder), { recursive: true });
    if (!existsSync(folder)) mkdirSync(folder, { mode: user.uid === undefined ? 0o700 : 0o711 });
  } catch (error) {
    throw new Error(`The data folder ${folder} cannot be made; set DATA_DIR to one that can`, {
      cause: error,
    });
  }
  const { uid } = lstatSync(folder);
  const me = process.getuid?.();
  if (me !== undefined && uid !== me) {
    throw new Error(
      `The data folder ${folder} belongs to another user; set DATA_DIR to a folder of your own, or DATABASE_URL`,
    );
  }
}

/** Two processes may make it at once: the first whole file to take the name is the one both read. */
function keptPassword(file: string): string {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    if (!existsSync(file)) {
      writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600 });
      linkSync(draft, file);
    }
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}

/** Notes that this process uses the server; returns the note's name. */
export function signIn(folder: ServerFolder): string {
  const note = `${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(join(folder.users, note), '');
  return note;
}

/** Takes the note away; returns whether nobody else alive is using the server. */
export function signOut(folder: ServerFolder, note: string): boolean {
  rmSync(join(folder.users, note), { force: true });
  return readdirSync(folder.users).every((other) => {
    if (isAlive(Number.parseInt(other, 10))) return false;
    rmSync(join(folder.users, other), { force: true });
    return true;
  });
}

const longestTask = 120_000;
const heldHere = new Set<string>();

/** Runs `task` while no other process runs one for the same folder. Waits for its turn. */
export async function oneAtATime<T>(folder: ServerFolder, task: () => Promise<T>): Promise<T> {
  const lock = join(folder.root, 'lock');
  while (!takeLock(lock)) await wait(50);
  try {
    return await task();
  } finally {
    heldHere.delete(lock);
    rmSync(lock, { force: true });
  }
}

function takeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    heldHere.add(lock);
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    if (isAbandoned(lock)) rmSync(lock, { force: true });
    return false;
  }
}

/** A holder that died leaves its lock behind; in a container its id may since have become our own. */
function isAbandoned(lock: string): boolean {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (made === undefined) return false;
  const age = Date.now() - made;
  const holder = Number(existsSync(lock) ? readFileSync(lock, 'utf8') : '');
  const dead = holder === process.pid ? !heldHere.has(lock) : !isAlive(holder);
  return age > longestTask || (holder > 0 && dead);
}

/** Whether a process of that id is running, whoever owns it. One that only waits to be buried is not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
  const status = `/proc/${pid}/stat`;
  return !(existsSync(status) && / Z /.test(readFileSync(status, 'utf8')));
}

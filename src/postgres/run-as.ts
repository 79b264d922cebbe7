import { chownSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, parse, resolve } from 'node:path';

/** The user a server process is given; empty where it runs as whoever started it. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

const nobody = 65534;

/** Postgres refuses to run as root, so root hands it to the unprivileged `nobody` that every system has. */
export function serverUser(): RunAs {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
}

/** Gives `path` to `user`; nothing changes where the server runs as whoever started it. */
export function handOver(path: string, user: RunAs): void {
  if (user.uid !== undefined && user.gid !== undefined) chownSync(path, user.uid, user.gid);
}

/** Whether the system knows a name for the user: whoever a container is given by number alone has none. */
export function hasName(user: RunAs, nameOfMe: () => unknown = userInfo): boolean {
  if (user.uid !== undefined) return true;
  try {
    nameOfMe();
    return true;
  } catch {
    return false;
  }
}

/**
 * The command with the name of `nobody`, for a program that wants whoever runs it to have one. It is lent within a
 * namespace of the program's own: what it may do, and whose files it makes, stays as it is.
 */
export const asSomeoneNamed = (command: readonly string[]): string[] => [
  'unshare',
  `--map-user=${nobody}`,
  ...command,
];

/** Whether `user` can pass through every folder down to and including `folder`. */
export function canReach(folder: string, user: RunAs): boolean {
  if (user.uid === undefined) return true;
  const passable = (path: string): boolean => {
    const { mode, uid } = statSync(path);
    return (mode & (uid === user.uid ? 0o100 : 0o001)) !== 0;
  };
  for (let path = resolve(folder); ; path = dirname(path)) {
    if (!passable(path)) return false;
    if (path === parse(path).root) return true;
  }
}

import { chownSync, statSync } from 'node:fs';
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

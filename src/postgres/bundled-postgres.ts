import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectFolder } from '../config/project-folder.js';
import { bundledBinaries } from './binaries.js';
import { createCluster } from './cluster.js';
import { ensureOwner, ownerRole } from './owner-role.js';
import { serverUser } from './run-as.js';
import { gone, recordedServer, runningServer } from './running-server.js';
import { launchServer } from './server-process.js';
import { oneAtATime, serverFolder, signIn, signOut, standInFor } from './server-folder.js';
import type { ServerFolder } from './server-folder.js';

/** How the bundled server is to be run. */
export interface BundledPostgresOptions {
  /** Where the data is kept; `.data/postgres` of the project where absent. */
  readonly dataDir?: string;
  /** False only where the data may be lost with the machine: nothing then waits for the disk. */
  readonly durable: boolean;
  /** Told, in a sentence, what takes time or is out of the ordinary. */
  readonly log: (line: string) => void;
}

/** A Postgres on a loopback port, kept in a folder. */
export interface BundledPostgres {
  readonly port: number;
  /** Address of `database` for the role that owns the application's databases. */
  url(database: string): string;
  /** Address of the maintenance database for the superuser. */
  readonly adminUrl: string;
  /** Gives the server up; it stops, cleanly, once no other process uses it. */
  stop(): Promise<void>;
}

const folderFor = (dataDir?: string): string =>
  dataDir === undefined ? join(projectFolder(), '.data', 'postgres') : resolve(dataDir);

/** The folders in which the bundled server may be kept: the one that was chosen, otherwise one of the project or its stand-in. */
export const bundledFolders = (dataDir?: string): string[] => {
  const folder = folderFor(dataDir);
  return dataDir === undefined ? [folder, standInFor(folder)] : [folder];
};

/**
 * Starts the Postgres that comes with the package, or joins the one another process already runs on the same
 * folder. Its data outlives it.
 * @throws Error with the server's last words where it does not start
 */
export async function startBundledPostgres(options: BundledPostgresOptions): Promise<BundledPostgres> {
  const user = serverUser();
  const folder = serverFolder(folderFor(options.dataDir), {
    chosen: options.dataDir !== undefined,
    user,
    log: options.log,
  });
  const joined = await oneAtATime(folder, async () => {
    const running = await runningServer(folder);
    if (running !== undefined) return { ...running, note: signIn(folder) };
    const binaries = bundledBinaries(folder.root, user);
    await createCluster(folder, { binaries, user, ...options });
    const started = await launchServer(folder, { binaries, user, durable: options.durable });
    return { ...started, note: signIn(folder) };
  });
  const leave = leaveAtExit(folder, joined.note);
  const address = (role: string, database: string): string =>
    `postgres://${role}:${folder.password}@127.0.0.1:${joined.port}/${database}`;
  const adminUrl = address('postgres', 'postgres');
  await ensureOwner(adminUrl, folder.password);
  return { port: joined.port, url: (database) => address(ownerRole, database), adminUrl, stop: leave };
}

/** Stops the server and removes everything it kept. For databases that nobody will ask for again. */
export async function discardBundledPostgres(server: BundledPostgres, dataDir: string): Promise<void> {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

function leaveAtExit(folder: ServerFolder, note: string): () => Promise<void> {
  const stopIfLast = (): number | undefined => {
    if (!signOut(folder, note)) return undefined;
    const server = recordedServer(folder);
    if (server !== undefined) process.kill(server.pid, 'SIGINT');
    return server?.pid;
  };
  const atExit = (): void => {
    stopIfLast();
  };
  process.once('exit', atExit);
  let left: Promise<void> | undefined;
  return () => {
    left ??= oneAtATime(folder, async () => {
      process.removeListener('exit', atExit);
      const pid = stopIfLast();
      if (pid !== undefined) await gone(pid);
    });
    return left;
  };
}

import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectFolder } from '../config/project-folder.js';
import { bundledBinaries } from './binaries.js';
import { createCluster } from './cluster.js';
import { keepRunning, type Keeping, type Kept, type Restartable } from './kept-running.js';
import { ensureOwner, ownerRole } from './owner-role.js';
import { serverUser } from './run-as.js';
import { gone, isRunning, recordedServer, runningServer, type RunningServer } from './running-server.js';
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
  /** How it is started again where it ends while it is in use; it is not where absent. */
  readonly keep?: Keeping;
}

/** A Postgres on a loopback port, kept in a folder. */
export interface BundledPostgres {
  readonly port: number;
  /** Address of `database` for the role that owns the application's databases. */
  url(database: string): string;
  /** Address of the maintenance database for the superuser. */
  readonly adminUrl: string;
  /** From now on it is not started again where it ends. */
  letEnd(): Promise<void>;
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
  const launch: Launch = (port) =>
    launchServer(folder, {
      binaries: bundledBinaries(folder.root, user),
      user,
      durable: options.durable,
      ...(port === undefined ? {} : { port }),
    });
  const joined = await oneAtATime(folder, async () => {
    const before = recordedServer(folder);
    const running = await runningServer(folder);
    if (running !== undefined) return { ...running, note: signIn(folder) };
    await createCluster(folder, { binaries: bundledBinaries(folder.root, user), user, ...options });
    return { ...(await launchWhereItWas(before, launch)), note: signIn(folder) };
  });
  const { port } = joined;
  const kept = options.keep && keepRunning(restartable(folder, port, launch), options.keep);
  const leave = leaveAtExit(folder, joined.note, kept);
  const address = (role: string, database: string): string =>
    `postgres://${role}:${folder.password}@127.0.0.1:${port}/${database}`;
  const adminUrl = address('postgres', 'postgres');
  await ensureOwner(adminUrl, folder.password);
  return {
    port,
    url: (database) => address(ownerRole, database),
    adminUrl,
    letEnd: async () => kept?.stop(),
    stop: leave,
  };
}

type Launch = (port?: number) => Promise<RunningServer>;

/** Other processes may still wait for a server that ended badly, at its port. */
async function launchWhereItWas(before: RunningServer | undefined, launch: Launch): Promise<RunningServer> {
  if (before === undefined) return launch();
  try {
    return await launch(before.port);
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('could not bind'))) throw error;
    return launch();
  }
}

/** Whoever is first of all the processes that use it starts it again; the others find it running. */
const restartable = (folder: ServerFolder, port: number, launch: Launch): Restartable => ({
  isRunning: () => isRunning(folder) && recordedServer(folder)?.port === port,
  start: () =>
    oneAtATime(folder, async () => {
      const running = (await runningServer(folder)) ?? (await launch(port));
      if (running.port !== port) throw new Error(`It runs at port ${running.port} now, not at ${port}.`);
    }),
});

/** Stops the server and removes everything it kept. For databases that nobody will ask for again. */
export async function discardBundledPostgres(server: BundledPostgres, dataDir: string): Promise<void> {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

function leaveAtExit(folder: ServerFolder, note: string, kept?: Kept): () => Promise<void> {
  const stopIfLast = (): number | undefined => {
    if (!signOut(folder, note) || !isRunning(folder)) return undefined;
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
    left ??= (kept?.stop() ?? Promise.resolve()).then(() =>
      oneAtATime(folder, async () => {
        process.removeListener('exit', atExit);
        const pid = stopIfLast();
        if (pid !== undefined) await gone(pid);
      }),
    );
    return left;
  };
}

import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { isAlive } from './server-folder.js';
import type { ServerFolder } from './server-folder.js';

/** A server that answers. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

const patience = 60_000;
const pause = 25;

/** What a server says of itself in its data directory, or nothing where none is running there. */
export function recordedServer(folder: Pick<ServerFolder, 'data'>): RunningServer | undefined {
  const file = join(folder.data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

/** Whether the server that is recorded there is a process, though it may not answer yet. */
export function isRunning(folder: Pick<ServerFolder, 'data'>): boolean {
  const server = recordedServer(folder);
  return server !== undefined && isPostgres(server.pid);
}

/**
 * The server already running on the folder's data, once it answers; nothing where there is none. A record left by a server
 * that is gone is taken away where its id now belongs to another program. Otherwise it stays: by it Postgres knows whether
 * something of that server still works on the data.
 * @throws Error where a server is running there that does not answer
 */
export async function runningServer(folder: ServerFolder): Promise<RunningServer | undefined> {
  for (const end = Date.now() + patience; ;) {
    const server = recordedServer(folder);
    if (server === undefined) return undefined;
    if (!isPostgres(server.pid)) {
      if (isAlive(server.pid)) rmSync(join(folder.data, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (await answers(folder, server.port)) return server;
    if (Date.now() > end) {
      throw new Error(`The database server of ${folder.root} (process ${server.pid}) does not answer`);
    }
    await wait(pause);
  }
}

/** Whether the server of this very folder accepts connections on `port` yet. */
export async function answers(folder: ServerFolder, port: number): Promise<boolean> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: folder.password,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(
      "SELECT current_setting('data_directory') AS folder",
    );
    return rows[0] !== undefined && realpathSync(rows[0].folder) === realpathSync(folder.data);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Waits until the process has gone. */
export async function gone(pid: number): Promise<void> {
  for (const end = Date.now() + patience; isAlive(pid);) {
    if (Date.now() > end) throw new Error(`The database server (process ${pid}) did not stop`);
    await wait(pause);
  }
}

function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  const name = `/proc/${pid}/comm`;
  return !existsSync(name) || readFileSync(name, 'utf8').startsWith('postgres');
}

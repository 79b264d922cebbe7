import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../config/listening-port.js';
import type { Binaries } from './binaries.js';
import type { RunAs } from './run-as.js';
import { answers } from './running-server.js';
import type { RunningServer } from './running-server.js';
import type { ServerFolder } from './server-folder.js';

const attempts = 3;
const patience = 60_000;
const lastWords = 15;

/**
 * Starts the server on that loopback port, or a free one, and waits until it answers. The server is a process group of its
 * own: Ctrl-C in a terminal must not reach it before the application has let go of it.
 * @throws Error with the server's last log lines where it gives up
 */
export async function launchServer(
  folder: ServerFolder,
  options: Readonly<{ binaries: Binaries; user: RunAs; durable: boolean; port?: number }>,
): Promise<RunningServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort('127.0.0.1'));
    const outcome = await launchOn(port, folder, options);
    if (typeof outcome === 'number') return { pid: outcome, port };
    if (attempt === attempts || !outcome.includes('could not bind')) {
      throw new Error(`The bundled Postgres did not start. Its last words were:\n${outcome}`);
    }
  }
}

async function launchOn(
  port: number,
  folder: ServerFolder,
  { binaries, user, durable }: Readonly<{ binaries: Binaries; user: RunAs; durable: boolean }>,
): Promise<number | string> {
  const output = openSync(folder.log, 'a', 0o600);
  const child = spawn(binaries.postgres, ['-D', folder.data, ...settings(port, durable)], {
    cwd: folder.data,
    ...user,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  let ended = false;
  let failure = '';
  child.once('error', (error) => {
    ended = true;
    failure = error.message;
  });
  child.once('exit', () => {
    ended = true;
  });
  child.unref();

  for (const end = Date.now() + patience; !(await answers(folder, port));) {
    if (ended) return `${tail(folder.log)}\n${failure}`.trim();
    if (Date.now() > end) {
      child.kill('SIGQUIT');
      return `${tail(folder.log)}\n(it did not answer within ${patience / 1000} seconds)`;
    }
    await wait(20);
  }
  return child.pid ?? 'it has no process id';
}

/** Statements that fail are kept out of the log: they can carry what a child's record says. */
function settings(port: number, durable: boolean): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-lastWords).join('\n');
}

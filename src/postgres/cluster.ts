import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { asSomeoneNamed, handOver, hasName } from './run-as.js';
import type { RunAs } from './run-as.js';
import type { ServerFolder } from './server-folder.js';

/**
 * Makes the data directory where there is none yet. It is made beside its place and then moved, so that one
 * whose making was interrupted is never mistaken for whole. Text is UTF-8 and sorts the same on every machine.
 * @throws Error with the program's own words where it fails
 */
export async function createCluster(
  folder: ServerFolder,
  options: Readonly<{ binaries: Binaries; user: RunAs; durable: boolean; log: (line: string) => void }>,
): Promise<void> {
  if (existsSync(folder.data)) return;
  const { binaries, user, durable, log } = options;
  log('Preparing the bundled Postgres for first use');
  const draft = join(folder.root, 'data.new');
  const secret = join(draft, 'password');
  rmSync(draft, { recursive: true, force: true });
  for (const made of [draft, join(draft, 'data')]) {
    mkdirSync(made, { mode: 0o700 });
    handOver(made, user);
  }
  writeFileSync(secret, folder.password, { mode: 0o600 });
  handOver(secret, user);
  await run(binaries.initdb, initialisation(join(draft, 'data'), secret, durable), draft, user);
  renameSync(join(draft, 'data'), folder.data);
  rmSync(draft, { recursive: true, force: true });
}

function initialisation(data: string, secret: string, durable: boolean): string[] {
  return [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
}

function run(program: string, args: string[], cwd: string, user: RunAs): Promise<void> {
  const [command, ...rest] = hasName(user) ? [program, ...args] : asSomeoneNamed([program, ...args]);
  return new Promise((resolve, reject) => {
    const child = spawn(command ?? program, rest, { cwd, ...user, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', (cause) => {
      reject(new Error('The bundled Postgres could not be run', { cause }));
    });
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `The bundled Postgres could not be prepared (DATABASE_URL would name another):\n${said.trim()}`,
          ),
        );
    });
  });
}

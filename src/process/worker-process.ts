import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { childEnvironment } from '../config/child-environment.js';
import { projectFolder } from '../config/project-folder.js';

/** A process that lets alarms ring, started from here. */
export interface WorkerProcess {
  pid: number;
  /** What it logged as errors, each once. */
  errors: ReadonlySet<string>;
  /** Stops it and waits for its end. */
  stop(): Promise<void>;
}

const STARTED = 'worker started';
const ERROR = 50;

/** What a line of the log is about. Other lines are of nothing. */
function logged(line: string): { level: number; msg: string } {
  try {
    return JSON.parse(line) as { level: number; msg: string };
  } catch {
    return { level: ERROR, msg: line };
  }
}

/**
 * Starts a worker with those settings in a process of its own. Throws where it ends before it works.
 */
export async function startWorkerProcess(settings: Readonly<Record<string, string>>): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [join(projectFolder(), 'dist', 'src', 'worker.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: childEnvironment({ ...settings, LOG_LEVEL: 'info' }),
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const errors = new Set<string>();
  const works = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const { level, msg } = logged(line);
      if (msg === STARTED) resolve(true);
      if (level >= ERROR) errors.add(msg);
    });
    void ended.then(() => resolve(false));
  });
  if (!(await works) || child.pid === undefined) {
    throw new Error(['The worker did not start.', ...errors].join(' '));
  }
  return {
    pid: child.pid,
    errors,
    stop: async () => {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Runs a command of the program to its end, and answers what it wrote. Throws where it fails. */
export async function runCommandProcess(
  command: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const file = join(projectFolder(), 'dist', 'src', 'cli', `${command}.js`);
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: childEnvironment(settings),
  });
  let written = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    written += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${command} ended with ${code}.`);
  return written;
}

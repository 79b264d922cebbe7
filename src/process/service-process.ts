import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { childEnvironment } from '../config/child-environment.js';
import { freePort } from '../config/listening-port.js';
import { projectFolder } from '../config/project-folder.js';

const HOST = '127.0.0.1';
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 100;
const MOST_REQUESTS = '10000000';

/** The service, started in a process of its own. */
export interface ServiceProcess {
  host: string;
  port: number;
  pid: number;
  /** Stops it and waits for its end. */
  stop(): Promise<void>;
}

/** Starts the service with those settings on a free port of this machine. Throws where it is not ready in time. */
export async function startServiceProcess(
  settings: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const port = await freePort(HOST);
  const child = spawn(process.execPath, [join(projectFolder(), 'dist', 'src', 'main.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    // Whoever measures it sends everything from one address.
    env: childEnvironment({
      REQUESTS_PER_MINUTE: MOST_REQUESTS,
      ...settings,
      PORT: String(port),
      HOST,
      LOG_LEVEL: 'error',
    }),
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  };
  const until = Date.now() + PATIENCE_MS;
  while (child.exitCode === null && Date.now() < until) {
    const ready = await fetch(`http://${HOST}:${port}/readyz`).catch(() => null);
    if (ready?.ok && child.pid !== undefined) return { host: HOST, port, pid: child.pid, stop };
    await pause(LOOK_EVERY_MS);
  }
  await stop();
  throw new Error('The service did not become ready.');
}

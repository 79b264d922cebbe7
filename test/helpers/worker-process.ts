import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { childEnvironment } from '../../src/config/child-environment.js';
import { projectFolder } from '../../src/config/project-folder.js';
import type { KillPoint } from '../../src/faults/kill-points.js';

/** A worker, or a web process, in a process of its own, which can be made to die where it matters. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<string | number>;
  err = '';

  constructor(settings: Readonly<Record<string, string>>, program: 'worker' | 'main' = 'worker') {
    this.child = spawn(process.execPath, [join(projectFolder(), 'dist', 'src', `${program}.js`)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: childEnvironment({ ...settings, NODE_ENV: 'test', FAULTS: 'yes', LOG_LEVEL: 'info' }),
    });
    this.child.stderr?.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.ended = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => resolve(signal ?? code ?? -1));
    });
  }

  /** Lets it die the first time it comes to that point. */
  diesAt(point: KillPoint): void {
    this.child.send({ order: 'arm', point, nth: 1, act: 'die' });
  }

  /** Its exit code, or the signal it died of. */
  end(): Promise<string | number> {
    return this.ended;
  }

  stop(): Promise<string | number> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    return this.ended;
  }

  /** Lets it hang, alive and silent, or go on. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(name);
  }

  kill(): void {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
  }
}

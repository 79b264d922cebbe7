import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../../config/child-environment.js';
import { freePort } from '../../config/listening-port.js';
import { projectFolder } from '../../config/project-folder.js';
import type { KillPoint } from '../kill-points.js';
import type { Act, Order, Report } from '../orders.js';
import { within } from './patience.js';

const HOST = '127.0.0.1';
const PROGRAMS = { web: 'main.js', worker: 'worker.js' };
/** Ten times as often as they are shipped, processes repeat what they repeat, so that thousands of faults are affordable. */
const PACE = '10';
const START_PATIENCE_MS = 120_000;

export type Role = keyof typeof PROGRAMS;

/** What a process is started with. */
export interface Starting {
  role: Role;
  settings: Readonly<Record<string, string>>;
  /** The file its log is added to. */
  log: string;
  /** The folder of the program, where it is another one than this. */
  program?: string;
}

/** One process of the real service, to which faults can be done. */
export class Service {
  readonly started: Promise<void>;
  /** How it ended: its code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Whether it has ended. */
  isOver = false;
  /** Whether it serves, and whether it ever did. */
  isUp = false;
  hasServed = false;
  private heard: ((report: Report) => void)[] = [];

  private constructor(
    readonly role: Role,
    private readonly child: ChildProcess,
    readonly port: number,
  ) {
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.isOver = true;
        this.isUp = false;
        resolve(signal ?? code ?? 1);
      });
    });
    child.on('message', (report: Report) => {
      for (const hear of this.heard) hear(report);
    });
    this.started = Promise.race([
      this.hears('started').then(() => {
        this.isUp = true;
        this.hasServed = true;
      }),
      this.ended.then((how) => {
        throw new Error(`The ${role} process ended with ${how} before it served.`);
      }),
    ]);
    this.started.catch(() => undefined);
  }

  /** Starts one on a free port of this machine; `started` is when it serves. */
  static async start({ role, settings, log, program = projectFolder() }: Starting): Promise<Service> {
    const port = await freePort(HOST);
    const output = openSync(log, 'a', 0o600);
    const child = spawn(process.execPath, [join(program, 'dist', 'src', PROGRAMS[role])], {
      stdio: ['ignore', 'ignore', output, 'ipc'],
      env: childEnvironment({
        NODE_ENV: 'test',
        FAULTS: 'yes',
        PACE,
        DEMONSTRATION: 'no',
        LOG_LEVEL: 'error',
        HOST,
        PORT: String(port),
        ...settings,
      }),
    });
    closeSync(output);
    return new Service(role, child, port);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until it serves. Throws where it ends before that, or takes too long. */
  async ready(): Promise<this> {
    await within(START_PATIENCE_MS, `the ${this.role} process serves`, this.started);
    return this;
  }

  /** From now on something happens the `nth` time that its work gets to the point; resolves when it does. */
  arm(point: KillPoint, act: Act, nth = 1): Promise<void> {
    const reached = act === 'die' ? this.ended.then(() => undefined) : this.hears('reached');
    this.order({ order: 'arm', point, act, nth });
    return reached;
  }

  /** From now on it dies when its work on that one thing gets to the point, from its very start where it still starts. */
  diesOf(about: string, point: KillPoint): void {
    this.order({ order: 'arm', point, act: 'die', nth: 1, about });
  }

  /** Tells it to do something. Nothing happens where it is gone. */
  order(order: Order): void {
    if (this.child.connected) this.child.send(order, () => undefined);
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.isOver) this.child.kill(signal);
  }

  /** Ends it at once, whatever state it is in. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  private hears(what: Report['report']): Promise<void> {
    return new Promise((resolve) => {
      const hear = (report: Report): void => {
        if (report.report !== what) return;
        this.heard = this.heard.filter((each) => each !== hear);
        resolve();
      };
      this.heard.push(hear);
    });
  }
}

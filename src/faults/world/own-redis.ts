import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { searchPath } from '../../config/child-environment.js';
import { freePort } from '../../config/listening-port.js';
import { until } from './patience.js';

const HOST = '127.0.0.1';

/** Where redis-server is, if it is on the PATH. */
export const redisProgram = (): string | undefined =>
  searchPath()
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find((file) => existsSync(file));

/** A Redis of one's own that keeps nothing on disk and can be killed, hung, emptied and set up wrongly. */
export class OwnRedis {
  private child: ChildProcess | undefined;
  private port = 0;

  private constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly started: (pid: number) => void,
  ) {}

  /** Starts one with its files in that folder, telling the id of every process. Throws where it does not answer. */
  static async start(program: string, folder: string, started: (pid: number) => void): Promise<OwnRedis> {
    mkdirSync(folder, { recursive: true });
    const redis = new OwnRedis(program, folder, started);
    redis.port = await freePort(HOST);
    await redis.run();
    return redis;
  }

  get url(): string {
    return `redis://${HOST}:${this.port}`;
  }

  /** Starts it where it was, with nothing in it. Waits until it answers. */
  async run(): Promise<void> {
    rmSync(join(this.folder, 'dump.rdb'), { force: true });
    const settings = ['--port', String(this.port), '--bind', HOST, '--dir', this.folder];
    const memoryOnly = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
    // Its command line stays as it is, so that one left behind by a run that was killed can be told from others.
    const title = ['--set-proc-title', 'no'];
    this.child = spawn(this.program, [...settings, ...memoryOnly, ...title], { stdio: 'ignore' });
    this.started(this.child.pid ?? 0);
    await until('Redis answers', async () => (await this.ask('ping').catch(() => '')) === 'PONG');
  }

  /** Sends a command on a connection of its own. */
  async ask(command: string, ...args: string[]): Promise<unknown> {
    const client = new Redis(this.url, {
      lazyConnect: true,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.call(command, ...args);
    } finally {
      client.disconnect();
    }
  }

  /** It stops answering, and keeps its connections. */
  hang(): void {
    this.child?.kill('SIGSTOP');
  }

  /** It goes on from where it hung. */
  wake(): void {
    this.child?.kill('SIGCONT');
  }

  /** It is gone at once. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Kills it and removes what it kept. */
  async discard(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

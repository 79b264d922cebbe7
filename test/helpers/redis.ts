import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../src/config/listening-port.js';

const HOST = '127.0.0.1';
const PATIENCE_MS = 10_000;

/** Where redis-server is on PATH; undefined, said in a line, where it is not. */
export function redisServer(): string | undefined {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  if (found === undefined)
    process.stderr.write('No redis-server on PATH: the queue is tested on Postgres alone.\n');
  return found;
}

/** A Redis of its own, on a free port of this machine, that keeps nothing. */
export class TestRedis {
  private child: ChildProcess | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'ccc-redis-'));

  private constructor(
    private readonly binary: string,
    private readonly port: number,
    private readonly options: readonly string[],
  ) {}

  static async start(binary: string, options: readonly string[] = []): Promise<TestRedis> {
    const redis = new TestRedis(binary, await freePort(HOST), options);
    await redis.begin();
    return redis;
  }

  get url(): string {
    return `redis://${HOST}:${this.port}`;
  }

  /** Starts it, empty, where it does not run. */
  async begin(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', HOST, '--save', '', '--appendonly', 'no'];
    this.child = spawn(this.binary, [...args, '--dir', this.folder, ...this.options], { stdio: 'ignore' });
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until) {
      if ((await this.ask((client) => client.ping())) === 'PONG') return;
      await pause(50);
    }
    throw new Error('Redis did not start.');
  }

  /** What a client of its own is answered; undefined where nothing answers. */
  async ask<T>(what: (client: Redis) => Promise<T>): Promise<T | undefined> {
    const client = new Redis(this.url, {
      lazyConnect: true,
      retryStrategy: () => null,
      connectTimeout: 1000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await what(client);
    } catch {
      return undefined;
    } finally {
      client.disconnect();
    }
  }

  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    this.child?.kill(name);
  }

  /** Ends it at once, as if its power failed. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

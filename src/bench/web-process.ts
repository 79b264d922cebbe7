import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { childEnvironment } from '../config/child-environment.js';
import { freePort } from '../config/listening-port.js';
import { projectFolder } from '../config/project-folder.js';
import type { BenchCase } from './bench-cases.js';

const HOST = '127.0.0.1';
const PATIENCE_MS = 30_000;
const KIB = 1024;

/** The service as it is started, in a process of its own, and a client that keeps its connections. */
export class WebProcess {
  private readonly agent: Agent;

  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
    private readonly token: string,
    concurrent: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: concurrent });
  }

  /** Starts it on that database and waits until it is ready. Throws where it is not ready in time. */
  static async start(databaseUrl: string, token: string, concurrent: number): Promise<WebProcess> {
    const port = await freePort(HOST);
    const child = spawn(process.execPath, [join(projectFolder(), 'dist', 'src', 'main.js')], {
      stdio: 'ignore',
      env: childEnvironment({
        DATABASE_URL: databaseUrl,
        PORT: String(port),
        HOST,
        DEMONSTRATION: 'no',
        LOG_LEVEL: 'error',
      }),
    });
    const web = new WebProcess(child, port, token, concurrent);
    const until = Date.now() + PATIENCE_MS;
    while (child.exitCode === null && Date.now() < until) {
      if ((await web.send('GET', '/readyz').catch(() => 0)) === 200) return web;
    }
    await web.stop();
    throw new Error('The service did not become ready to be measured.');
  }

  /** Sends the event of a case, and throws where it is not accepted. */
  async post({ id, version }: BenchCase, type: string, content: object): Promise<void> {
    const status = await this.send('POST', `/api/v1/cases/${id}/events`, JSON.stringify({ type, content }), {
      'content-type': 'application/json',
      'if-match': `"v${version}"`,
      'idempotency-key': randomUUID(),
      authorization: `Bearer ${this.token}`,
    });
    if (status < 200 || status >= 300) throw new Error(`The service answered ${status}.`);
  }

  /** Memory of the process in bytes; null where the system does not tell. */
  memory(): number | null {
    const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(this.child.pid)], { encoding: 'utf8' });
    const kib = Number.parseInt(stdout, 10);
    return Number.isNaN(kib) ? null : kib * KIB;
  }

  /** Stops it and waits for its end. */
  async stop(): Promise<void> {
    this.agent.destroy();
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }

  private send(
    method: string,
    path: string,
    body = '',
    headers: Record<string, string> = {},
  ): Promise<number> {
    return new Promise((resolve, reject) => {
      const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
      const sent = request(
        { host: HOST, port: this.port, method, path, agent: this.agent, headers: { ...headers, ...length } },
        (answer) => {
          answer.resume();
          answer.once('end', () => resolve(answer.statusCode ?? 0));
        },
      );
      sent.once('error', reject);
      sent.end(body);
    });
  }
}

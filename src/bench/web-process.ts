import { spawnSync } from 'node:child_process';
import { Agent, request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { startServiceProcess, type ServiceProcess } from '../process/service-process.js';
import type { BenchCase } from './bench-cases.js';

const KIB = 1024;

/** The service in a process of its own, and a client that keeps its connections. */
export class WebProcess {
  private readonly agent: Agent;

  private constructor(
    private readonly service: ServiceProcess,
    private readonly token: string,
    concurrent: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: concurrent });
  }

  /** Starts it on that database and waits until it is ready. Throws where it is not ready in time. */
  static async start(databaseUrl: string, token: string, concurrent: number): Promise<WebProcess> {
    const service = await startServiceProcess({ DATABASE_URL: databaseUrl, DEMONSTRATION: 'no' });
    return new WebProcess(service, token, concurrent);
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
    const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(this.service.pid)], { encoding: 'utf8' });
    const kib = Number.parseInt(stdout, 10);
    return Number.isNaN(kib) ? null : kib * KIB;
  }

  /** Stops it and waits for its end. */
  async stop(): Promise<void> {
    this.agent.destroy();
    await this.service.stop();
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
        {
          host: this.service.host,
          port: this.service.port,
          method,
          path,
          agent: this.agent,
          headers: { ...headers, ...length },
        },
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

import { rmSync } from 'node:fs';
import { Client } from 'pg';
import { bundledBinaries } from '../../postgres/binaries.js';
import { createCluster } from '../../postgres/cluster.js';
import { serverOf, type DatabaseServer } from '../../postgres/database-server.js';
import { ensureOwner, ownerRole } from '../../postgres/owner-role.js';
import { serverUser, type RunAs } from '../../postgres/run-as.js';
import { gone, type RunningServer } from '../../postgres/running-server.js';
import { serverFolder, type ServerFolder } from '../../postgres/server-folder.js';
import { launchServer } from '../../postgres/server-process.js';
import { until } from './patience.js';

/**
 * How a server is stopped: it ends every transaction first, or it is gone at once and recovers from its log, or its first process
 * is, and what works for connections ends by itself.
 */
export const STOPS = { fast: 'SIGINT', immediate: 'SIGQUIT', killed: 'SIGKILL' } as const;
export type Stop = keyof typeof STOPS;

/** What Postgres says where a process of the server before still works on the data. */
const STILL_IN_USE = 'is still in use';

/** A bundled Postgres of one's own that can be stopped, started again on its port, and cut off from those it serves. */
export class OwnPostgres {
  private pid = 0;

  private constructor(
    private readonly folder: ServerFolder,
    private readonly user: RunAs,
    private port = 0,
  ) {}

  /** Makes one in that folder and starts it. Throws where it does not start. */
  static async start(dataDir: string): Promise<OwnPostgres> {
    const user = serverUser();
    const log = (): void => undefined;
    const folder = serverFolder(dataDir, { chosen: true, user, log });
    await createCluster(folder, { binaries: bundledBinaries(folder.root, user), user, durable: true, log });
    const server = new OwnPostgres(folder, user);
    await server.run();
    await ensureOwner(server.adminUrl, folder.password);
    return server;
  }

  /** Starts it again where it was, once nothing of the one before works on its data any more. */
  async run(): Promise<void> {
    let running: RunningServer | undefined;
    await until('the server runs', async () => {
      running = await this.launched();
      return running !== undefined;
    });
    this.pid = running?.pid ?? 0;
    this.port = running?.port ?? 0;
  }

  /** Stops it and waits until it is gone. */
  async halt(how: Stop): Promise<void> {
    process.kill(this.pid, STOPS[how]);
    await gone(this.pid);
  }

  /** Its databases as their owner reaches them. */
  get server(): DatabaseServer {
    return serverOf(this.urlFor(ownerRole, 'postgres'));
  }

  /** As the superuser, who may do what the owner of the databases may not. */
  get adminUrl(): string {
    return this.urlFor('postgres', 'postgres');
  }

  /** The same for one of its databases. */
  adminUrlOf(database: string): string {
    return this.urlFor('postgres', database);
  }

  /** Sends a statement as the superuser. */
  async asAdmin<Row>(sql: string, values: unknown[] = [], database = 'postgres'): Promise<Row[]> {
    const client = new Client({ connectionString: this.adminUrlOf(database) });
    await client.connect();
    try {
      return (await client.query<Row & object>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Its major version. */
  async version(): Promise<number> {
    const [row] = await this.asAdmin<{ version: number }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version`,
    );
    return row?.version ?? 0;
  }

  /**
   * Makes a database that was copied as safe as another. Postgres writes numbers of a sequence into its log well ahead, and of
   * those that are ahead in a copy it writes none until a checkpoint: after a crash before that they would be given again.
   */
  async settleCopy(): Promise<void> {
    await this.asAdmin('CHECKPOINT');
  }

  /** Stops it and removes everything it kept. */
  async discard(): Promise<void> {
    await this.halt('immediate').catch(() => undefined);
    rmSync(this.folder.root, { recursive: true, force: true });
  }

  private async launched(): Promise<RunningServer | undefined> {
    const binaries = bundledBinaries(this.folder.root, this.user);
    const port = this.port === 0 ? {} : { port: this.port };
    try {
      return await launchServer(this.folder, { binaries, user: this.user, durable: true, ...port });
    } catch (error) {
      if (error instanceof Error && error.message.includes(STILL_IN_USE)) return undefined;
      throw error;
    }
  }

  private urlFor(role: string, database: string): string {
    return `postgres://${role}:${this.folder.password}@127.0.0.1:${this.port}/${database}`;
  }
}

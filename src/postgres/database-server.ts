import { resolve } from 'node:path';
import { Client } from 'pg';
import type { Config } from '../config/config.js';
import { hasCode } from '../config/error-code.js';
import { startBundledPostgres } from './bundled-postgres.js';
import type { Keeping } from './kept-running.js';
import { ownerRole } from './owner-role.js';

/** A Postgres the application may make databases on. */
export interface DatabaseServer {
  /** Whether it is the bundled server rather than the one DATABASE_URL names. */
  readonly bundled: boolean;
  /** Address of the application's own database, which exists. */
  readonly url: string;
  /** Address of another database on the same server. */
  urlOf(database: string): string;
  /** Makes a database, as a copy of `template` where one is named. Throws where it exists. */
  createDatabase(database: string, template?: string): Promise<void>;
  /** Removes a database and whoever is connected to it. Nothing happens where there is none. */
  dropDatabase(database: string): Promise<void>;
  /** From now on the bundled server is not started again where it ends. */
  letEnd(): Promise<void>;
  stop(): Promise<void>;
}

const applicationDatabase = 'childrens_continuing_care';

/**
 * The server the settings ask for: the one DATABASE_URL names, otherwise the bundled one, which a process that lasts keeps
 * running.
 * @throws Error where the bundled server does not start
 */
export async function openDatabaseServer(
  settings: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: (line: string) => void,
  keep?: Keeping,
): Promise<DatabaseServer> {
  if (settings.databaseUrl !== undefined) return serverOf(settings.databaseUrl);
  const server = await startBundledPostgres({
    ...(settings.dataDir === undefined ? {} : { dataDir: resolve(settings.dataDir) }),
    durable: true,
    log,
    ...(keep === undefined ? {} : { keep }),
  });
  await ensureDatabase(server.adminUrl, applicationDatabase);
  return {
    ...serverOf(server.url(applicationDatabase)),
    bundled: true,
    letEnd: () => server.letEnd(),
    stop: () => server.stop(),
  };
}

/** The server that the address of one of its databases leads to. Stopping it is somebody else's business. */
export function serverOf(url: string): DatabaseServer {
  const urlOf = (database: string): string => {
    const other = new URL(url);
    other.pathname = `/${encodeURIComponent(database)}`;
    return other.href;
  };
  return {
    bundled: false,
    url,
    urlOf,
    createDatabase: (database, template) =>
      statement(url, ({ escapeIdentifier: name }) =>
        template === undefined
          ? `CREATE DATABASE ${name(database)}`
          : `CREATE DATABASE ${name(database)} TEMPLATE ${name(template)}`,
      ),
    dropDatabase: (database) => drop(url, database),
    letEnd: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

const MOST_TRIES = 5;

/**
 * Removes a database. The server's own housekeeping may be at work in it, which only a superuser may end by force; without
 * force it makes way by itself.
 */
async function drop(url: string, database: string, tries = 1): Promise<void> {
  const dropping = (how: string) => (client: Client) =>
    `DROP DATABASE IF EXISTS ${client.escapeIdentifier(database)} ${how}`;
  try {
    await statement(url, dropping('WITH (FORCE)'));
  } catch (error) {
    if (!hasCode(error, '42501') || tries === MOST_TRIES) throw error;
    await statement(url, dropping('')).catch((inUse: unknown) => {
      if (!hasCode(inUse, '55006')) throw inUse;
      return drop(url, database, tries + 1);
    });
  }
}

async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  try {
    await statement(adminUrl, () => `CREATE DATABASE ${database} OWNER ${ownerRole}`);
  } catch (error) {
    // Two processes that make the same database at once meet on the catalogue's unique index.
    if (!hasCode(error, '42P04', '23505')) throw error;
  }
}

async function statement(url: string, sql: (client: Client) => string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql(client));
  } finally {
    await client.end();
  }
}

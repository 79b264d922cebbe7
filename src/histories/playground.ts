import { randomBytes } from 'node:crypto';
import { createEngine, type Engine } from '../engine.module.js';
import { openDatabaseServer, serverOf, type DatabaseServer } from '../postgres/database-server.js';
import type { Config } from '../config/config.js';
import { hasCode } from '../config/error-code.js';
import { UsageError } from '../protocols/command-line.js';
import type { DataFolders } from '../protocols/load-protocol.js';

/** Where histories are played: a database of its own for each, made from one that is migrated once. */
export interface Playground {
  /** An engine on a fresh database; closing it drops the database. */
  open(): Promise<Engine>;
  /** Drops what is left. */
  close(): Promise<void>;
}

const CONNECTIONS = 4;
const nameOf = (what: string): string => `ccc_play_${what}_${process.pid}_${randomBytes(4).toString('hex')}`;

const MAY_NOT = '42501';

/** Makes the first database, which shows whether databases may be made there at all. */
async function made(server: DatabaseServer, database: string): Promise<void> {
  try {
    await server.createDatabase(database);
  } catch (error) {
    if (!hasCode(error, MAY_NOT)) throw error;
    throw new UsageError(
      'Histories are played in databases of their own, and the role of DATABASE_URL may not make any. ' +
        'Give it CREATEDB, or leave DATABASE_URL out to play on the bundled server.',
    );
  }
}

/** A playground on that server. Throws a UsageError where its role may not make databases. */
export async function playgroundOn(
  server: DatabaseServer,
  { placesDir }: DataFolders = {},
): Promise<Playground> {
  const template = nameOf('template');
  const left = new Set<string>([template]);
  const options = {
    purpose: 'play' as const,
    connections: CONNECTIONS,
    ...(placesDir === undefined ? {} : { placesDir }),
  };
  const drop = async (database: string) => {
    await server.dropDatabase(database);
    left.delete(database);
  };
  const close = async () => {
    for (const database of [...left]) await drop(database);
  };
  await made(server, template);
  try {
    const migrated = await createEngine(server.urlOf(template), options);
    await migrated.close();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    close,
    async open() {
      const database = nameOf('history');
      left.add(database);
      await server.createDatabase(database, template);
      const engine = await createEngine(server.urlOf(database), { ...options, migrate: false });
      return {
        ...engine,
        close: async () => {
          await engine.close();
          await drop(database);
        },
      };
    },
  };
}

/** A playground beside the application's own database: next to DATABASE_URL, or on the bundled server. */
export async function openPlayground(
  settings: Pick<Config, 'databaseUrl' | 'dataDir'>,
  folders: DataFolders,
  log: (line: string) => void,
): Promise<Playground> {
  const server = await openDatabaseServer(settings, log);
  try {
    const playground = await playgroundOn(serverOf(server.url), folders);
    return {
      ...playground,
      close: async () => {
        await playground.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

import { randomBytes } from 'node:crypto';
import { createEngine, type Engine } from '../engine.module.js';
import { openDatabaseServer, serverOf, type DatabaseServer } from '../postgres/database-server.js';
import type { Config } from '../config/config.js';
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

/** A playground on that server. Throws where its role may not make databases. */
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
  await server.createDatabase(template);
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

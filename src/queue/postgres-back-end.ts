import { createPostgresBackend, runMigrations, type BackendFactory, type QueueOptions } from 'bullmq';
import pg from 'pg';
import { LastingClient } from '../database/lasting-client.js';
import { within } from '../process/within.js';
import type { BackEnd } from './back-end.js';

const SCHEMA = 'bullmq';
const CONNECTIONS = 8;
const PATIENCE_MS = 10_000;

/** The queue in a schema of its own, beside the service's tables, which is made where it is not there. */
export function openPostgres(databaseUrl: string): BackEnd {
  const pool = new pg.Pool({
    Client: LastingClient,
    connectionString: databaseUrl,
    max: CONNECTIONS,
    options: `-c search_path=${SCHEMA}`,
    application_name: 'childrens-continuing-care queue',
    keepAlive: true,
    keepAliveInitialDelayMillis: PATIENCE_MS,
    connectionTimeoutMillis: PATIENCE_MS,
    statement_timeout: PATIENCE_MS * 3,
  });
  // An idle connection that drops is replaced when the next is needed.
  pool.on('error', () => undefined);
  const connection = pool as unknown as QueueOptions['connection'];
  return {
    kind: 'postgres',
    queueOptions: { connection },
    workerOptions: { connection },
    factory: createPostgresBackend as unknown as BackendFactory,
    async check() {
      const client = await pool.connect();
      try {
        await runMigrations(client, SCHEMA);
      } finally {
        client.release();
      }
    },
    async close() {
      await within(PATIENCE_MS, pool.end()).catch(() => undefined);
    },
  };
}

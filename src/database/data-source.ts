import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { killPoint } from '../faults/kill-points.js';
import { alone } from './alone.js';
import { columnTypes } from './column-types.js';
import { entities } from './entities.js';
import { LastingClient } from './lasting-client.js';

/** How the database is used. */
export interface DatabaseOptions {
  /** Most connections at once. */
  connections?: number;
  /** Milliseconds after which a statement is given up. */
  statementTimeout?: number;
  /** Milliseconds after which waiting for someone else's lock is given up. */
  lockTimeout?: number;
}

/** The database behind that address, not yet connected to. */
export const dataSourceFor = (
  url: string,
  { connections = 20, statementTimeout = 30_000, lockTimeout = 10_000 }: DatabaseOptions = {},
): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    entities: [...entities],
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    poolSize: connections,
    applicationName: 'childrens-continuing-care',
    // Its warnings quote queries with their values.
    logging: false,
    poolErrorHandler: () => undefined,
    extra: {
      Client: LastingClient,
      types: columnTypes,
      statement_timeout: statementTimeout,
      lock_timeout: lockTimeout,
      idle_in_transaction_session_timeout: 60_000,
      connectionTimeoutMillis: 10_000,
    },
  });

/** A connection of its own for what may take as long as it takes: an index on the deadlines of many years, say. */
async function withPatience(dataSource: DataSource, work: (patient: DataSource) => Promise<unknown>) {
  const { options } = dataSource;
  const extra = { ...(options.extra as object), statement_timeout: 0 };
  const patient = await new DataSource({ ...options, poolSize: 1, extra } as typeof options).initialize();
  const { logger } = patient;
  patient.logger = Object.assign(Object.create(logger) as typeof logger, {
    logQuery: () => void killPoint('migration-statement'),
  });
  try {
    await work(patient);
  } finally {
    await patient.destroy();
  }
}

/** Brings the schema up to date; two processes that start at once do so one after the other. */
export const migrate = (dataSource: DataSource): Promise<void> =>
  alone(dataSource, 'migrating', () =>
    withPatience(dataSource, (patient) => patient.runMigrations({ transaction: 'each' })),
  );

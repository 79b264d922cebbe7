import type { DataSource } from 'typeorm';

/** What only one process at a time may do to a database, by the number of its lock. */
export const LOCKS = {
  migrating: 7_340_981,
  loadingDemonstration: 7_340_982,
  rebuildingQueue: 7_340_983,
  keepingPlaces: 7_340_984,
} as const;

/** Does the work while no other process does work of that kind on the database; waits for its turn however long it takes. */
export async function alone<T>(
  dataSource: DataSource,
  kind: keyof typeof LOCKS,
  work: () => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SET lock_timeout = 0');
    await runner.query('SET statement_timeout = 0');
    await runner.query('SELECT pg_advisory_lock($1)', [LOCKS[kind]]);
    try {
      return await work();
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [LOCKS[kind]]).catch(() => undefined);
      await runner.query('RESET lock_timeout').catch(() => undefined);
      await runner.query('RESET statement_timeout').catch(() => undefined);
    }
  } finally {
    await runner.release();
  }
}

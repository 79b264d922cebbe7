import type { World } from '../world/world.js';

const ALL = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = $1 AND pid <> pg_backend_pid()`;
const IN_TRANSACTION = `${ALL} AND state = 'idle in transaction'`;

const cutOff = ({ ground, database }: World, sql: string): Promise<unknown[]> =>
  ground.postgres.asAdmin(sql, [database]);

/** Ends every connection to the database of the world. */
export const cutOffAll = (world: World): Promise<unknown[]> => cutOff(world, ALL);

/** Ends the connections that are in a transaction and wait for whoever began it. */
export const cutOffTransactions = (world: World): Promise<unknown[]> => cutOff(world, IN_TRANSACTION);

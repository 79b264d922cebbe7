import type { Config } from '../config/config.js';
import type { BackEnd } from './back-end.js';
import { openPostgres } from './postgres-back-end.js';
import { openRedis } from './redis-back-end.js';

/** What tells the queue of this database from others that are kept in the same place. */
export interface Opening extends Pick<Config, 'redisUrl'> {
  databaseUrl: string;
  installation: string;
}

/** The queue in Redis where one is named, otherwise in the service's own Postgres. */
export const openBackEnd = ({ redisUrl, databaseUrl, installation }: Opening): BackEnd =>
  redisUrl === undefined ? openPostgres(databaseUrl) : openRedis(redisUrl, installation);

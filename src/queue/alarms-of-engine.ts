import type { Config } from '../config/config.js';
import type { Engine } from '../engine.module.js';
import type { Linking } from './queue-link.js';
import { runAlarms, type RunningAlarms, type RunningParts } from './run-alarms.js';

/** What a process says of itself, beside what its engine knows. */
type Said = Pick<RunningParts, 'role'> & Pick<Linking, 'databaseUrl' | 'log' | 'concurrency'>;

/** Begins to let the alarms of an engine ring in this process. Throws UnfitQueue where the queue would lose them. */
export const alarmsOf = (
  { dataSource, alarmRing, duePass, heartbeats, telemetry, watchdog }: Engine,
  { redisUrl }: Pick<Config, 'redisUrl'>,
  said: Said,
): Promise<RunningAlarms> =>
  runAlarms({
    ...said,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    dataSource,
    alarms: alarmRing,
    duePass,
    heartbeats,
    telemetry,
    watchdog,
  });

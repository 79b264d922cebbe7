import { auditFails } from './f23-audit-fails.js';
import { calendarEnds } from './f22-calendar-ends.js';
import { clockMoved } from './f10-clock.js';
import { databaseRestored } from './f18-restored.js';
import { duplicates } from './f11-duplicates.js';
import { machinesChanged } from './f16-machines-changed.js';
import { mailFails } from './f24-mail.js';
import { migrationKilled } from './f19-migration-killed.js';
import { mixedVersions } from './f17-mixed-versions.js';
import { passStops } from './f20-pass-stops.js';
import { poison } from './f15-poison.js';
import { postgresAway } from './f09-postgres-away.js';
import { postgresRestarts } from './f08-postgres-restarts.js';
import { redisAway } from './f06-redis-away.js';
import { redisEmptied, redisKilled } from './f04-redis-emptied.js';
import { redisUnfit } from './f07-redis-unfit.js';
import { rollingRestart } from './f03-rolling-restart.js';
import type { Fault } from './trial.js';
import { webKilled } from './f01-web-killed.js';
import { workerKilled } from './f02-worker-killed.js';

/** Every fault that can be brought about, in the order of the matrix. */
export const FAULTS: readonly Fault[] = [
  webKilled,
  workerKilled,
  rollingRestart,
  redisEmptied,
  redisKilled,
  redisAway,
  redisUnfit,
  postgresRestarts,
  postgresAway,
  clockMoved,
  duplicates,
  poison,
  machinesChanged,
  mixedVersions,
  databaseRestored,
  migrationKilled,
  passStops,
  calendarEnds,
  auditFails,
  mailFails,
];

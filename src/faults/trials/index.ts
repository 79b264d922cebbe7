import { auditFails } from './f23-audit-fails.js';
import { clockMoved } from './f10-clock.js';
import { duplicates } from './f11-duplicates.js';
import { migrationKilled } from './f19-migration-killed.js';
import { postgresAway } from './f09-postgres-away.js';
import { postgresRestarts } from './f08-postgres-restarts.js';
import { rollingRestart } from './f03-rolling-restart.js';
import type { Fault } from './trial.js';
import { webKilled } from './f01-web-killed.js';

/** Every fault that can be brought about, in the order of the matrix. */
export const FAULTS: readonly Fault[] = [
  webKilled,
  rollingRestart,
  postgresRestarts,
  postgresAway,
  clockMoved,
  duplicates,
  migrationKilled,
  auditFails,
];

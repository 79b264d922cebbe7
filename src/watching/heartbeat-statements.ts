import { statement } from '../database/transaction.js';

export const BEAT = statement(
  'beat',
  `INSERT INTO heartbeats (process, role, host, pid, version, machines, alarms, started_at, seen_at, passed_at, queue,
     degraded)
   VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), clock_timestamp(),
     CASE WHEN $8 THEN clock_timestamp() END, $9, $10)
   ON CONFLICT (process) DO UPDATE SET seen_at = clock_timestamp(),
     passed_at = CASE WHEN $8 THEN clock_timestamp() ELSE heartbeats.passed_at END,
     queue = excluded.queue, degraded = excluded.degraded`,
);

/** The other processes of the role $2 on the host $3. */
export const OTHERS_HERE = statement(
  'others-here',
  `SELECT process, pid FROM heartbeats WHERE process <> $1 AND role = $2 AND host = $3`,
);

/**
 * Forgets processes of the role on this host that a process takes the place of: those of $4, which are gone, and any that is
 * silent; and of any host what has long been gone.
 */
export const SUPERSEDE = statement(
  'supersede-heartbeats',
  `DELETE FROM heartbeats
   WHERE process = ANY($4::uuid[])
     OR process <> $1 AND (role = $2 AND host = $3 AND seen_at < clock_timestamp() - interval '1 minute'
       OR seen_at < clock_timestamp() - interval '7 days')`,
);

export const GOODBYE = statement('goodbye', `DELETE FROM heartbeats WHERE process = $1`);

export const HEARTBEATS = statement(
  'heartbeats',
  `SELECT process, role, version, machines, alarms, started_at AS "startedAt", seen_at AS "seenAt",
     passed_at AS "passedAt", queue, degraded,
     extract(epoch FROM clock_timestamp() - seen_at)::float8 AS "silentSeconds",
     extract(epoch FROM clock_timestamp() - coalesce(passed_at, started_at))::float8 AS "passSeconds"
   FROM heartbeats ORDER BY role, started_at, process`,
);

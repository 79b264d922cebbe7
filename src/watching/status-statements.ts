import { statement } from '../database/transaction.js';

/** How far behind alarms are, and how many wait for whom. */
export const BACKLOG = statement(
  'alarm-backlog',
  `WITH clock AS MATERIALIZED (SELECT service_now() AS now)
   SELECT (SELECT now FROM clock) AS at,
     (SELECT count(*)::int FROM alarms WHERE state = 'waiting' AND rings_at < 'infinity') AS waiting,
     (SELECT count(*)::int FROM alarms
      WHERE state = 'waiting' AND rings_at <= (SELECT now FROM clock)
        AND (retry_at IS NULL OR retry_at <= (SELECT now FROM clock))) AS due,
     (SELECT extract(epoch FROM (SELECT now FROM clock) - min(coalesce(retry_at, rings_at)))::float8 FROM alarms
      WHERE state = 'waiting' AND rings_at <= (SELECT now FROM clock)
        AND (retry_at IS NULL OR retry_at <= (SELECT now FROM clock))) AS "oldestDueSeconds",
     (SELECT count(*)::int FROM alarms WHERE state = 'waiting' AND attempts > 0) AS retrying,
     (SELECT count(*)::int FROM alarms WHERE state = 'exception') AS exceptions,
     (SELECT count(*)::int FROM alarms WHERE state = 'setAside') AS "setAside"`,
);

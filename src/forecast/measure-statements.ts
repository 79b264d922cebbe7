import { statement } from '../database/transaction.js';

/** The months measured of a place, the latest first; $2 how many of them. */
export const MEASURES = statement(
  'forecast_measures',
  `SELECT as_of, until, open, looked, said_certain, said_likely, came, named_certain, named_likely
   FROM forecast_measures WHERE place_id = $1 ORDER BY as_of DESC LIMIT $2`,
);

/**
 * Deadlines that were open at the end of $2 and due, by their original due date, after it and by $3; with what came of
 * each: late where it was settled late, or is open and its last moment was over by $4.
 */
export const OPEN_THEN = statement(
  'forecast_open_then',
  `SELECT case_id, key,
     coalesce(settled_late, paused_since IS NULL AND due_at <= $4::timestamptz) AS came
   FROM deadlines
   WHERE place_id = $1 AND original_due_on > $2::date AND original_due_on <= $3::date AND NOT guidance
     AND started_on <= $2::date AND (settled_on IS NULL OR settled_on > $2::date)
   ORDER BY case_id, key`,
);

export const KEEP_MEASURE = statement(
  'forecast_keep_measure',
  `INSERT INTO forecast_measures (place_id, as_of, until, open, looked, said_certain, said_likely, came, named_certain,
     named_likely, measured_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, service_now())
   ON CONFLICT (place_id, as_of) DO UPDATE SET until = excluded.until, open = excluded.open, looked = excluded.looked,
     said_certain = excluded.said_certain, said_likely = excluded.said_likely, came = excluded.came,
     named_certain = excluded.named_certain, named_likely = excluded.named_likely, measured_at = excluded.measured_at`,
);

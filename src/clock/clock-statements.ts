import { statement } from '../database/transaction.js';

export const NOW = statement('now', `SELECT service_now() AS at`);

export const PURPOSE = statement(
  'purpose',
  `SELECT purpose, extract(epoch FROM shift)::float8 AS seconds FROM service_clock`,
);

export const SET_PURPOSE = statement(
  'set-purpose',
  `UPDATE service_clock SET purpose = $1, shift = CASE WHEN $1 = 'live' THEN interval '0' ELSE shift END
   WHERE purpose <> $1`,
);

export const SHIFT_TO = statement(
  'shift-to',
  `UPDATE service_clock SET shift = $1::timestamptz - clock_timestamp()`,
);

export const NO_SHIFT = statement('no-shift', `UPDATE service_clock SET shift = interval '0'`);

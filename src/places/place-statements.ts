import { LOCKS } from '../database/alone.js';
import { statement } from '../database/transaction.js';

export const PRESENT_VERSIONS = statement(
  'present-versions',
  `SELECT protocol, calendar_version AS "calendarVersion" FROM places WHERE id = $1`,
);

export const PROTOCOL_VERSION = statement(
  'protocol-version',
  `SELECT data FROM protocol_versions WHERE place_id = $1 AND version = $2`,
);

export const PROTOCOL_VERSIONS = statement(
  'protocol-versions',
  `SELECT version FROM protocol_versions WHERE place_id = $1 ORDER BY version`,
);

export const CALENDAR_VERSION = statement(
  'calendar-version',
  `SELECT data FROM calendar_versions WHERE place_id = $1 AND version = $2`,
);

/** Two processes that start at once keep their places one after the other. */
export const ONE_AT_A_TIME = statement(
  'one-at-a-time',
  `SELECT pg_advisory_xact_lock(${LOCKS.keepingPlaces})`,
);

export const KEEP_PLACE = statement(
  'keep-place',
  `INSERT INTO places (id, name, protocol, calendar_version, data) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (id) DO UPDATE SET name = excluded.name, protocol = excluded.protocol, data = excluded.data`,
);

export const KEPT_PROTOCOL = statement(
  'kept-protocol',
  `SELECT digest,
     EXISTS (SELECT 1 FROM cases c WHERE c.place_id = p.place_id AND c.protocol = p.version)
       OR EXISTS (SELECT 1 FROM events e WHERE e.place_id = p.place_id AND e.protocol = p.version) AS used
   FROM protocol_versions p WHERE place_id = $1 AND version = $2`,
);

export const KEEP_PROTOCOL = statement(
  'keep-protocol',
  `INSERT INTO protocol_versions (place_id, version, digest, data) VALUES ($1, $2, $3, $4)
   ON CONFLICT (place_id, version) DO UPDATE SET digest = excluded.digest, data = excluded.data`,
);

export const KEPT_CALENDAR = statement(
  'kept-calendar',
  `SELECT EXISTS (SELECT 1 FROM calendar_versions WHERE place_id = $1 AND version = $2) AS known,
     (SELECT data FROM calendar_versions WHERE place_id = $1 ORDER BY ordinal DESC LIMIT 1) AS data`,
);

export const ADD_CALENDAR = statement(
  'add-calendar',
  `INSERT INTO calendar_versions (place_id, version, ordinal, data, added_by, added_at)
   SELECT $1, $2, coalesce(max(ordinal), 0) + 1, $3, $4, service_now() FROM calendar_versions WHERE place_id = $1`,
);

export const USE_CALENDAR = statement(
  'use-calendar',
  `UPDATE places SET calendar_version = $2 WHERE id = $1`,
);

export const KEEP_ORGANISATIONS = statement(
  'keep-organisations',
  `INSERT INTO organisations (place_id, id, name, ods_code, kind, funds, exists_from, exists_to, succeeded_by)
   SELECT $1, o.id, o.name, o."odsCode", o.kind, o.funds, o."from", o."to", o."succeededBy"
   FROM jsonb_to_recordset($2::jsonb) AS o
     (id text, name text, "odsCode" text, kind text, funds text[], "from" date, "to" date, "succeededBy" text)
   ON CONFLICT (place_id, id) DO UPDATE SET name = excluded.name, ods_code = excluded.ods_code, kind = excluded.kind,
     funds = excluded.funds, exists_from = excluded.exists_from, exists_to = excluded.exists_to,
     succeeded_by = excluded.succeeded_by`,
);

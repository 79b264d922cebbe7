import { PERSON } from '../directory/directory-statements.js';
import { statement } from '../database/transaction.js';

/** A new session; those of the same person that are over are forgotten. */
export const BEGIN = statement(
  'begin-session',
  `WITH over AS (
     DELETE FROM sessions WHERE place_id = $2 AND person_id = $3
       AND (revoked_at IS NOT NULL
         OR last_seen_at <= service_now() - make_interval(mins => $6)
         OR created_at <= service_now() - make_interval(hours => $7))
   )
   INSERT INTO sessions (digest, place_id, person_id, username, via, created_at, last_seen_at)
   VALUES ($1, $2, $3, $4, $5, service_now(), service_now())`,
);

/**
 * The session of that digest, seen just now: none where it was ended, was idle for too long or is too old, where its
 * account is disabled, or where its owner holds no role any more.
 */
export const SEE = statement(
  'see-session',
  `WITH found AS (
     SELECT s.digest, to_json(owner) AS person
     FROM sessions s CROSS JOIN LATERAL (${PERSON} WHERE p.place_id = s.place_id AND p.id = s.person_id) AS owner
     WHERE s.digest = $1 AND s.revoked_at IS NULL
       AND s.last_seen_at > service_now() - make_interval(mins => $2)
       AND s.created_at > service_now() - make_interval(hours => $3)
       AND cardinality(owner.roles) > 0
       AND (s.username IS NULL OR s.username = owner.username)
   )
   UPDATE sessions s SET last_seen_at = service_now() FROM found WHERE s.digest = found.digest
   RETURNING s.place_id AS place, found.person, s.told, s.last_seen_at AS "seenAt",
     s.created_at + make_interval(hours => $3) AS "endsAt",
     s.via = 'password' AND EXISTS (
       SELECT FROM accounts a WHERE a.username = s.username AND a.temporary) AS "passwordToChange"`,
);

export const END = statement(
  'end-session',
  `UPDATE sessions SET revoked_at = service_now() WHERE digest = $1 AND revoked_at IS NULL
   RETURNING place_id AS place, person_id AS person`,
);

export const TELL = statement('tell-session', `UPDATE sessions SET told = $2 WHERE digest = $1`);

export const KEEP_SEARCH = statement(
  'keep-search',
  `UPDATE sessions SET searches = (
     SELECT jsonb_agg(each ORDER BY at) FROM (
       SELECT each, at FROM jsonb_array_elements(searches || $2::jsonb) WITH ORDINALITY AS one(each, at)
       ORDER BY at DESC LIMIT $3
     ) AS latest
   ) WHERE digest = $1`,
);

export const SEARCH = statement(
  'search-of-session',
  `SELECT each -> 'terms' AS terms FROM sessions, jsonb_array_elements(searches) AS each
   WHERE digest = $1 AND each ->> 'id' = $2`,
);

/** One more try under a name, and how many there were lately; older ones are forgotten. */
export const TRY = statement(
  'try-sign-in',
  `WITH old AS (
     DELETE FROM sign_in_tries WHERE username_digest <> $1 AND last_at < service_now() - make_interval(mins => $2)
   )
   INSERT INTO sign_in_tries AS t (username_digest, tries, last_at) VALUES ($1, 1, service_now())
   ON CONFLICT (username_digest) DO UPDATE SET
     tries = CASE WHEN t.last_at < service_now() - make_interval(mins => $2) THEN 1 ELSE t.tries + 1 END,
     last_at = CASE WHEN t.tries >= $3 AND t.last_at >= service_now() - make_interval(mins => $2)
       THEN t.last_at ELSE service_now() END
   RETURNING tries`,
);

export const FORGET_TRIES = statement('forget-tries', `DELETE FROM sign_in_tries WHERE username_digest = $1`);

/** Notes a wrong password where somebody has that name. Something is written either way, so that it takes as long. */
export const NOTE_REFUSED = statement(
  'note-refused-sign-in',
  `WITH touched AS (
     UPDATE sign_in_tries SET tries = tries WHERE username_digest = $3
   )
   INSERT INTO audit_entries (place_id, at, person_id, action, clauses, detail)
   SELECT place_id, service_now(), person_id, $2, '{}', '{}' FROM accounts
   WHERE username = $1 AND disabled_at IS NULL`,
);

import { statement } from '../database/transaction.js';

/** What the queue is told of, by one moment that is looked up once and not for each row: alarms that wait, and ring within the horizon of $1 days. */
const QUEUEABLE = `state = 'waiting' AND rings_at < (SELECT service_now()) + make_interval(days => $1)`;

/** In how many milliseconds an alarm is to be handled. */
const DELAY = `greatest(0, ceil(extract(epoch FROM coalesce(retry_at, rings_at) - (SELECT service_now())) * 1000))::float8`;

/**
 * Takes some alarms the queue was not yet told of, for a while in which no other process takes them: $1 the horizon in
 * days, $2 how many, $3 for how many seconds. Nobody is kept waiting by it.
 */
export const OFFER = statement(
  'offer-alarms',
  `UPDATE alarms SET offered_until = clock_timestamp() + make_interval(secs => $3)
   WHERE id IN (
     SELECT id FROM alarms
     WHERE NOT queued AND ${QUEUEABLE} AND (offered_until IS NULL OR offered_until < clock_timestamp())
     ORDER BY rings_at LIMIT $2 FOR UPDATE SKIP LOCKED)
   RETURNING id, generation, ${DELAY} AS delay`,
);

/**
 * Marks what the queue was told, where it was not set anew meanwhile: $1 ids, $2 their generations. One that somebody has in
 * hand is not waited for: it is told again after a while, which is one job all the same.
 */
export const QUEUED = statement(
  'alarms-queued',
  `UPDATE alarms SET queued = true, offered_until = NULL
   WHERE id IN (
     SELECT a.id FROM alarms a JOIN unnest($1::uuid[], $2::int[]) AS q (id, generation)
       ON a.id = q.id AND a.generation = q.generation
     ORDER BY a.id FOR UPDATE OF a SKIP LOCKED)`,
);

/** Lets others tell the queue of these at once. */
export const TAKE_BACK = statement(
  'take-back-offer',
  `UPDATE alarms SET offered_until = NULL
   WHERE id IN (SELECT id FROM alarms WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE SKIP LOCKED)`,
);

/** Every job the queue should hold, as its id. */
export const WANTED = statement(
  'wanted-jobs',
  `SELECT id || '.' || generation AS job, queued FROM alarms WHERE ${QUEUEABLE}`,
);

export const HOW_MANY_QUEUED = statement(
  'how-many-queued',
  `SELECT count(*)::int AS queued FROM alarms WHERE queued AND ${QUEUEABLE}`,
);

const everyAlarm = (name: string, after: string, limit: string) =>
  statement(
    name,
    `SELECT id, generation, rings_at::text AS mark, ${DELAY} AS delay
     FROM alarms WHERE ${QUEUEABLE} AND (queued OR offered_until IS NOT NULL)${after}
     ORDER BY rings_at, id LIMIT ${limit}`,
  );

/**
 * Alarms the queue was told of, or that a process has in hand to tell it, the next to ring first: $2 how many. Of the others
 * it is yet to be told.
 */
export const FIRST_ALARMS = everyAlarm('first-alarms-to-queue', '', '$2');

/** Those that follow, $2 and $3 where the list goes on, $4 how many. */
export const NEXT_ALARMS = everyAlarm(
  'next-alarms-to-queue',
  ' AND (rings_at, id) > ($2::timestamptz, $3::uuid)',
  '$4',
);

/** Those of the alarms named in $2. */
export const SOME_ALARMS = statement(
  'some-alarms-to-queue',
  `SELECT id, generation, ${DELAY} AS delay FROM alarms WHERE ${QUEUEABLE} AND id = ANY($2::uuid[])`,
);

export const MARKS = statement('queue-marks', `SELECT installation, epoch FROM queue_marks`);

export const NEW_EPOCH = statement(
  'new-epoch',
  `UPDATE queue_marks SET epoch = gen_random_uuid() RETURNING epoch`,
);

/**
 * Answers who is to look after the queue now: nobody, where someone did less than $1 seconds ago; and whether every job is
 * to be compared, as happens every $2 seconds; and whether nobody ever looked before.
 */
export const TURN = statement(
  'turn-to-check',
  `UPDATE queue_marks SET checked_at = clock_timestamp(),
     compared_at = CASE WHEN whole THEN clock_timestamp() ELSE compared_at END
   FROM (SELECT checked_at IS NULL AS first,
           coalesce(compared_at < clock_timestamp() - make_interval(secs => $2), true) AS whole
         FROM queue_marks) AS due
   WHERE checked_at IS NULL OR checked_at < clock_timestamp() - make_interval(secs => $1)
   RETURNING epoch, first, whole`,
);

/** A job that nobody can read, kept once as something for a person: $1 what it is about, $2 why. */
export const KEEP_UNREADABLE = statement(
  'keep-unreadable-job',
  `INSERT INTO alarms (id, kind, about, rings_at, queued, state, attempts, failure, failed_first_at, failed_last_at,
     owner_role)
   VALUES (gen_random_uuid(), 'job', $1, service_now(), true, 'exception', 1, $2, service_now(), service_now(),
     'administrator')
   ON CONFLICT (kind, about) WHERE place_id IS NULL
   DO UPDATE SET failed_last_at = service_now(), attempts = alarms.attempts + 1`,
);

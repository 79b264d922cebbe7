import { statement } from '../database/transaction.js';
import { SENDING_PATIENCE_MINUTES } from './delivery-ladder.js';

/**
 * An e-mail that waits, locked, with everything it is made of and whether there is still anything to say: its notice stands,
 * the deadline is open and due as it was, the child lives. What someone else has in hand is left.
 */
export const TAKE = statement(
  'take-delivery',
  `SELECT d.id, d.place_id AS place, d.person_id AS person, d.digest_on AS "digestOn", d.about_at AS "aboutAt",
     d.message_id AS "messageId", d.decided_as AS "decidedAs", p.name, p.email AS address, n.kind, n.words, n.link,
     c.reference, service_now() AS now, (SELECT purpose FROM service_clock) AS purpose,
     CASE WHEN n.id IS NULL THEN false
       ELSE n.withdrawn_at IS NOT NULL OR c.record #>> '{facts,died}' IS NOT NULL
         OR (n.deadline_key IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM deadlines l WHERE l.place_id = n.place_id AND l.case_id = n.case_id
             AND l.key = n.deadline_key AND l.is_open AND l.due_at = n.due_at))
     END AS moot
   FROM deliveries d
   JOIN people p ON p.place_id = d.place_id AND p.id = d.person_id
   LEFT JOIN staff_notices n ON n.id = d.notice_id
   LEFT JOIN cases c ON c.place_id = n.place_id AND c.id = n.case_id
   WHERE d.id = $1 AND d.state = 'waiting'
   FOR UPDATE OF d SKIP LOCKED`,
);

/** Committed before anything is said to the mail server. */
export const BEGIN = statement(
  'begin-delivery',
  `UPDATE deliveries SET state = 'sending', attempts = attempts + 1, began_at = service_now(), settled_at = NULL,
     failure = NULL, address = $2, subject = $3, body = $4, message_id = $5
   WHERE id = $1 RETURNING attempts`,
);

/** What is not sent: kept to be read, or with nothing left to say, or for a person to look at. */
export const LEAVE = statement(
  'leave-delivery',
  `UPDATE deliveries SET state = $2, failure = $3, settled_at = service_now(), address = $4, subject = $5, body = $6
   WHERE id = $1`,
);

/**
 * What came of that attempt, unless a person has decided since. An attempt that was given up for lost, and then was heard
 * of after all, is settled by what was heard.
 */
export const SETTLE = statement(
  'settle-delivery',
  `UPDATE deliveries SET state = $3, failure = $4, settled_at = CASE WHEN $3 = 'waiting' THEN NULL ELSE service_now() END,
     try_at = CASE WHEN $3 = 'waiting' THEN service_now() + make_interval(mins => $5) ELSE try_at END
   WHERE id = $1 AND attempts = $2
     AND (state = 'sending' OR (state = 'uncertain' AND failure = 'ended' AND $3 IN ('sent', 'failed', 'uncertain')))
   RETURNING place_id AS place, state, try_at AS "tryAt"`,
);

/** How a delivery stands, for its alarm. */
export const STANDS = statement(
  'delivery-stands',
  `SELECT state, began_at + interval '${SENDING_PATIENCE_MINUTES} minutes' AS "endedBy",
     service_now() + interval '${SENDING_PATIENCE_MINUTES} minutes' AS "lookAgain"
   FROM deliveries WHERE id = $1`,
);

/** An attempt whose process has ended: nobody knows what came of it. */
export const GIVE_UP = statement(
  'give-up-delivery',
  `UPDATE deliveries SET state = 'uncertain', failure = 'ended', settled_at = service_now()
   WHERE id IN (SELECT id FROM deliveries WHERE id = $1 AND state = 'sending'
     AND began_at <= service_now() - interval '${SENDING_PATIENCE_MINUTES} minutes' FOR UPDATE SKIP LOCKED)
   RETURNING id`,
);

/** An e-mail on which a person is to decide, locked. */
export const TO_BE_DECIDED = statement(
  'delivery-to-be-decided',
  `SELECT id, state, service_now() AS now FROM deliveries
   WHERE place_id = $1 AND id = $2 FOR UPDATE`,
);

export const DECIDE = statement(
  'decide-delivery',
  `UPDATE deliveries SET state = $3, decided_by = $4, decided_as = $5, decided_at = service_now(),
     failure = CASE WHEN $5 = 'setAside' THEN 'setAside' WHEN $5 = 'arrived' THEN NULL ELSE failure END,
     try_at = service_now(), settled_at = CASE WHEN $3 = 'waiting' THEN NULL ELSE service_now() END
   WHERE place_id = $1 AND id = $2`,
);

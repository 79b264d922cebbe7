import { statement, type Transaction } from '../database/transaction.js';
import { ALARMS_VERSION, type AlarmToSet, type AlarmsToStop } from './alarm.js';

export type { Alarm, AlarmToSet, AlarmsToStop } from './alarm.js';

/** What an alarm becomes when it is set anew: the queue is to hear of it, and failures of before count no more. */
export const SET_ANEW = `
  generation = alarms.generation + 1, version = excluded.version, queued = false, offered_until = NULL,
  state = 'waiting', begun = 0, attempts = 0, retry_at = NULL, failure = NULL, failed_first_at = NULL,
  failed_last_at = NULL, owner_role = NULL, set_aside_by = NULL, set_aside_at = NULL, set_aside_why = NULL`;

const SET = statement(
  'set-alarms',
  `INSERT INTO alarms (id, kind, place_id, about, case_id, rings_at, version)
   SELECT gen_random_uuid(), a.kind, a.place, a.about, a."caseId", a."ringsAt", $2
   FROM jsonb_to_recordset($1::jsonb) AS a (kind text, place text, about text, "caseId" uuid, "ringsAt" timestamptz)
   ORDER BY a.kind, a.place, a.about
   ON CONFLICT (kind, place_id, about) DO UPDATE SET
     case_id = excluded.case_id, rings_at = excluded.rings_at, ${SET_ANEW}
   WHERE alarms.rings_at <> excluded.rings_at`,
);

const STOP = statement(
  'stop-alarms',
  `DELETE FROM alarms WHERE id IN (
     SELECT id FROM alarms WHERE kind = $1 AND place_id = $2 AND about = ANY($3::text[])
     ORDER BY about FOR UPDATE)`,
);

/**
 * Sets alarms, in the transaction of what they follow from. One that already rings at that moment stays as it is; one that
 * rings at another begins anew, whatever had failed before.
 */
export async function setAlarms(tx: Transaction, alarms: readonly AlarmToSet[]): Promise<void> {
  if (alarms.length > 0) await tx.change(SET, [JSON.stringify(alarms), ALARMS_VERSION]);
}

/** Stops alarms: they ring no more, whatever the queue still holds of them. */
export async function stopAlarms(tx: Transaction, { kind, place, about }: AlarmsToStop): Promise<void> {
  if (about.length > 0) await tx.change(STOP, [kind, place, about]);
}

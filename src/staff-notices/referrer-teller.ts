import type { Subject } from '../cases/subject.js';
import type { TakenStep } from '../cases/taken-step.js';
import { statement, type Transaction } from '../database/transaction.js';
import type { StaffNotices } from './staff-notices.js';
import { HOLDERS_TODAY } from './who-hears.js';
import { withdrawSeenTo } from './withdraw.js';

const RETURNED = 'CHECKLIST_RETURNED';
const RECEIVED = 'CHECKLIST_RECEIVED';

/** The referrers of today who sent the checklist of a referral, $3, are named in it as its referrer, or took part in it. */
const REFERRERS = statement(
  'referrers-of-referral',
  `WITH holders AS (${HOLDERS_TODAY}),
   parties AS (
     SELECT unnest(ARRAY[by_person::text, content ->> 'referrer']) AS id FROM events
     WHERE place_id = $1 AND subject_id = $2 AND process = $3 AND type = '${RECEIVED}'
     UNION
     SELECT person_id::text FROM participations
     WHERE place_id = $1 AND case_id = $2 AND referral = $3 AND part = 'checklist')
   SELECT DISTINCT person_id AS id FROM holders
   WHERE role = 'referrer' AND person_id::text IN (SELECT id FROM parties)`,
);

/**
 * Tells whoever referred that their checklist has come back, without what is missing, which they read there (CHK-9). What was
 * told is withdrawn once it is sent again.
 */
export async function tellReferrer(
  tx: Transaction,
  notices: StaffNotices,
  { kind, place, id: caseId, reference }: Subject,
  { events: [event] }: TakenStep,
): Promise<void> {
  if (kind !== 'case' || event === undefined) return;
  const about = `checklist ${caseId} `;
  if (event.type === RECEIVED) await withdrawSeenTo(tx, { place, kind: 'checklistReturned', about });
  if (event.type !== RETURNED) return;
  const referrers = await tx.rows<{ id: string }>(REFERRERS, [place, caseId, event.process]);
  if (referrers.length === 0) return;
  await notices.tell(tx, {
    place,
    kind: 'checklistReturned',
    to: { people: referrers.map(({ id }) => id) },
    about: `${about}${event.seq}`,
    words: `${reference}: the checklist has come back with what is missing. Add that and send it again; it is not a refusal. [CHK-9]`,
    link: `/cases/${caseId}/referral`,
    caseId,
  });
}

import type { Subject } from '../cases/subject.js';
import type { TakenStep } from '../cases/taken-step.js';
import { statement, type Transaction } from '../database/transaction.js';
import type { StaffNotices } from './staff-notices.js';
import { HOLDERS_TODAY } from './who-hears.js';
import { withdrawSeenTo } from './withdraw.js';

const RETURNED = 'CHECKLIST_RETURNED';
const RECEIVED = 'CHECKLIST_RECEIVED';

/** Whoever sent the checklist of a case themselves, or is named in it as its referrer, and is a referrer today. */
const REFERRERS = statement(
  'referrers-of-case',
  `WITH holders AS (${HOLDERS_TODAY})
   SELECT DISTINCT person_id AS id FROM holders
   JOIN events e ON e.place_id = $1 AND e.subject_id = $2 AND e.type = '${RECEIVED}'
     AND holders.person_id::text IN (e.by_person::text, e.content ->> 'referrer')
   WHERE holders.role = 'referrer'`,
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
  const referrers = await tx.rows<{ id: string }>(REFERRERS, [place, caseId]);
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

import type { Transaction } from '../database/transaction.js';
import type { Subject } from '../cases/subject.js';
import type { TakenStep } from '../cases/taken-step.js';
import type { StaffNotices } from './staff-notices.js';

/** What somebody is told who was made the assessor of a case. */
export const assessorNow = (reference: string): string => `${reference}: you are its assessor now. [ROL-1]`;

/** Tells the nurse whom somebody else has named as a case's assessor that they are (ROL-1). */
export async function tellNewAssessor(
  tx: Transaction,
  notices: StaffNotices,
  { kind, place, id: caseId, reference, record }: Subject,
  { record: after, events }: TakenStep,
): Promise<void> {
  const { assessor } = after.facts;
  const [event] = events;
  if (kind !== 'case' || assessor === null || assessor === record.facts.assessor) return;
  if (event === undefined || event.by.person === assessor) return;
  await notices.tell(tx, {
    place,
    kind: 'reassigned',
    to: { people: [assessor] },
    about: `assessor ${caseId} ${event.seq}`,
    words: assessorNow(reference),
    link: `/cases/${caseId}`,
    caseId,
  });
}

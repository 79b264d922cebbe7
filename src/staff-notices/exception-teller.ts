import type { Alarm } from '../alarms/alarm.js';
import type { Role } from '../access/roles.js';
import { statement, type Transaction } from '../database/transaction.js';
import type { StaffNotices } from './staff-notices.js';

const REFERENCE = statement(
  'reference-of-case',
  `SELECT reference FROM cases WHERE place_id = $1 AND id = $2`,
);

/** What could not be done, by the kind of its alarm. */
const WORK: Readonly<Record<string, string>> = {
  deadline: 'the service could not handle one of its deadlines',
  batch: 'a change that is carried out case by case has stopped',
  batchCase: 'a change could not be carried out for it',
  delivery: 'an e-mail to staff could not be looked after',
  digest: 'the morning summaries could not be written',
};

/** Tells whoever is to sort it out that an alarm keeps failing and waits for a person, once each time it comes to that. */
export async function tellOfException(
  tx: Transaction,
  notices: StaffNotices,
  { id, kind, place, caseId, generation }: Alarm,
  role: Role,
): Promise<void> {
  if (place === null) return;
  const known = caseId === null ? undefined : await tx.row<{ reference: string }>(REFERENCE, [place, caseId]);
  const what = WORK[kind] ?? 'the service could not do something';
  const words = known ? `${known.reference}: ${what}` : `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  await notices.tell(tx, {
    place,
    kind: 'exception',
    to: { roles: [...new Set(['manager', 'administrator', role])] },
    about: `exception ${id} ${generation}`,
    words: `${words}. It was tried again and again, and now waits for a person. [ROL-4]`,
    link: '/exceptions',
    ...(known && caseId !== null ? { caseId } : {}),
  });
}

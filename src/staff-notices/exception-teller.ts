import type { Alarm } from '../alarms/alarm.js';
import type { Role } from '../access/roles.js';
import { statement, type Transaction } from '../database/transaction.js';
import type { StaffNotices } from './staff-notices.js';
import { withdrawSeenTo } from './withdraw.js';

const REFERENCE = statement(
  'reference-of-case',
  `SELECT reference FROM cases WHERE place_id = $1 AND id = $2`,
);

/** What could not be done, by the kind of its alarm. */
const WORK: Readonly<Record<string, string>> = {
  deadline: 'the service could not handle a deadline',
  batch: 'a change that is carried out case by case has stopped',
  batchCase: 'a change could not be carried out for a case',
  delivery: 'an e-mail to staff could not be looked after',
  digest: 'the morning summaries could not be written',
};

const aboutException = (alarm: string): string => `exception ${alarm} `;

/** Tells whoever is to sort it out that an alarm failed and waits for a person, once each time it comes to that. */
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
    about: `${aboutException(id)}${generation}`,
    words: `${words}. It is not tried any more, and waits for a person. [ROL-4]`,
    link: '/exceptions',
    ...(known && caseId !== null ? { caseId } : {}),
  });
}

/** Withdraws what was told of an exception that somebody has taken in hand. */
export function withdrawException(tx: Transaction, place: string, alarm: string): Promise<void> {
  return withdrawSeenTo(tx, { place, kind: 'exception', about: aboutException(alarm) });
}

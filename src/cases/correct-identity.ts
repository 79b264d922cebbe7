import type { Transaction } from '../database/transaction.js';
import { correctedBirth, saltsOf } from './child.js';
import type { KeptText } from './content/seal.js';
import { CHILD_BEFORE, CORRECT_CHILD } from './store-statements.js';
import type { Subject } from './subject.js';
import type { TakenStep } from './taken-step.js';

type ChildNow = Record<string, string | null> & { salts: never };

/** The salt under which the superseded words were proved, or none where they were never in an event. */
const saltOf = (salts: Record<string, string>, field: string): string =>
  Object.entries(salts).findLast(([name]) => name.endsWith(`.${field}`))?.[1] ?? '';

/**
 * Brings the child's own row to what a correction says of who the child is. Returns what it supersedes, which is kept
 * beside the event: a mistake is corrected, never erased.
 */
export async function correctIdentity(
  tx: Transaction,
  { child, place, record }: Subject,
  step: TakenStep,
  personal: readonly KeptText[],
): Promise<KeptText[]> {
  if (child === null) return [];
  const born = correctedBirth(record, step.record);
  if (personal.length === 0 && born === null) return [];
  const before = await tx.row<ChildNow>(CHILD_BEFORE, [place, child]);
  if (!before) return [];
  const changes = Object.fromEntries(personal.map(({ field, words }) => [field, words]));
  const seq = step.events[0]?.seq ?? 0;
  await tx.change(CORRECT_CHILD, [
    place,
    child,
    JSON.stringify({ ...changes, ...(born ? { dateOfBirth: born } : {}) }),
    JSON.stringify(saltsOf(personal, seq)),
  ]);
  return personal.flatMap(({ field }) => {
    const words = before[field];
    return words ? [{ field: `before.${field}`, salt: saltOf(before.salts, field), words }] : [];
  });
}

import { deriveDeadlines, type Deadline, type Rules } from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import type { Places } from '../places/places.js';
import type { Subject } from './subject.js';
import type { TakenStep } from './taken-step.js';

/** The deadlines with those of the live record counted anew under other rules. */
export function recounted(
  deadlines: readonly Deadline[],
  record: TakenStep['record'],
  rules: Rules,
): Deadline[] {
  const byKey = new Map(deadlines.map((deadline) => [deadline.key, deadline]));
  for (const deadline of deriveDeadlines(record, rules)) byKey.set(deadline.key, deadline);
  return [...byKey.values()];
}

/** A case that moved to another protocol version has its deadlines counted under that one from then on. */
export async function countedUnderItsProtocol(
  tx: Transaction,
  { place, record, calendarVersion }: Subject,
  step: TakenStep,
  places: Places,
): Promise<TakenStep> {
  if (step.record.protocol === record.protocol) return step;
  const rules = await places.rulesFor(place, step.record.protocol, calendarVersion, tx);
  return { ...step, deadlines: recounted(step.deadlines, step.record, rules) };
}

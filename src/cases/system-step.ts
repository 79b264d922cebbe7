import type { Advanced, Rules } from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import { store, type Storing } from './store.js';
import type { Subject } from './subject.js';
import { startOf, withdrawing } from './taken-step.js';

/** Stores a step that the service took by itself. It leaves the version alone that people's forms carry. */
export async function recordedBySystem(
  tx: Transaction,
  subject: Subject,
  first: Advanced,
  rules: Rules,
  { ringing }: Pick<Storing, 'ringing'> = {},
): Promise<void> {
  const step = withdrawing(startOf(first), first.withdrawn, first.event.at, rules);
  const storing = { subject, step, rules, texts: [], child: null, answer: null, commandId: null };
  await store(tx, ringing === undefined ? storing : { ...storing, ringing });
}

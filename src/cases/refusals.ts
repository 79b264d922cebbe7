import type { Refusal } from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import type { CommandOutcome } from './command.js';
import type { Ready } from './prepare.js';
import { KEEP_REFUSAL } from './store-statements.js';

type NotRecorded = Extract<CommandOutcome, { kind: 'refused' | 'notAllowed' }>;

const clausesOf = (refusals: readonly Refusal[]): string[] => [
  ...new Set(refusals.flatMap(({ clauses }) => clauses)),
];

/** Keeps that someone tried, under which clauses it was refused, and - for a refusal by the rules - the answer. */
export async function keepRefusal(
  tx: Transaction,
  { asked, subject, around }: Ready,
  outcome: NotRecorded,
): Promise<void> {
  const { command } = asked;
  const byRules = outcome.kind === 'refused';
  await tx.change(KEEP_REFUSAL, [
    command.commandId,
    command.place,
    command.by,
    asked.kind,
    asked.opens ? null : subject.id,
    command.type,
    byRules ? asked.digest : null,
    byRules ? JSON.stringify(outcome) : null,
    around.at,
    outcome.kind,
    byRules ? clausesOf(outcome.refusals) : [],
    JSON.stringify(byRules ? {} : { mayBeDoneBy: outcome.roles }),
  ]);
}

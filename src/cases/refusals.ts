import type { Refusal } from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import { note } from '../audit/audit-trail.js';
import type { Command, CommandOutcome } from './command.js';
import type { Ready } from './prepare.js';
import { KEEP_REFUSAL } from './store-statements.js';

type NotRecorded = Extract<CommandOutcome, { kind: 'refused' | 'notAllowed' }>;

const detailOf = (outcome: NotRecorded): Record<string, unknown> =>
  outcome.kind === 'refused' ? {} : { mayBeDoneBy: outcome.roles };

const clausesOf = (refusals: readonly Refusal[]): string[] => [
  ...new Set(refusals.flatMap(({ clauses }) => clauses)),
];

const isNotRecorded = (outcome: CommandOutcome): outcome is NotRecorded =>
  outcome.kind === 'refused' || outcome.kind === 'notAllowed';

/** Notes of commands of which nothing else is kept which were refused, as of any other (the audit trail). */
export async function noteRefusals(
  tx: Transaction,
  commands: readonly Command[],
  outcomes: readonly CommandOutcome[],
): Promise<void> {
  for (const [at, { place, by, subject, type }] of commands.entries()) {
    const outcome = outcomes[at];
    if (!outcome || !isNotRecorded(outcome)) continue;
    await note(tx, {
      place,
      person: by,
      action: outcome.kind,
      subject,
      type,
      clauses: outcome.kind === 'refused' ? clausesOf(outcome.refusals) : [],
      detail: detailOf(outcome),
    });
  }
}

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
    JSON.stringify(detailOf(outcome)),
  ]);
}

import { clockEffects, eventOf, londonDateOf, type Refusal } from '../../workflows/protocol/index.js';
import { rolesFor } from '../access/policy.js';
import { digestOfValue } from '../database/once.js';
import type { Transaction } from '../database/transaction.js';
import type { Asked } from './asked.js';
import type { Accepted, Change, CommandOutcome, Foreseen } from './command.js';
import type { Ready } from './prepare.js';
import { keepRefusal } from './refusals.js';
import { personVersionAfter, stageAfter, type Answer } from './store.js';
import { CHANGES_SINCE } from './subject-statements.js';
import type { Subject } from './subject.js';
import type { TakenStep } from './taken-step.js';

/** The answer a command had when it was first sent; another one under its key is told so. */
export const answeredBefore = (
  before: { digest: string; outcome: CommandOutcome },
  { digest }: Asked,
): CommandOutcome => {
  if (before.digest !== digest) return { kind: 'keyReused' };
  return before.outcome.kind === 'accepted' ? { ...before.outcome, replayed: true } : before.outcome;
};

/** The answer to whoever may not record it, kept with the refusals. */
export async function notAllowed(tx: Transaction, ready: Ready): Promise<CommandOutcome> {
  const { owned, command } = ready.asked;
  const outcome = {
    kind: 'notAllowed' as const,
    message: `“${owned.definition.title}” is not for your role.`,
    roles: [...rolesFor(command.type)],
  };
  await keepRefusal(tx, ready, outcome);
  return outcome;
}

/** The answer that names every clause against it, kept with the refusals. */
export async function refused(
  tx: Transaction,
  ready: Ready,
  refusals: readonly Refusal[],
): Promise<CommandOutcome> {
  const outcome = {
    kind: 'refused' as const,
    refusals: [...refusals],
    version: ready.subject.personVersion,
  };
  await keepRefusal(tx, ready, outcome);
  return outcome;
}

/** What the step would do to the clocks of the case, beside what was shown of that before. */
export function foresee({ subject, rules, around }: Ready, step: TakenStep, shown: string | null): Foreseen {
  const on = londonDateOf(around.at);
  const effects = clockEffects(subject.record, step.record, { ...rules, on, at: around.at });
  const said = effects.map(({ ifRunsOn: _examples, ...effect }) => effect);
  return { kind: 'foreseen', effects, shown: digestOfValue(said), moved: shown !== null };
}

/** The answer to whoever has not seen what others recorded since: what that was, the latest first. */
export async function stale(tx: Transaction, subject: Subject, expected: number): Promise<CommandOutcome> {
  const rows = await tx.rows<Omit<Change, 'title'>>(CHANGES_SINCE, [subject.place, subject.id, expected]);
  const changes = rows.map((row) => ({ ...row, title: eventOf(row.type)?.definition.title ?? row.type }));
  return { kind: 'stale', version: subject.personVersion, changes: changes.reverse() };
}

/** The answer to a step that is taken. */
export const accepted = (subject: Subject, step: TakenStep): Accepted => ({
  kind: 'accepted',
  subject: subject.id,
  reference: subject.reference,
  seq: step.events[0]?.seq ?? 0,
  version: personVersionAfter(subject.personVersion, step.events),
  stage: stageAfter(subject, step),
  replayed: false,
});

/** The answer as it is kept under the key of its command. */
export const answerTo = ({ asked, around }: Ready, outcome: CommandOutcome): Answer => ({
  command_id: asked.command.commandId,
  person_id: asked.command.by,
  subject_kind: asked.kind,
  type: asked.command.type,
  digest: asked.digest,
  outcome,
  at: around.at,
});

import { refuse, type Refusal } from '../../workflows/protocol/index.js';
import type { CommandOutcome } from '../cases/command.js';

/** Why a command was not carried out, each reason under a clause; `clause` where the outcome names none itself. */
export function refusalsOf(
  outcome: Exclude<CommandOutcome, { kind: 'accepted' }>,
  clause: string,
): readonly Refusal[] {
  switch (outcome.kind) {
    case 'refused':
      return outcome.refusals;
    case 'notAllowed':
      return [refuse(clause, outcome.message)];
    case 'invalid':
      return outcome.errors.map(({ field, message }) => refuse(clause, `${field}: ${message}`));
    case 'stale':
      return [refuse(clause, 'The case was changed by someone else in the meantime.')];
    case 'unknown':
      return [refuse(clause, `There is no such ${outcome.what}.`)];
    case 'keyReused':
      return [refuse(clause, 'The case was asked for something else under the same key.')];
  }
}

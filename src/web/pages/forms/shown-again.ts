import { randomUUID } from 'node:crypto';
import type { Refusal } from '../../../../workflows/protocol/index.js';
import type { Change, CommandOutcome, FieldError } from '../../../cases/command.js';
import { nothingHere } from '../../http/ids.js';
import { wordsAt, type Posted } from './draft.js';

const STATUS = { wrong: 422, refused: 409, changed: 412, notAllowed: 403 } as const;
const REUSED =
  'This was sent before and was recorded. If you mean to change it, or to record something else as well, send it again now.';

/** With what a form is shown again, beside what was typed: nothing of it was recorded. */
export interface ShownAgain {
  status?: number;
  errors?: readonly FieldError[];
  refusals?: readonly Refusal[];
  /** What others recorded since the form was opened. */
  changes?: readonly Change[];
  notice?: string;
  /** Whether what it was sent as is answered for good, so that it is sent as something new the next time. */
  spent?: boolean;
}

/** After its sender signed in anew: they look at it before it is recorded under their name. */
export const SIGNED_IN_ANEW: ShownAgain = {
  notice:
    'You have signed in again since this form was opened. Nothing was recorded: look at it once more, then send it.',
};

/** With what is wrong in it. */
export const shownWrong = (errors: readonly FieldError[]): ShownAgain => ({ status: STATUS.wrong, errors });

/**
 * With what the engine said to it; what concerns no field stands at `field`. Throws a ProblemError where what it is about
 * is not there.
 */
export function shownAfter(outcome: Exclude<CommandOutcome, { kind: 'accepted' }>, field = ''): ShownAgain {
  switch (outcome.kind) {
    case 'invalid':
      return shownWrong(outcome.errors);
    case 'refused':
      return { status: STATUS.refused, refusals: outcome.refusals, spent: true };
    case 'stale':
      return { status: STATUS.changed, changes: outcome.changes, spent: true };
    case 'notAllowed':
      return { status: STATUS.notAllowed, errors: [{ field, message: outcome.message }], spent: true };
    case 'keyReused':
      return { status: STATUS.wrong, notice: REUSED, spent: true };
    case 'unknown':
      throw nothingHere();
  }
}

/** Whether something stands in its way: the title of the page says so first. */
export const hasFailed = ({ errors = [], refusals = [], changes }: ShownAgain): boolean =>
  errors.length > 0 || refusals.length > 0 || changes !== undefined;

/**
 * What a form carries unseen: the key it is recorded under once, and the version its sender saw, which is `version` where it
 * is opened now or what others recorded meanwhile is shown with it.
 */
export function carriedBy(
  posted: Posted,
  { spent = false, changes }: ShownAgain,
  version: number | null,
): { _key: string; _version: string } {
  const opened = wordsAt(posted, '_version');
  const key = wordsAt(posted, '_key');
  return {
    _key: spent || key === '' ? randomUUID() : key,
    _version: changes !== undefined || opened === '' ? String(version ?? '') : opened,
  };
}

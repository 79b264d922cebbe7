import type { Instant, MovedDeadline, Refusal } from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';

/** What is decided once and carried out case by case. */
export const CHANGE_KINDS = ['calendar', 'protocol', 'reassignment'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Previewed: nothing is done yet. Stopped: a person broke it off, and what was done stands. */
export type ChangeState = 'previewed' | 'applying' | 'done' | 'stopped';

/** How a case of a change stands. Same: there was nothing to do. Failed: it waits among the exceptions. */
export const CASE_STATES = ['waiting', 'moved', 'same', 'refused', 'failed'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** A change as it is kept. */
export interface Change {
  id: string;
  place: string;
  kind: ChangeKind;
  /** What it is about, once for each kind and place. */
  about: string;
  what: Record<string, unknown>;
  /** Null for the service itself. */
  decidedBy: string | null;
  reason: string;
  state: ChangeState;
  createdAt: Instant;
  appliedAt: Instant | null;
  finishedAt: Instant | null;
}

/** What came, or would come, of a change for one case. */
export interface CaseResult {
  /** Deadlines due on other days. */
  deadlines?: readonly MovedDeadline[];
  /** Keys of deadlines that are over by it. */
  breachesAppear?: readonly string[];
  /** Keys of deadlines whose breach was withdrawn by it. */
  breachesEnd?: readonly string[];
  /** Why the case stays as it is. */
  refusals?: readonly Refusal[];
  /** Who had the case before. */
  from?: string | null;
  /** What failed, in words without anything of the case. */
  failure?: string;
}

/** A case of a change that is being carried out. */
export interface ChangeCase {
  caseId: string;
  state: CaseState;
  /** The case's version when it was judged beforehand; null where it was not. */
  seenVersion: number | null;
  toPerson: string | null;
  result: CaseResult;
}

/** What was done with one case. */
export interface CaseOutcome {
  state: 'moved' | 'same' | 'refused';
  result: CaseResult;
  /** Who has it now, where that is another than foreseen. */
  toPerson?: string | null;
}

/** How changes of a kind are carried out. */
export interface ChangeKindOf {
  kind: ChangeKind;
  /** Does it for one case, or says why not. What it throws undoes this case alone and is tried again. */
  apply(tx: Transaction, change: Change, each: ChangeCase): Promise<CaseOutcome>;
  /** Told when every case has been looked at, in the same transaction. */
  finished?(tx: Transaction, change: Change): Promise<void>;
}

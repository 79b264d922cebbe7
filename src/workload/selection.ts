import type { CaseRecord } from '../../workflows/protocol/index.js';

/** Which cases are meant. One of the first four; open cases only, unless they are named. */
export interface Selection {
  cases?: readonly string[];
  /** All of one assessor's. */
  from?: string;
  /** All whose assessor has no role of an assessor any more. */
  leavers?: boolean;
  /** All that nobody is named for. */
  unassigned?: boolean;
  /** Of those, the ones that weigh for this work, by slug of the caseload weights. */
  work?: string;
}

/** A case as it is judged before it gets another assessor. */
export interface SelectedCase {
  id: string;
  reference: string;
  record: CaseRecord;
  version: number;
  points: number;
  assessor: string | null;
  protocol: string;
  panel: string[];
}

export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The values of a statement that selects such cases after that one, without its limit. */
export const selectionValues = (
  place: string,
  { cases, from, leavers = false, unassigned = false, work }: Selection,
  assessing: readonly string[],
  after: string,
): unknown[] => [place, after, cases ?? null, from ?? null, unassigned, leavers, assessing, work ?? null];

import type { CaseRecord, Instant, Moved, Refusal } from '../../workflows/protocol/index.js';
import { NOW } from '../clock/clock-statements.js';
import type { Transaction } from '../database/transaction.js';
import type { PageRead } from '../reading/page.js';

/** What a change would do to one case. */
export interface CasePreview extends Moved {
  case: { id: string; reference: string };
  /** Why it would stay as it is. */
  refusals: readonly Refusal[];
}

/** What a change would do in all. */
export interface PreviewTotals {
  /** All cases that were looked at, also those in which nothing moves. */
  looked: number;
  cases: number;
  deadlines: number;
  breachesAppear: number;
  breachesEnd: number;
  refused: number;
}

/** A case as a preview looks at it. */
export interface PreviewedCase {
  id: string;
  reference: string;
  record: CaseRecord;
  countedBy: string;
}

/** A change that is looked at before it is made. */
export interface Previewing {
  /** Some cases it may concern, in order of their ids, after that one. */
  casesAfter: (after: string) => Promise<readonly PreviewedCase[]>;
  /** What it would do to one of them at that moment. */
  judge: (each: PreviewedCase, at: Instant) => Promise<Moved & { refusals: readonly Refusal[] }>;
}

/** Part of a preview, with totals where they were asked for. */
export type Preview = Omit<PageRead<CasePreview, { id: string }>, 'total'> & { totals?: PreviewTotals };

/** Which part of a preview is wanted. */
export interface PreviewAsked {
  limit: number;
  after: { id: string } | null;
  /** Whether every case is looked at for the totals, which takes longer. */
  total: boolean;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const touches = ({ deadlines, breachesAppear, breachesEnd, refusals }: CasePreview): boolean =>
  [deadlines, breachesAppear, breachesEnd, refusals].some(({ length }) => length > 0);

const plus = (totals: PreviewTotals, entry: CasePreview): PreviewTotals => ({
  looked: totals.looked,
  cases: totals.cases + (entry.refusals.length === 0 ? 1 : 0),
  deadlines: totals.deadlines + entry.deadlines.length,
  breachesAppear: totals.breachesAppear + entry.breachesAppear.length,
  breachesEnd: totals.breachesEnd + entry.breachesEnd.length,
  refused: totals.refused + (entry.refusals.length > 0 ? 1 : 0),
});

/** Looks at what a change would do, case by case, and keeps nothing of it. */
export async function previewOf(
  tx: Transaction,
  { casesAfter, judge }: Previewing,
  { limit, after, total }: PreviewAsked,
): Promise<Preview> {
  const clock = await tx.row<{ at: Instant }>(NOW);
  const at = clock?.at as Instant;
  const start = after?.id ?? FIRST_ID;
  const items: CasePreview[] = [];
  let totals: PreviewTotals = {
    looked: 0,
    cases: 0,
    deadlines: 0,
    breachesAppear: 0,
    breachesEnd: 0,
    refused: 0,
  };
  let next: { id: string } | null = null;
  let from = total ? FIRST_ID : start;
  for (let more = true; more;) {
    const cases = await casesAfter(from);
    more = cases.length > 0;
    totals.looked += cases.length;
    for (const each of cases) {
      from = each.id;
      const entry = { case: { id: each.id, reference: each.reference }, ...(await judge(each, at)) };
      if (!touches(entry)) continue;
      totals = plus(totals, entry);
      if (each.id <= start) continue;
      if (items.length < limit) items.push(entry);
      else next ??= { id: items.at(-1)?.case.id ?? start };
      if (next && !total) return { items, next };
    }
  }
  return { items, next, ...(total ? { totals } : {}) };
}

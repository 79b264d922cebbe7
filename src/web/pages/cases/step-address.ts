import type { StepView } from '../../../reading/views.js';

/** Events that are recorded on a page of a case that is about more than them. */
const PLACES: Readonly<Record<string, string>> = {
  DOMAIN_SCORED: 'assessment',
  RECOMMENDATION_MADE: 'assessment/check-answers',
  MDT_INVITED: 'assessment/team',
  MDT_HELD: 'assessment/team',
  CHECKLIST_QUALITY_ASSURED: 'checklist',
  PANEL_DECIDED: 'panel',
  ITEM_DEFERRED: 'panel',
  FACT_CORRECTED: 'timeline',
  ENTERED_IN_ERROR: 'timeline',
};

/** Events that a case waits for several times at once, and the page that tells these apart. */
const TOLD_APART: Readonly<Record<string, string>> = { NOTICE_GIVEN: 'people', NOTICE_NOT_NEEDED: 'people' };

/** Whether the event has its place on the page of an item's decision, which has its order: need, eligibility, package, money. */
export const isOfDecision = (type: string): boolean => PLACES[type] === 'panel';

/** Where a step of a case is taken: the page of its own that it has, or its form. */
export function stepAddress(
  caseId: string,
  { type, process }: Pick<StepView, 'type' | 'process'>,
  { several = false }: { several?: boolean } = {},
): string {
  const own = PLACES[type] ?? (several ? TOLD_APART[type] : undefined);
  if (own !== undefined) return `/cases/${caseId}/${own}`;
  return `/cases/${caseId}/do/${type}${several && process !== null ? `?process=${process}` : ''}`;
}

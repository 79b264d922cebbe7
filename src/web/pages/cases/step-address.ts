import type { StepView } from '../../../reading/views.js';

/** Events whose place is the list of tasks of the assessment. */
const OF_THE_ASSESSMENT: Readonly<Record<string, string>> = {
  DOMAIN_SCORED: '',
  RECOMMENDATION_MADE: '/check-answers',
};

/** Where a step of a case is taken: the page of its own that it has, or its form. */
export function stepAddress(
  caseId: string,
  { type, process }: Pick<StepView, 'type' | 'process'>,
  { several = false }: { several?: boolean } = {},
): string {
  const own = OF_THE_ASSESSMENT[type];
  if (own !== undefined) return `/cases/${caseId}/assessment${own}`;
  return `/cases/${caseId}/do/${type}${several && process !== null ? `?process=${process}` : ''}`;
}

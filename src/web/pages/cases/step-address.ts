import type { StepView } from '../../../reading/views.js';

/** Where a step of a case is taken: the page of its own that it has, or its form. */
export function stepAddress(
  caseId: string,
  { type, process }: Pick<StepView, 'type' | 'process'>,
  { several = false }: { several?: boolean } = {},
): string {
  return `/cases/${caseId}/do/${type}${several && process !== null ? `?process=${process}` : ''}`;
}

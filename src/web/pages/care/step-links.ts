import type { Refusal } from '../../../../workflows/protocol/index.js';
import type { StepView } from '../../../reading/views.js';

/** A step as a link from a page about several. */
export interface StepLink {
  title: string;
  href: string;
  clauses: readonly string[];
}

/** The steps of those types that the reader can take now, in that order, each leading back to the page. */
export const stepLinks = (
  caseId: string,
  steps: readonly StepView[],
  types: readonly string[],
  page: string,
): StepLink[] =>
  types.flatMap((type) =>
    steps
      .filter((step) => step.type === type && step.possible && step.mayYou)
      .map(({ title, clauses, process }) => ({
        title,
        clauses,
        href: `/cases/${caseId}/do/${type}?${process === null ? '' : `process=${process}&`}to=/cases/${caseId}/${page}`,
      })),
  );

/** What stands in the way of the step of that type; nothing where it is possible, or not there at all. */
export const standsAgainst = (steps: readonly StepView[], type: string): readonly Refusal[] => {
  const own = steps.filter((step) => step.type === type && step.process !== null);
  return own.some(({ possible }) => possible) ? [] : (own[0]?.missing ?? []);
};

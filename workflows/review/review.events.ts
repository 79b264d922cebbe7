import { anyDate, code, group, list, optional, happenedOn, person, text, yesNo } from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';

const NEXT_REVIEW =
  'A review is there from commencement, from the review before, or from eligibility without a package.';

/** What can happen in a review (REV). */
export const reviewEvents = defineEvents({
  REVIEWER_NAMED: {
    title: 'Name the reviewer',
    clauses: ['REV-10', 'ROL-7'],
    order: { clause: 'REV-1', words: NEXT_REVIEW },
    fields: { reviewer: person('Reviewer') },
  },
  REVIEW_PLANNED: {
    title: 'Plan the review',
    clauses: ['REV-5'],
    order: { clause: 'REV-1', words: NEXT_REVIEW },
    fields: {
      plannedOn: anyDate('Planned for'),
      becauseOfEhcp: yesNo('So that it falls with the review of the education, health and care plan'),
    },
  },
  REVIEW_COMPLETED: {
    title: 'Complete the review',
    clauses: ['REV-1', 'REV-2', 'REV-6', 'HNA-7', 'PRV-10'],
    order: { clause: 'REV-10', words: 'A review is completed once, by the reviewer named for it.' },
    fields: {
      completedOn: happenedOn('Completed on'),
      form: code('Form', 'reviewForms'),
      levels: optional(
        list(
          'Levels of the decision support tool',
          group('Care domain', {
            domain: code('Care domain', 'careDomains'),
            level: code('Level of need', 'careLevels'),
          }),
        ),
      ),
      outcome: code('Outcome', 'reviewOutcomes'),
      summary: text('Summary'),
      comparedWithLast: text('Compared with the last assessment or review'),
      childsVoice: optional(text("The child's voice")),
      outcomesReviewed: yesNo('The outcomes sought were looked at'),
      transitionDiscussed: optional(yesNo('Moving to adult services was discussed')),
    },
  },
});

export type ReviewEvents = typeof reviewEvents;

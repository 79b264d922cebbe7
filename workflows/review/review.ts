import { defineProcess } from '../protocol/process.js';
import { live, written, type CaseFacts } from '../protocol/record.js';
import { reviewEvents as events } from './review.events.js';
import * as rules from './review.rules.js';
import type { ReviewFacts } from './review.rules.js';

export type { ReviewFacts } from './review.rules.js';

const initialFacts: ReviewFacts = { kind: 'annual', reviewer: null, plannedOn: null };

/** A review of a package, or of a child eligible without one; each opens the next (REV). */
export const review = defineProcess({
  kind: 'review',
  title: 'Review',
  events,
  initialFacts,
  rules: {
    REVIEWER_NAMED: {
      checks: [rules.reviewerIsCompetent],
      facts: (facts, { content }) => ({ ...facts, reviewer: content.reviewer }),
    },
    REVIEW_PLANNED: {
      checks: [rules.planNeverDelays],
      facts: (facts, { content }) => ({ ...facts, plannedOn: content.plannedOn }),
    },
    REVIEW_COMPLETED: {
      checks: [
        rules.notBeforeItsStart,
        rules.outcomeIsKnown,
        rules.formFitsTheReview,
        rules.fullFormHasEveryLevel,
      ],
      caseFacts: ({ content }, s): Partial<CaseFacts> => ({
        reviewAsksFor: rules.asksFor(content),
        ...(content.levels ? rules.comparedWithTheLast(rules.levelsOf(content.levels), s) : {}),
        ...(written(content.childsVoice) && !s.record.facts.voices.includes('review')
          ? { voices: [...s.record.facts.voices, 'review'] }
          : {}),
      }),
      milestones: rules.completed,
      then: ({ content }, s) => [
        ...(rules.isLast(content)
          ? []
          : [{ open: 'review' as const, keys: s.process.keys, facts: { kind: 'annual' } }]),
        ...(content.outcome === 'fullReassessment' && live(s.record, 'assessment').length === 0
          ? [{ open: 'assessment' as const, keys: { review: s.process.id } }]
          : []),
      ],
    },
  },
  chart: {
    initial: 'awaitingReviewer',
    states: {
      awaitingReviewer: {
        stage: 'Review to come, no reviewer named',
        stay: ['REVIEW_PLANNED'],
        on: { REVIEWER_NAMED: 'reviewerNamed' },
      },
      reviewerNamed: {
        stage: 'Review to come',
        stay: ['REVIEWER_NAMED', 'REVIEW_PLANNED'],
        on: { REVIEW_COMPLETED: 'completed' },
      },
      completed: { stage: 'Review completed', final: true },
    },
  },
});

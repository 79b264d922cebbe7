import type { Instant, Refusal, Stage } from '../../workflows/protocol/index.js';
import type { Source } from './history.js';
import type { DeadlineView } from './play-engine.js';

/** What a step came to; `moved` where only the clock did. */
export type Outcome = 'accepted' | 'refused' | 'invalid' | 'notAllowed' | 'moved';

/** What the service recorded by itself while the clock moved to a step, or because of it. */
export interface Happened {
  type: string;
  deadline: string;
  at: Instant;
  /** The label of the case. */
  case: string;
}

/** One step as it was played. */
export interface PlayedStep {
  step: number;
  source: Source;
  note: string | null;
  at: Instant;
  /** London date and time, '2026-01-05 09:30'. */
  london: string;
  who: string | null;
  event: string | null;
  /** Those who said that they have no interest in the case. */
  noInterest: readonly string[];
  title: string | null;
  process: string | null;
  /** The case or meeting, by its label. */
  subject: string;
  /** How many events it recorded; more than one for a step with `each`. */
  recorded: number;
  outcome: Outcome;
  refusals: readonly Refusal[];
  errors: readonly { field: string; message: string }[];
  message: string | null;
  happened: readonly Happened[];
  stage: Stage | null;
  /** Deadlines of the case that are new or stand differently than after the step before. */
  changed: readonly DeadlineView[];
  deadlines: readonly DeadlineView[];
  /** What does not hold of what was expected. */
  failures: readonly string[];
}

/** A case of a history at its end. */
export interface PlayedCase {
  label: string;
  reference: string;
  stage: Stage;
  deadlines: readonly DeadlineView[];
}

/** A history as it was played. */
export interface PlayedHistory {
  file: string;
  title: string;
  place: string;
  steps: readonly PlayedStep[];
  cases: readonly PlayedCase[];
  /** Every failure, with where the step is written. */
  failures: readonly string[];
}

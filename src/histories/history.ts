import type { Instant, LocalDate } from '../../workflows/protocol/index.js';
import type { LoadedPlace } from '../protocols/load-place.js';

/** What an event says, as a person would send it, by field. */
export type Content = Readonly<Record<string, unknown>>;

/** A person of a history. */
export interface CastMember {
  displayName: string;
  roles: readonly string[];
  /** An organisation of the place, by id. */
  organisation: string | null;
  discipline: string | null;
  clinician: boolean;
  commissioner: boolean;
  /** Weekly pence; null: no delegated authority is recorded. */
  team: string | null;
  delegatedLimitPence: number | null;
  competences: readonly string[];
}

/** What is expected of a deadline; a part that is left out is not looked at. */
export interface ExpectedDeadline {
  due?: LocalDate;
  /** For a clock in hours: London time. */
  dueAt?: Instant;
  started?: LocalDate;
  state?: string;
  /** The new target of an exception. */
  target?: LocalDate;
  /** There is no such deadline. */
  none?: true;
}

export const EXPECTED_OUTCOMES = ['accepted', 'refused', 'invalid', 'notAllowed'] as const;
export type ExpectedOutcome = (typeof EXPECTED_OUTCOMES)[number];

/** What a step is expected to come to. Whatever is not said is not looked at, save that a step is accepted. */
export interface Expectation {
  outcome: ExpectedOutcome;
  /** All of these are among the clauses of the refusals. */
  clauses: readonly string[];
  /** All of these are among the fields found wrong. */
  fields: readonly string[];
  /** The slug or the words of the stage afterwards. */
  stage?: string;
  /** By timescale, or by the whole key where a case has several of one. */
  deadlines: Readonly<Record<string, ExpectedDeadline>>;
  /** Timescales whose breach is on record since the step before. */
  passed: readonly string[];
  /** Timescales whose breach this step withdraws. */
  withdrawn: readonly string[];
}

/** Where something is written. */
export interface Source {
  file: string;
  line: number;
}

/** What a step is about: a case or a panel meeting, by its label in the history. */
export interface StepSubject {
  kind: 'case' | 'meeting';
  label: string;
}

/** One step of a history: someone records an event at a moment, members of the panel declare, or only the clock moves. */
export interface Step {
  source: Source;
  name: string | null;
  note: string | null;
  at: Instant;
  /** A member of the cast; null where no event is recorded. */
  who: string | null;
  event: string | null;
  /** Members of the cast who say that they have no interest in the case, at the meeting that it is put before (PAN-3). */
  noInterest: readonly string[];
  process: string | null;
  subject: StepSubject;
  /** The same event once for each. */
  contents: readonly Content[];
  expect: Expectation;
}

/** A written history, checked, with every moment worked out. */
export interface History {
  file: string;
  title: string;
  place: LoadedPlace;
  cast: Readonly<Record<string, CastMember>>;
  steps: readonly Step[];
}

/** The label of a case or meeting where a history has one only. */
export const ONLY_CASE = 'child';
export const ONLY_MEETING = 'panel';

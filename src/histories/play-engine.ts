import type { Instant, LocalDate, Refusal, Stage } from '../../workflows/protocol/index.js';
import type { CastMember } from './history.js';

/** An event that someone of a history wants recorded. */
export interface PlayedCommand {
  subject: { kind: 'case' | 'meeting'; id: string | null };
  place: string;
  type: string;
  process?: string;
  content: Record<string, unknown>;
  by: string;
}

/** A declaration that somebody of the panel has no interest in a case that is put before it. */
export interface PlayedDeclaration {
  place: string;
  case: string;
  person: string;
  roles: readonly string[];
}

/** What the engine said to it. */
export type PlayedOutcome =
  | { kind: 'accepted'; subject: string; reference: string; seq: number }
  | { kind: 'refused'; refusals: readonly Refusal[] }
  | { kind: 'invalid'; errors: readonly { field: string; message: string }[] }
  | { kind: 'notAllowed'; message: string; roles: readonly string[] };

/** A deadline as it stands. */
export interface DeadlineView {
  key: string;
  timescale: string;
  title: string;
  clauses: readonly string[];
  startedOn: LocalDate;
  /** The day; for a clock in hours the moment, UTC. */
  due: string;
  dueOn: LocalDate;
  dueAt: Instant;
  /** The clock runs to a moment, not to the close of a day. */
  inHours: boolean;
  state: string;
  /** The new target of an exception. */
  target: LocalDate | null;
}

/** An event the engine holds, as far as playing looks at it. */
export interface SeenEvent {
  seq: number;
  type: string;
  at: Instant;
  /** Of a system event: the deadline it is about. */
  deadline: string | null;
}

/** What a history is played on: the real engine with a clock that can be moved. */
export interface PlayEngine {
  /** Moves the clock forward; every deadline that passes on the way is recorded at its moment. */
  moveTo(at: Instant): Promise<void>;
  /** Enters someone in the directory of a place; their id there. */
  enter(place: string, member: CastMember): Promise<string>;
  /** Enters someone among the people of a case; their id. */
  enterOfCase(
    place: string,
    caseId: string,
    person: { name: string; relation: string | null },
  ): Promise<string>;
  record(command: PlayedCommand): Promise<PlayedOutcome>;
  /** Whether the declaration was taken: of a member, on an item that they have not declared on and took no part in. */
  declareNone(declaration: PlayedDeclaration): Promise<boolean>;
  stageOf(subject: string): Promise<Stage>;
  /** Every deadline of a case that is open, or was settled, as it stands now. */
  deadlinesOf(subject: string): Promise<readonly DeadlineView[]>;
  /** The events of a case or meeting after that one. */
  eventsAfter(subject: string, seq: number): Promise<readonly SeenEvent[]>;
}

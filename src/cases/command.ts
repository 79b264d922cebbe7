import type { ClockEffect, Refusal, Stage } from '../../workflows/protocol/index.js';

/** What a case or a meeting is known by. */
export interface Named {
  id: string;
  reference: string;
}

/** Something a person wants recorded, as they sent it. */
export interface Command {
  /** A uuid; sending the same command again gives the same outcome and records nothing more. */
  commandId: string;
  /** What it is about; `id` is null for the event that opens a case or arranges a meeting. */
  subject: { kind: 'case' | 'meeting'; id: string | null };
  /** The place, by id. */
  place: string;
  type: string;
  /** The process meant, where a case has several of the kind. */
  process?: string;
  /** Texts as words; people, organisations and meetings as ids; moments as London time or UTC. */
  content: Record<string, unknown>;
  /** The person who records it. */
  by: string | null;
  /** The version the form carried; not checked where absent. */
  expectedVersion?: number | null;
  /** The id and the reference of the case or meeting it opens, where these are to be given ones; drawn at random where absent. */
  opensAs?: Named;
  /** Whether whoever sends it tells a new assessor of all their cases together: then they are not told of each. */
  assessorToldLater?: boolean;
}

/** What was recorded since a form was opened, by whom. */
export interface Change {
  seq: number;
  type: string;
  title: string;
  /** The name of the member of staff; null for the service itself. */
  by: string | null;
  /** UTC. */
  at: string;
}

/** What is wrong with one field, and how to put it right. */
export interface FieldError {
  /** Its path, such as `elements.0.what`. */
  field: string;
  message: string;
}

export interface Accepted {
  kind: 'accepted';
  subject: string;
  reference: string;
  seq: number;
  version: number;
  stage: Stage;
  /** Whether this is the outcome of the same command, sent before. */
  replayed: boolean;
}

/** What became of a command. */
export type CommandOutcome =
  | Accepted
  | { kind: 'refused'; refusals: Refusal[]; version: number }
  | { kind: 'notAllowed'; message: string; roles: string[] }
  | { kind: 'invalid'; errors: FieldError[] }
  | { kind: 'stale'; version: number; changes: Change[] }
  | { kind: 'unknown'; what: string }
  | { kind: 'keyReused' };

/** What a command would do to the clocks of its case; nothing of it is recorded. */
export interface Foreseen {
  kind: 'foreseen';
  effects: readonly ClockEffect[];
  /** Stands for exactly these effects. */
  shown: string;
  /** Whether something else was shown before. */
  moved: boolean;
}

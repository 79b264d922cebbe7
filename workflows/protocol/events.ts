import type { LocalDate } from '../calendar/local-date.js';
import type { Instant } from '../calendar/london-time.js';
import { optional, text, type ContentOf, type Fields } from './fields.js';

/** What one type of event is: its words, the clauses it carries out, and what may be said in it. */
export interface EventDefinition<F extends Fields = Fields> {
  /** What a nurse would call the step, as an instruction: "Return the checklist". */
  readonly title: string;
  /** Clauses this event carries out or records. */
  readonly clauses: readonly string[];
  /** The clause that says when in the course of a case this may happen, and that rule as a sentence. */
  readonly order: { readonly clause: string; readonly words: string };
  readonly fields: F;
  /** The part of the family's consent without which this may not happen (CHK-3). */
  readonly needsConsent?: 'assessment' | 'sharing';
  /** Its day is taken as it is given, though it undoes a breach: nobody is asked why they tell of it late. */
  readonly anyPastDay?: true;
  /** Recorded by the service itself, never by a person. */
  readonly bySystem?: true;
  /** The meeting this event is about, locked before the case: a field of the content, or the item's own. */
  readonly meeting?: 'content' | 'item';
}

/** A process's events by type. */
export type EventTable = Record<string, EventDefinition>;

const LATE_REASON = optional(text('Why it is recorded later than the day it happened'));
const hasPastDay = (fields: Fields): boolean =>
  Object.values(fields).some(({ kind, future }) => kind === 'date' && future === false);

/**
 * The table as it is written, with each event's fields kept for its static type. An event that tells of a past day can
 * always say why it is recorded late: a day that would undo a breach is taken only with that reason.
 */
export const defineEvents = <T extends EventTable>(table: T): T =>
  Object.fromEntries(
    Object.entries(table).map(([type, definition]) => [
      type,
      hasPastDay(definition.fields)
        ? { ...definition, fields: { lateReason: LATE_REASON, ...definition.fields } }
        : definition,
    ]),
  ) as T;

/** Who did it: a person of the directory as they were at that moment, or the service itself. */
export interface Actor {
  /** Directory id; null for the service itself. */
  person: string | null;
  roles: readonly string[];
  organisation: string | null;
}

/** The service itself, which records passed deadlines and withdrawn breaches. */
export const SYSTEM: Actor = { person: null, roles: ['system'], organisation: null };

/** What the directory says of a person named in an event, copied into it so that later changes rewrite nothing. */
export interface PersonEvidence {
  roles: readonly string[];
  organisation: string | null;
  /** health, socialCare or education, where the person sits on the panel or at an MDT for one. */
  discipline: string | null;
  clinician: boolean;
  commissioner: boolean;
  /** Weekly amount in pence this person may commit; null: no delegated authority. */
  delegatedLimitPence: number | null;
  competences: readonly string[];
}

/** The panel meeting as it was when the event happened. */
export interface MeetingEvidence {
  id: string;
  heldOn: LocalDate;
  stage: string;
  capacity: number;
  listed: number;
  chair: string | null;
  present: readonly string[];
  /** It is held at short notice, and takes papers until the day itself. */
  shortNotice?: boolean;
  /** Items on which whoever approves minutes has yet to say whether they have an interest, and which they were not shown. */
  toDeclare?: number;
}

/** What is known of someone on the day they are named as assessor, beside who they are. */
export interface AssessorEvidence {
  person: string;
  /** Whether they chair or are a member of a panel that has an item of the case on its agenda. */
  onPanel: boolean;
  absent: boolean;
  /** The last day they are away, where that is known. */
  absentUntil: LocalDate | null;
}

/** Facts from outside the case, gathered under lock and stored in the event. */
export interface Evidence {
  people?: Record<string, PersonEvidence>;
  organisations?: Record<string, { name: string; kind: string; open: boolean }>;
  meeting?: MeetingEvidence;
  assessor?: AssessorEvidence;
  /** The protocol versions there are. */
  protocols?: readonly string[];
  /** The next meeting arranged after this one, if any. */
  nextMeeting?: { id: string; heldOn: LocalDate; shortNotice?: boolean } | null;
}

/** One event of a case or meeting, as the rules and machines see it. */
export interface StoredEvent<C = Record<string, unknown>> {
  /** Its place in the case's own sequence, from 1 without gaps. */
  seq: number;
  type: string;
  /** The process it is for, such as `referral-1`. */
  process: string;
  /** When it was recorded, UTC. */
  at: Instant;
  /** The London day of that moment. */
  on: LocalDate;
  by: Actor;
  content: C;
  evidence: Evidence;
}

/** The event of type `T` in table `E`. */
export type EventOf<E extends EventTable, T extends keyof E> = StoredEvent<ContentOf<E[T]['fields']>>;

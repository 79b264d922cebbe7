import type { Calendar } from '../calendar/working-days.js';
import type { Deadline } from '../timescales/deadlines.js';
import type { ProtocolData } from '../timescales/protocol-data.js';
import type { Effect } from './effects.js';
import type { StoredEvent } from './events.js';
import type { CaseRecord, EndedProcess } from './record.js';
import type { Refusal } from './refusal.js';

/** What a step is judged by, beside the record: one protocol version and one version of the calendar. */
export interface Rules {
  protocol: ProtocolData;
  calendar: Calendar;
}

/** An event that someone wants recorded; its place in the sequence is found by the step. */
export type NewEvent = Omit<StoredEvent, 'seq' | 'process'> & { process?: string };

/** A step that was taken: the record afterwards and all that follows from it. */
export interface Advanced {
  kind: 'advanced';
  event: StoredEvent;
  record: CaseRecord;
  /** Every breach there was before or is after the event; the record leaves out those of clocks that are past. */
  breaches: CaseRecord['breaches'];
  /** Every deadline of the record's live milestones, settled ones of this step among them. */
  deadlines: readonly Deadline[];
  effects: readonly Effect[];
  ended: readonly EndedProcess[];
  /** Breaches that no longer hold: each is withdrawn by an event of its own, next in the same transaction. */
  withdrawn: readonly Withdrawal[];
}

/** A breach to be withdrawn: which deadline, and which of its passings. */
export interface Withdrawal {
  deadline: string;
  occurrence: number;
}

/** A step that was not allowed, with every reason. */
export interface Refused {
  kind: 'refused';
  refusals: readonly Refusal[];
}

export type Outcome = Advanced | Refused;

import { advance } from './advance.js';
import { amended, amendmentsOf, isCorrection } from './amendments.js';
import { emptyRecord } from './opening.js';
import type { Rules, Withdrawal } from './outcome.js';
import { breachesThatNoLongerHold } from '../timescales/deadline-state.js';
import { asItStays, deriveDeadlines, type Deadline } from '../timescales/deadlines.js';
import { underNewVersion } from '../timescales/moved.js';
import type { Effect } from './effects.js';
import type { StoredEvent } from './events.js';
import type { Breach, CaseRecord, EndedProcess } from './record.js';
import type { Refusal } from './refusal.js';
import { eventOf } from './registry.js';

/**
 * The rules an event was recorded under: its own protocol version and version of the calendar. With `after`, those that
 * the case is judged by from then on, where the event moved it to another version.
 */
export type RulesAt = (event: StoredEvent, after?: true) => Rules;

/** What a history comes to. */
export interface Told {
  record: CaseRecord;
  /** Every deadline there has been, as it last stood. */
  deadlines: Map<string, Deadline>;
  /** Every breach there has been, as it last stood. */
  breaches: Map<string, Breach>;
  ended: EndedProcess[];
  /** Events that no longer follow from the corrected facts: of the service itself, or about such a one. */
  lapsed: StoredEvent[];
  /** Breaches that did not hold from some step on. */
  undone: Withdrawal[];
  /** What each event owes to the world, in order. */
  owed: Owed[];
}

/** What one event owes to the world. */
export interface Owed {
  event: StoredEvent;
  effects: readonly Effect[];
}

/** The first event of a history that its rules do not allow. */
export class NotAllowed extends Error {
  constructor(
    readonly event: StoredEvent,
    readonly refusals: readonly Refusal[],
  ) {
    super(
      `Event ${event.seq} (${event.type}) is not allowed: ${refusals.map(({ clauses }) => clauses.join(', ')).join('; ')}`,
    );
  }
}

/** Whether the service records that event itself. */
export const isSystem = (type: string): boolean => eventOf(type)?.definition.bySystem === true;

/** Whether the event speaks of a breach that the corrected facts no longer bear out. */
const isOfLapsedBreach = ({ type, content }: StoredEvent, { lapsed }: Told): boolean =>
  type === 'BREACH_REASON_GIVEN' &&
  lapsed.some(
    (other) =>
      other.type === 'DEADLINE_PASSED' &&
      other.content['deadline'] === content['deadline'] &&
      other.content['occurrence'] === content['occurrence'],
  );

/** What a move to another protocol version comes to: its deadlines instead, and breaches that do not hold under it. */
function moved(told: Told, event: StoredEvent, rules: Rules): Told {
  const derived = deriveDeadlines(told.record, rules);
  const deadlines = underNewVersion([...told.deadlines.values()], derived, event);
  const undone = breachesThatNoLongerHold(derived, told.record.breaches, event.at);
  return {
    ...told,
    deadlines: new Map(deadlines.map((deadline) => [deadline.key, deadline])),
    undone: [...told.undone, ...undone],
  };
}

function step(told: Told, event: StoredEvent, rulesAt: RulesAt, again: boolean): Told {
  const next = stepped(told, event, rulesAt(event), again);
  return next.record.protocol === told.record.protocol ? next : moved(next, event, rulesAt(event, true));
}

function stepped(told: Told, event: StoredEvent, rules: Rules, again: boolean): Told {
  const outcome = advance(told.record, event, rules, { again });
  if (outcome.kind === 'refused') {
    const lapses = again && (isSystem(event.type) || isOfLapsedBreach(event, told));
    if (!lapses) throw new NotAllowed(event, outcome.refusals);
    return { ...told, record: { ...told.record, seq: event.seq }, lapsed: [...told.lapsed, event] };
  }
  for (const deadline of outcome.deadlines) {
    told.deadlines.set(deadline.key, asItStays(told.deadlines.get(deadline.key), deadline));
  }
  for (const [key, breach] of Object.entries(outcome.breaches)) told.breaches.set(key, breach);
  return {
    ...told,
    record: outcome.record,
    ended: [...told.ended, ...outcome.ended],
    undone: [...told.undone, ...outcome.withdrawn],
    owed: outcome.effects.length > 0 ? [...told.owed, { event, effects: outcome.effects }] : told.owed,
  };
}

const nothing = (start: CaseRecord): Told => ({
  record: start,
  deadlines: new Map(),
  breaches: new Map(),
  ended: [],
  lapsed: [],
  undone: [],
  owed: [],
});

/** Tells a history from the start with what its corrections supersede left out or put right. */
export function tellCorrected(start: CaseRecord, events: readonly StoredEvent[], rulesAt: RulesAt): Told {
  const amendments = amendmentsOf(events);
  return events.reduce((told, event) => {
    if (amendments.struck.has(event.seq)) return { ...told, record: { ...told.record, seq: event.seq } };
    return step(told, amended(event, amendments), rulesAt, true);
  }, nothing(start));
}

/** The record before the first event, under the protocol of that event. Throws a RangeError where there is none. */
export const startOf = (
  { id, kind, place }: Pick<CaseRecord, 'id' | 'kind' | 'place'>,
  events: readonly StoredEvent[],
  rulesAt: RulesAt,
): CaseRecord => {
  const [first] = events;
  if (!first) throw new RangeError(`A ${kind} without events has no record.`);
  return emptyRecord(id, kind, place, rulesAt(first).protocol.version);
};

/**
 * The record, deadlines and ended processes that a history comes to, each event judged under the rules stamped on it.
 * Equal to what is stored. Throws NotAllowed where an event could not have happened.
 */
export function replay(
  whose: Pick<CaseRecord, 'id' | 'kind' | 'place'>,
  events: readonly StoredEvent[],
  rulesAt: RulesAt,
): Told {
  const start = startOf(whose, events, rulesAt);
  const lastCorrection = events.findLastIndex(({ type }) => isCorrection(type));
  const corrected = tellCorrected(start, events.slice(0, lastCorrection + 1), rulesAt);
  return events
    .slice(lastCorrection + 1)
    .reduce((told, event) => step(told, event, rulesAt, false), corrected);
}

import {
  advance,
  breachesThatNoLongerHold,
  changedDays,
  deriveDeadlines,
  londonDateOf,
  movedAt,
  SYSTEM,
  underNewVersion,
  type Instant,
  type LocalDate,
  type Moved,
  type MovedDeadline,
  type NewEvent,
  type Rules,
} from '../../workflows/protocol/index.js';
import { NOW } from '../clock/clock-statements.js';
import type { Transaction } from '../database/transaction.js';
import type { Places } from '../places/places.js';
import { checkReadable } from './readable.js';
import { store } from './store.js';
import { lockSubject, type Subject } from './subject.js';
import { recordedBySystem } from './system-step.js';
import { withdrawing, type TakenStep } from './taken-step.js';

/** A step, and the rules the case is judged by after it. */
interface CountedStep {
  step: TakenStep;
  rulesAfter: Rules;
}

/**
 * A case that moved to another protocol version has its deadlines counted under that one from then on: those it does not
 * have are stopped, and breaches that do not hold under it are withdrawn.
 */
export async function countedUnderItsProtocol(
  tx: Transaction,
  { place, record, calendarVersion }: Subject,
  step: TakenStep,
  { places, rules }: { places: Places; rules: Rules },
): Promise<CountedStep> {
  const [first] = step.events;
  if (!first || step.record.protocol === record.protocol) return { step, rulesAfter: rules };
  const rulesAfter = await places.rulesFor(place, step.record.protocol, calendarVersion, tx);
  const derived = deriveDeadlines(step.record, rulesAfter);
  const counted = { ...step, deadlines: underNewVersion(step.deadlines, derived, first) };
  const undone = breachesThatNoLongerHold(derived, step.record.breaches, first.at);
  return { step: withdrawing(counted, undone, first.at, rulesAfter), rulesAfter };
}

/** The event that says why deadlines are due on other days: what changed in the calendar, and which deadlines moved. */
function recountEvent(
  { before, after, moved }: { before: Rules; after: Rules; moved: readonly MovedDeadline[] },
  openedOn: LocalDate,
  at: Instant,
): NewEvent {
  const dates = moved.flatMap(({ from, to }) => [from, to]).filter((date) => date !== null);
  const last = dates.reduce((latest, date) => (date > latest ? date : latest), openedOn);
  return {
    type: 'DEADLINES_RECOUNTED',
    at,
    on: londonDateOf(at),
    by: SYSTEM,
    content: {
      calendar: after.calendar.version,
      days: changedDays(before.calendar, after.calendar, openedOn, last),
      deadlines: moved.map(({ key, from, to }) => ({ deadline: key, from, to })),
    },
    evidence: {},
  };
}

/** The day from which anything in the case can be counted. */
const firstDayOf = ({ facts, milestones }: Subject['record']): LocalDate =>
  milestones.reduce((first, { on }) => (on < first ? on : first), facts.openedOn);

/** A step that records nothing: the case as it is, its deadlines counted by the calendar in use. */
const asItIs = ({ record }: Subject, rules: Rules): TakenStep => ({
  events: [],
  record,
  breaches: record.breaches,
  deadlines: deriveDeadlines(record, rules),
  effects: [],
  ended: [],
  retold: false,
});

/**
 * Counts the open deadlines of a locked case by the calendar the place uses now, and answers what that did; null where they
 * were counted by it already. Where any moved, an event says so, and breaches that no longer hold are withdrawn; nothing
 * settled changes. Throws what `checkReadable` throws of a case that is not for this program to carry on.
 */
export async function recount(tx: Transaction, subject: Subject, places: Places): Promise<Moved | null> {
  const { place, record, countedBy, calendarVersion } = subject;
  const clock = await tx.row<{ at: Instant }>(NOW);
  if (!clock || countedBy === null || countedBy === calendarVersion) return null;
  checkReadable(record);
  const before = await places.rulesFor(place, record.protocol, countedBy, tx);
  const rules = await places.rulesFor(place, record.protocol, calendarVersion, tx);
  const counted = deriveDeadlines(record, rules);
  const moved = movedAt(deriveDeadlines(record, before), counted, record.breaches, clock.at);
  if (moved.deadlines.length === 0) {
    const step = asItIs(subject, rules);
    await store(tx, { subject, step, rules, texts: [], child: null, answer: null, commandId: null });
    return moved;
  }
  const asked = recountEvent({ before, after: rules, moved: moved.deadlines }, firstDayOf(record), clock.at);
  const outcome = advance(record, asked, rules);
  if (outcome.kind === 'refused') throw new Error('The deadlines of an open case could not be counted anew.');
  await recordedBySystem(tx, subject, outcome, rules);
  return moved;
}

/** The case with its deadlines counted by the calendar in use: whatever is judged in it next is judged by that. */
export async function caughtUp<S extends Subject>(tx: Transaction, subject: S, places: Places): Promise<S> {
  const { kind, place, id, version, countedBy, calendarVersion } = subject;
  if (kind === 'meeting' || version === 0 || countedBy === calendarVersion) return subject;
  await recount(tx, subject, places);
  return ((await lockSubject(tx, place, 'case', id)) ?? subject) as S;
}

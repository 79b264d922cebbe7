import type { Instant } from '../calendar/london-time.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { Breach } from '../protocol/record.js';
import { breachesThatNoLongerHold, hasPassed } from './deadline-state.js';
import type { Deadline } from './deadlines.js';

/** An open deadline that other rules put on another day; null where the rules before or after have none such. */
export interface MovedDeadline {
  key: string;
  timescale: string;
  clauses: readonly string[];
  from: LocalDate | null;
  to: LocalDate | null;
}

/** What other rules do to the open deadlines and breaches of a case. */
export interface Moved {
  deadlines: MovedDeadline[];
  /** Keys of deadlines that would be over, and are not now. */
  breachesAppear: string[];
  /** Keys of deadlines whose breach on record would no longer hold. */
  breachesEnd: string[];
}

const isOpen = ({ settled }: Deadline): boolean => settled === null;

/** The open deadlines that are not due when they were: moved, begun or no longer there. */
export function movedBetween(before: readonly Deadline[], after: readonly Deadline[]): MovedDeadline[] {
  const was = new Map(before.map((deadline) => [deadline.key, deadline]));
  const is = new Map(after.map((deadline) => [deadline.key, deadline]));
  const moved = after
    .filter((deadline) => isOpen(deadline) && was.get(deadline.key)?.dueAt !== deadline.dueAt)
    .map(({ key, timescale, clauses, dueOn }) => ({
      key,
      timescale,
      clauses,
      from: was.get(key)?.dueOn ?? null,
      to: dueOn,
    }));
  const gone = before
    .filter((deadline) => isOpen(deadline) && !is.has(deadline.key))
    .map(({ key, timescale, clauses, dueOn }) => ({ key, timescale, clauses, from: dueOn, to: null }));
  return [...moved, ...gone];
}

/** What it comes to that deadlines are counted by other rules at that moment: which move, which breaches come and go. */
export function movedAt(
  before: readonly Deadline[],
  after: readonly Deadline[],
  breaches: Readonly<Record<string, Breach>>,
  at: Instant,
): Moved {
  const deadlines = movedBetween(before, after);
  const passed = new Set(before.filter((deadline) => hasPassed(deadline, at)).map(({ key }) => key));
  const moved = new Set(deadlines.map(({ key }) => key).filter((key) => !passed.has(key)));
  return {
    deadlines,
    breachesAppear: after
      .filter((deadline) => moved.has(deadline.key) && isOpen(deadline) && hasPassed(deadline, at))
      .map(({ key }) => key),
    breachesEnd: breachesThatNoLongerHold(after, breaches, at).map(({ deadline }) => deadline),
  };
}

/**
 * All deadlines of a case that moved to another protocol version: those of the new version as it counts them, and those
 * that it does not have stopped by the move.
 */
export function underNewVersion(
  deadlines: readonly Deadline[],
  derived: readonly Deadline[],
  { seq, on, type }: { seq: number; on: LocalDate; type: string },
): Deadline[] {
  const byKey = new Map(
    deadlines.map((deadline) => [
      deadline.key,
      isOpen(deadline)
        ? { ...deadline, pausedSince: null, settled: { as: 'stopped' as const, on, by: seq, why: type } }
        : deadline,
    ]),
  );
  for (const deadline of derived) byKey.set(deadline.key, deadline);
  return [...byKey.values()];
}

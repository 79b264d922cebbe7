import type { LocalDate } from '../calendar/local-date.js';
import type { Instant } from '../calendar/london-time.js';
import type { Rules } from './outcome.js';
import { reasonsBefore } from './reasons.js';
import type { Actor, Evidence } from './events.js';
import { live, type CaseRecord, type ProcessRecord } from './record.js';
import type { Refusal } from './refusal.js';
import { allEvents, type OwnedEvent } from './registry.js';

/** One step that may or may not be taken now, and by clause what stands against it. */
export interface Step {
  type: string;
  title: string;
  clauses: readonly string[];
  /** The process it would be for; null where none is open. */
  process: string | null;
  possible: boolean;
  missing: readonly Refusal[];
}

/** Who asks, when, and what is known from outside the case. */
export interface Asking {
  by: Actor;
  at: Instant;
  on: LocalDate;
  evidence: Evidence;
}

const stepFor = (
  record: CaseRecord,
  owned: OwnedEvent,
  process: ProcessRecord | undefined,
  asking: Asking,
  rules: Rules,
): Step => {
  const event = {
    ...asking,
    type: owned.type,
    seq: record.seq + 1,
    process: process?.id ?? owned.owner.kind,
  };
  const missing = reasonsBefore(record, owned, process, event, rules);
  return {
    type: owned.type,
    title: owned.definition.title,
    clauses: owned.definition.clauses,
    process: process?.id ?? null,
    possible: missing.length === 0,
    missing,
  };
};

/**
 * Everything that can happen next, and for everything that cannot, what is missing, by clause. Judged before anything
 * is said in the event: what it says may still be refused.
 */
export function stepsFrom(record: CaseRecord, asking: Asking, rules: Rules): Step[] {
  const meeting = record.kind === 'meeting';
  return allEvents()
    .filter(({ owner, definition }) => !definition.bySystem && (owner.kind === 'meeting') === meeting)
    .flatMap((owned) => {
      const processes = live(record, owned.owner.kind);
      return (processes.length > 0 ? processes : [undefined]).map((process) =>
        stepFor(record, owned, process, asking, rules),
      );
    });
}

import {
  advance,
  correct,
  londonDateOf,
  SYSTEM,
  type Advanced,
  type CaseRecord,
  type Deadline,
  type Effect,
  type EndedProcess,
  type Instant,
  type NewEvent,
  type Owed,
  type Refusal,
  type Rules,
  type RulesAt,
  type StoredEvent,
  type Withdrawal,
} from '../../workflows/protocol/index.js';

/** An effect with the event it comes from. */
export interface OwedEffect {
  seq: number;
  /** When the event was recorded, UTC. */
  at: Instant;
  effect: Effect;
}

/** Everything one command, or one passed deadline, does to its subject. */
export interface TakenStep {
  /** The event asked for, and those of the service itself that follow from it. */
  events: StoredEvent[];
  record: CaseRecord;
  deadlines: Deadline[];
  /** Every breach there was or is, also of clocks that are past; after a correction every one that was told. */
  breaches: CaseRecord['breaches'];
  effects: OwedEffect[];
  ended: EndedProcess[];
  /** Whether the whole history was told again: what was derived from it before no longer counts. */
  retold: boolean;
}

/** The history of a subject, and the rules its events were recorded under. */
export interface History {
  events: readonly StoredEvent[];
  rulesAt: RulesAt;
}

const owedBy = ({ event, effects }: Owed): OwedEffect[] =>
  effects.map((effect) => ({ seq: event.seq, at: event.at, effect }));

/** The step that begins with that event. */
export const startOf = (first: Advanced): TakenStep => ({
  events: [first.event],
  record: first.record,
  breaches: first.breaches,
  deadlines: [...first.deadlines],
  effects: owedBy(first),
  ended: [...first.ended],
  retold: false,
});

const continued = (step: TakenStep, next: Advanced): TakenStep => {
  const deadlines = new Map(step.deadlines.map((deadline) => [deadline.key, deadline]));
  for (const deadline of next.deadlines) deadlines.set(deadline.key, deadline);
  return {
    ...step,
    events: [...step.events, next.event],
    record: next.record,
    deadlines: [...deadlines.values()],
    breaches: { ...step.breaches, ...next.breaches },
    effects: [...step.effects, ...owedBy(next)],
    ended: [...step.ended, ...next.ended],
  };
};

/** The event by which a breach that no longer holds is withdrawn. */
const withdrawal = ({ deadline, occurrence }: Withdrawal, at: Instant): NewEvent => ({
  type: 'BREACH_WITHDRAWN',
  at,
  on: londonDateOf(at),
  by: SYSTEM,
  content: { deadline, occurrence },
  evidence: {},
});

const sameBreach = (a: Withdrawal) => (b: Withdrawal) =>
  a.deadline === b.deadline && a.occurrence === b.occurrence;

/** Withdraws every breach that no longer holds, each by an event of its own. */
export function withdrawing(
  step: TakenStep,
  withdrawn: readonly Withdrawal[],
  at: Instant,
  rules: Rules,
): TakenStep {
  const done: Withdrawal[] = [];
  let waiting = [...withdrawn];
  let taken = step;
  for (let breach = waiting.shift(); breach; breach = waiting.shift()) {
    const next = advance(taken.record, withdrawal(breach, at), rules);
    if (next.kind === 'refused') throw new Error(`A breach of ${breach.deadline} could not be withdrawn.`);
    done.push(breach);
    taken = continued(taken, next);
    waiting = [...waiting, ...next.withdrawn.filter((each) => ![...done, ...waiting].some(sameBreach(each)))];
  }
  return taken;
}

type Decision = TakenStep | { refusals: readonly Refusal[] };

/** A correction: the history is told again, and what it owed before counts no more. */
function decideCorrection(
  record: CaseRecord,
  asked: NewEvent,
  rules: Rules,
  { events, rulesAt }: History,
): Decision {
  const outcome = correct(record, events, asked, rulesAt, rules);
  if (outcome.kind === 'refused') return { refusals: outcome.refusals };
  const retold = {
    ...startOf(outcome),
    breaches: outcome.breaches,
    effects: outcome.retold.flatMap(owedBy),
    retold: true,
  };
  return withdrawing(retold, outcome.withdrawn, asked.at, rules);
}

/**
 * Decides what is asked on a record: the step with everything that follows from it, or every reason against it. A
 * correction needs the history.
 */
export function decide(record: CaseRecord, asked: NewEvent, rules: Rules, history: History | null): Decision {
  if (history) return decideCorrection(record, asked, rules, history);
  const outcome = advance(record, asked, rules);
  return outcome.kind === 'refused'
    ? { refusals: outcome.refusals }
    : withdrawing(startOf(outcome), outcome.withdrawn, asked.at, rules);
}

import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';
import type { StoredEvent } from './events.js';
import type { ProcessDefinition } from './process.js';
import type { ProcessRecord } from './record.js';

type Facts = Record<string, unknown>;

const snapshotOf = (owner: ProcessDefinition, process: ProcessRecord): AnyMachineSnapshot =>
  owner.machine.resolveState({
    value: process.value,
    context: process.facts,
    status: 'active',
  }) as AnyMachineSnapshot;

/** The state a process of this kind begins in. */
export function firstState({ machine }: ProcessDefinition, facts: Facts): string {
  const [snapshot] = initialTransition(machine, facts) as [AnyMachineSnapshot, unknown];
  return String(snapshot.value);
}

/** Whether the machine takes the event from where the process is. */
export const takes = (owner: ProcessDefinition, process: ProcessRecord, event: StoredEvent): boolean =>
  snapshotOf(owner, process).can(event);

/** The process after the event, and whether it has run its course. */
export function stepped(
  owner: ProcessDefinition,
  process: ProcessRecord,
  event: StoredEvent,
): { moved: ProcessRecord; done: boolean } {
  const [snapshot] = transition(owner.machine, snapshotOf(owner, process), event) as [
    AnyMachineSnapshot,
    unknown,
  ];
  const facts = snapshot.context as Facts;
  return { moved: { ...process, value: String(snapshot.value), facts }, done: snapshot.status === 'done' };
}

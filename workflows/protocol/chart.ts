import type { StoredEvent } from './events.js';

/** An arrow of a chart: to a state, perhaps only if the facts and event are so. */
export type Arrow<Facts, S extends string> =
  S | { to?: S; if: (facts: Facts, event: StoredEvent) => boolean; words: string };

/** A machine as it is drawn: states, and which event leads where. `stay` lists what is recorded without moving. */
export interface Chart<Facts, S extends string, E extends string> {
  initial: NoInfer<S>;
  states: Record<
    S,
    {
      /** What people see of a case that is here. */
      stage: string;
      final?: true;
      on?: Partial<Record<E, Arrow<Facts, NoInfer<S>> | readonly Arrow<Facts, NoInfer<S>>[]>>;
      stay?: readonly E[];
    }
  >;
}

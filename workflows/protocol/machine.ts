import { assign, setup, type AnyStateMachine } from 'xstate';
import type { Arrow, Chart } from './chart.js';
import type { StoredEvent } from './events.js';

type Facts = Record<string, unknown>;
type LooseChart = Chart<Facts, string, string>;
type LooseArrow = Arrow<Facts, string>;

const typesOnly = <T>(): T => ({}) as T;

/** What is recorded of an event in a process's facts. */
export type Recorder = (facts: Facts, event: StoredEvent) => Facts;

const arrowsOf = (given: LooseArrow | readonly LooseArrow[]): readonly LooseArrow[] =>
  Array.isArray(given) ? (given as readonly LooseArrow[]) : [given as LooseArrow];

const drawn = (arrow: LooseArrow) =>
  typeof arrow === 'string'
    ? { target: arrow, actions: 'record' as const }
    : { ...(arrow.to ? { target: arrow.to } : {}), guard: arrow.words, actions: 'record' as const };

const stateOf = ({ stage, final, stay = [], on = {} }: LooseChart['states'][string]) => ({
  meta: { stage },
  ...(final ? { type: 'final' as const } : {}),
  on: {
    ...Object.fromEntries(stay.map((type) => [type, { actions: 'record' as const }])),
    ...Object.fromEntries(
      Object.entries(on).map(([type, given]) => [type, arrowsOf(given ?? []).map(drawn)]),
    ),
  },
});

const conditionsOf = (chart: LooseChart) =>
  Object.fromEntries(
    Object.values(chart.states)
      .flatMap(({ on = {} }) => Object.values(on).flatMap((given) => arrowsOf(given ?? [])))
      .flatMap((arrow) => (typeof arrow === 'string' ? [] : [[arrow.words, arrow.if] as const])),
  );

/**
 * The XState machine of a chart: every arrow records the event's facts, conditions are guards named by their words, and
 * there is nothing else in it - no timers, no invoked work, no history.
 */
export function machineOf(id: string, chart: LooseChart, record: Recorder): AnyStateMachine {
  const conditions = conditionsOf(chart);
  return setup({
    types: typesOnly<{ context: Facts; events: StoredEvent; input: Facts }>(),
    guards: Object.fromEntries(
      Object.entries(conditions).map(([words, holds]) => [
        words,
        ({ context, event }: { context: Facts; event: StoredEvent }) => holds(context, event),
      ]),
    ),
    actions: { record: assign(({ context, event }) => record(context, event)) },
  }).createMachine({
    id,
    initial: chart.initial,
    context: ({ input }) => input,
    states: Object.fromEntries(Object.entries(chart.states).map(([name, state]) => [name, stateOf(state)])),
  });
}

import { assign, setup, type AnyStateMachine } from 'xstate';
import type { Calendar } from '../calendar/working-days.js';
import type { ProtocolData } from '../timescales/protocol-data.js';
import type { Effect } from './effects.js';
import type { EventOf, EventTable, StoredEvent } from './events.js';
import type { CaseFacts, CaseRecord, Keys, Milestone, Participation, ProcessKind, ProcessRecord } from './record.js';
import type { Refusal } from './refusal.js';

/** Everything a rule may look at; it decides nothing from anywhere else. */
export interface Situation<Facts = Record<string, unknown>> {
  /** The facts of the process the event is for. */
  facts: Facts;
  process: ProcessRecord<Facts>;
  record: CaseRecord;
  protocol: ProtocolData;
  calendar: Calendar;
  /** The event without what it says: who, when, and the evidence gathered for it. */
  event: Omit<StoredEvent, 'content'>;
  /** The id the next process of that kind will have. */
  nextId(kind: ProcessKind): string;
}

/** A dated fact to be kept; its keys are the process's own and these. */
export type MilestoneDraft = Pick<Milestone, 'kind' | 'on' | 'at' | 'due'> & { keys?: Keys };

/** A process to open because of what happened. */
export interface Opening {
  open: ProcessKind;
  keys?: Keys;
  facts?: Record<string, unknown>;
  /** Open it in this state, for a case taken on midway. */
  value?: string;
}

/** A process to end because of what happened elsewhere. */
export interface Ending {
  end: string;
  why: string;
}

export type Consequence = Opening | Ending;

type Judged = Refusal | readonly Refusal[] | null;
/** A rule over the case as it stands: what must hold before the step is offered at all. */
export type Need<Facts> = (s: Situation<Facts>) => Judged;

/** What one type of event means for its process. Everything in it is a pure function. */
export interface EventRules<Facts, Event> {
  /** What must hold before, whatever the event says. */
  needs?: readonly Need<Facts>[];
  /** What must hold of what the event says. */
  checks?: readonly ((event: Event, s: Situation<Facts>) => Judged)[];
  /** The process's facts afterwards. */
  facts?: (facts: Facts, event: Event) => Facts;
  /** What changes in the facts of the whole case. */
  caseFacts?: (event: Event, s: Situation<Facts>) => Partial<CaseFacts>;
  milestones?: (event: Event, s: Situation<Facts>) => readonly MilestoneDraft[];
  participants?: (event: Event) => readonly Pick<Participation, 'person' | 'part'>[];
  /** What this means for other processes; judged on the facts afterwards. */
  then?: (event: Event, s: Situation<Facts>) => readonly Consequence[];
  effects?: (event: Event, s: Situation<Facts>) => readonly Effect[];
}

/** An arrow of a chart: to a state, perhaps only if the facts and event are so. */
export type Arrow<Facts, S extends string> =
  | S
  | { to?: S; if: (facts: Facts, event: StoredEvent) => boolean; words: string };

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

/** One process: its words, events, rules and machine. */
export interface ProcessDefinition {
  kind: ProcessKind;
  title: string;
  events: EventTable;
  rules: Record<string, EventRules<never, never>>;
  initialFacts: Record<string, unknown>;
  machine: AnyStateMachine;
  chart: Chart<never, string, string>;
  /** What is owed to the world when such a process opens. */
  onOpen?: (process: ProcessRecord) => readonly Effect[];
  /** What is owed when it is ended by something else. */
  onCutShort?: (process: ProcessRecord) => readonly Effect[];
}

type RulesFor<Facts, E extends EventTable> = { [T in keyof E]?: EventRules<Facts, EventOf<E, T>> };

interface Written<Facts, E extends EventTable, S extends string> {
  kind: ProcessKind;
  title: string;
  events: E;
  initialFacts: Facts;
  rules: RulesFor<Facts, E>;
  chart: Chart<Facts, S, Extract<keyof E, string>>;
  onOpen?: (process: ProcessRecord<Facts>) => readonly Effect[];
  onCutShort?: (process: ProcessRecord<Facts>) => readonly Effect[];
}

const arrowsOf = <A>(arrow: A | readonly A[]): readonly A[] =>
  Array.isArray(arrow) ? (arrow as readonly A[]) : [arrow as A];

/**
 * The process as its file writes it, with its chart made into an XState machine: every arrow records the event's facts,
 * conditions are guards named by their words, and there is nothing else in it - no timers, no invoked work.
 */
export function defineProcess<Facts extends object, E extends EventTable, const S extends string>(
  written: Written<Facts, E, S>,
): ProcessDefinition {
  const rules = written.rules as Record<string, EventRules<Facts, StoredEvent>>;
  const guards: Record<string, (_: { context: Facts; event: StoredEvent }) => boolean> = {};
  const arrow = (given: Arrow<Facts, S>) => {
    if (typeof given === 'string') return { target: given, actions: 'record' };
    guards[given.words] = ({ context, event }) => given.if(context, event);
    return { ...(given.to ? { target: given.to } : {}), guard: given.words, actions: 'record' };
  };
  const states = Object.fromEntries(
    Object.entries<Chart<Facts, S, string>['states'][S]>(written.chart.states).map(([name, state]) => [
      name,
      {
        meta: { stage: state.stage },
        ...(state.final ? { type: 'final' as const } : {}),
        on: {
          ...Object.fromEntries((state.stay ?? []).map((type) => [type, { actions: 'record' }])),
          ...Object.fromEntries(
            Object.entries(state.on ?? {}).map(([type, given]) => [
              type,
              arrowsOf(given as Arrow<Facts, S> | readonly Arrow<Facts, S>[]).map(arrow),
            ]),
          ),
        },
      },
    ]),
  );
  const machine = setup({
    types: {} as { context: Facts; events: StoredEvent; input: Facts },
    guards: guards as never,
    actions: {
      record: assign(({ context, event }) => rules[event.type]?.facts?.(context, event) ?? context),
    },
  }).createMachine({
    id: written.kind,
    initial: written.chart.initial,
    context: ({ input }: { input: Facts }) => input,
    states: states as never,
  } as never);
  return {
    kind: written.kind,
    title: written.title,
    events: written.events,
    rules: written.rules as unknown as ProcessDefinition['rules'],
    initialFacts: written.initialFacts as Record<string, unknown>,
    machine: machine as unknown as AnyStateMachine,
    chart: written.chart as unknown as ProcessDefinition['chart'],
    ...(written.onOpen ? { onOpen: written.onOpen as never } : {}),
    ...(written.onCutShort ? { onCutShort: written.onCutShort as never } : {}),
  };
}

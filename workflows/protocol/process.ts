import type { AnyStateMachine } from 'xstate';
import type { Calendar } from '../calendar/working-days.js';
import type { ProtocolData } from '../timescales/protocol-data.js';
import type { Chart } from './chart.js';
import type { Effect } from './effects.js';
import type { EventOf, EventTable, StoredEvent } from './events.js';
import type {
  CaseFacts,
  CaseRecord,
  Keys,
  Milestone,
  Participation,
  ProcessKind,
  ProcessRecord,
} from './record.js';
import { machineOf } from './machine.js';
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

/** One process: its words, events, rules and machine. */
export interface ProcessDefinition {
  kind: ProcessKind;
  title: string;
  events: EventTable;
  rules: Record<string, EventRules<never, never>>;
  initialFacts: Record<string, unknown>;
  machine: AnyStateMachine;
  chart: Chart<never, string, string>;
  /** Where several are live, whether an event that names none of them is about this one; all, where it is left out. */
  concerns?: (process: ProcessRecord, content: StoredEvent['content']) => boolean;
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
  concerns?: (process: ProcessRecord<Facts>, content: StoredEvent['content']) => boolean;
  onOpen?: (process: ProcessRecord<Facts>) => readonly Effect[];
  onCutShort?: (process: ProcessRecord<Facts>) => readonly Effect[];
}

/** The process as its file writes it, with its chart made into an XState machine. */
export function defineProcess<Facts extends object, E extends EventTable, const S extends string>(
  written: Written<Facts, E, S>,
): ProcessDefinition {
  const definition = written as unknown as Omit<ProcessDefinition, 'machine'> & {
    rules: Record<string, EventRules<Record<string, unknown>, StoredEvent>>;
    chart: Chart<Record<string, unknown>, string, string>;
  };
  const machine = machineOf(
    written.kind,
    definition.chart,
    (facts, event) => definition.rules[event.type]?.facts?.(facts, event) ?? facts,
  );
  return { ...definition, machine };
}

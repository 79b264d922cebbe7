import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';
import { localDate } from '../calendar/local-date.js';
import type { Calendar } from '../calendar/working-days.js';
import { breachesAfter } from '../case/case.js';
import { consentMissing } from '../consent/consent.js';
import {
  breachesThatNoLongerHold,
  deriveDeadlines,
  hasPassed,
  milestonesStillNeeded,
  type Deadline,
} from '../timescales/deadlines.js';
import type { ProtocolData } from '../timescales/protocol-data.js';
import type { Effect } from './effects.js';
import { SYSTEM, type StoredEvent } from './events.js';
import {
  written,
  keysOf,
  live,
  MACHINES_VERSION,
  type CaseFacts,
  type CaseRecord,
  type EndedProcess,
  type ProcessKind,
  type ProcessRecord,
} from './record.js';
import type { Consequence, EventRules, ProcessDefinition, Situation } from './process.js';
import { refuse, type Refusal } from './refusal.js';
import { eventOf, processOf, type OwnedEvent } from './registry.js';

/** What a step is judged by, beside the record: one protocol version and one version of the calendar. */
export interface Rules {
  protocol: ProtocolData;
  calendar: Calendar;
}

/** An event that someone wants recorded; its place in the sequence is found by the step. */
export type NewEvent = Omit<StoredEvent, 'seq' | 'process'> & { process?: string };

/** A step that was taken: the record afterwards and all that follows from it. */
export interface Advanced {
  kind: 'advanced';
  event: StoredEvent;
  record: CaseRecord;
  /** Every deadline of the record's live milestones, settled ones of this step among them. */
  deadlines: readonly Deadline[];
  effects: readonly Effect[];
  ended: readonly EndedProcess[];
  /** Breaches that no longer hold: each is withdrawn by an event of its own, next in the same transaction. */
  withdrawn: readonly Withdrawal[];
}

/** A breach to be withdrawn: which deadline, and which of its passings. */
export interface Withdrawal {
  deadline: string;
  occurrence: number;
}

/** A step that was not allowed, with every reason. */
export interface Refused {
  kind: 'refused';
  refusals: readonly Refusal[];
}

export type Outcome = Advanced | Refused;

const NO_FACTS: CaseFacts = {
  dateOfBirth: localDate('1900-01-01'),
  openedOn: localDate('1900-01-01'),
  assessor: null,
  ehcp: null,
  standing: 'undecided',
  joinedOn: null,
  responsibleCommissioner: null,
  lastLevels: null,
  voices: [],
  regards: { communicationNeeds: false, interpreter: null, adjustments: false },
  parentalResponsibility: [],
  exceptions: [],
  closed: null,
  died: null,
};

/** A case or meeting before its first event. */
export function emptyRecord(
  id: string,
  kind: 'case' | 'meeting',
  place: string,
  protocol: string,
): CaseRecord {
  const record: CaseRecord = {
    id,
    kind,
    place,
    protocol,
    machines: MACHINES_VERSION,
    seq: 0,
    facts: NO_FACTS,
    processes: {},
    counts: {},
    milestones: [],
    participations: [],
    breaches: {},
  };
  return opened(record, { open: kind }, 0);
}

const nextIdIn = (record: CaseRecord, kind: ProcessKind): string =>
  `${kind}-${(record.counts[kind] ?? 0) + 1}`;

function opened(
  record: CaseRecord,
  opening: Extract<Consequence, { open: unknown }>,
  seq: number,
): CaseRecord {
  const definition = processOf(opening.open);
  const facts = { ...definition.initialFacts, ...opening.facts };
  const [snapshot] = initialTransition(definition.machine, facts) as [AnyMachineSnapshot, unknown];
  const id = nextIdIn(record, opening.open);
  const process: ProcessRecord = {
    id,
    kind: opening.open,
    value: opening.value ?? String(snapshot.value),
    facts,
    keys: opening.keys ?? {},
    openedBy: seq,
  };
  return {
    ...record,
    counts: { ...record.counts, [opening.open]: (record.counts[opening.open] ?? 0) + 1 },
    processes: { ...record.processes, [id]: process },
  };
}

function situation(
  record: CaseRecord,
  process: ProcessRecord,
  event: Omit<StoredEvent, 'content'>,
  rules: Rules,
): Situation<never> {
  return {
    facts: process.facts as never,
    process: process as ProcessRecord<never>,
    record,
    protocol: rules.protocol,
    calendar: rules.calendar,
    event,
    nextId: (kind) => nextIdIn(record, kind),
  };
}

type Loose = EventRules<never, never>;
const rulesFor = (owner: ProcessDefinition, type: string): Loose => owner.rules[type] ?? {};
const listed = (judged: Refusal | readonly Refusal[] | null): readonly Refusal[] =>
  judged === null ? [] : Array.isArray(judged) ? (judged as readonly Refusal[]) : [judged as Refusal];

const snapshotOf = (owner: ProcessDefinition, process: ProcessRecord): AnyMachineSnapshot =>
  owner.machine.resolveState({
    value: process.value,
    context: process.facts,
    status: 'active',
  }) as AnyMachineSnapshot;

const outOfOrder = ({ definition, owner }: OwnedEvent, process: ProcessRecord | undefined): Refusal => {
  const now = process
    ? `Now: ${owner.chart.states[process.value]?.stage ?? process.value}.`
    : `There is no ${owner.title.toLowerCase()} open in this case.`;
  return refuse(definition.order.clause, `${definition.order.words} ${now}`);
};

/** Whether the machine has an arrow for the event from where the process is, whatever the event says. */
const expects = (owner: ProcessDefinition, process: ProcessRecord, type: string): boolean => {
  const state = owner.chart.states[process.value];
  return (
    state !== undefined && !state.final && (type in (state.on ?? {}) || (state.stay ?? []).includes(type))
  );
};

/** Whatever stands against the step before anything is said in it: order, consent, and the needs of the event's rules. */
export function reasonsBefore(
  record: CaseRecord,
  owned: OwnedEvent,
  process: ProcessRecord | undefined,
  event: Omit<StoredEvent, 'content'>,
  rules: Rules,
): Refusal[] {
  const { owner, definition, type } = owned;
  const missing = definition.needsConsent ? consentMissing(record, definition.needsConsent) : null;
  const consent = missing ? [refuse('CHK-3', "This needs the family's consent.", [missing])] : [];
  if (!process) return [outOfOrder(owned, undefined), ...consent];
  const s = situation(record, process, event, rules);
  const order = expects(owner, process, type) ? [] : [outOfOrder(owned, process)];
  return [...order, ...consent, ...(rulesFor(owner, type).needs ?? []).flatMap((need) => listed(need(s)))];
}

function reasonsAgainst(
  record: CaseRecord,
  owned: OwnedEvent,
  process: ProcessRecord | undefined,
  event: StoredEvent,
  rules: Rules,
): Refusal[] {
  const before = reasonsBefore(record, owned, process, event, rules);
  if (!process) return before;
  const s = situation(record, process, event, rules);
  const checks = (rulesFor(owned.owner, event.type).checks ?? []).flatMap((check) =>
    listed(check(event as never, s)),
  );
  return [...before, ...checks];
}

const system = (record: CaseRecord, event: StoredEvent, deadlines: readonly Deadline[]): Refusal[] => {
  if (event.type !== 'DEADLINE_PASSED') return [];
  const deadline = deadlines.find(({ key }) => key === event.content['deadline']);
  const breach = record.breaches[event.content['deadline'] as string];
  const already = breach !== undefined && breach.withdrawn === undefined;
  return deadline && deadline.settled === null && hasPassed(deadline, event.at) && !already
    ? []
    : [refuse('HNA-11', 'No open deadline of that name has passed and is not yet recorded.')];
};

function afterConsequences(record: CaseRecord, consequences: readonly Consequence[], seq: number) {
  const ended: EndedProcess[] = [];
  const effects: Effect[] = [];
  let next = record;
  for (const consequence of consequences) {
    if ('open' in consequence) {
      const id = nextIdIn(next, consequence.open);
      next = opened(next, consequence, seq);
      const process = next.processes[id];
      if (process) effects.push(...(processOf(process.kind).onOpen?.(process) ?? []));
      continue;
    }
    const process = next.processes[consequence.end];
    if (!process) continue;
    const { [consequence.end]: _gone, ...rest } = next.processes;
    next = { ...next, processes: rest };
    ended.push({ process, endedBy: seq, cutShort: consequence.why });
    effects.push(...(processOf(process.kind).onCutShort?.(process) ?? []));
  }
  return { record: next, ended, effects };
}

const involves = (record: CaseRecord) => {
  const liveIds = new Set(Object.keys(record.processes));
  return ({ keys }: { keys: Readonly<Record<string, string>> }) =>
    Object.values(keys).some((id) => liveIds.has(id));
};

/** Takes the step on a process that accepts it; everything derived from it comes with it. */
function take(
  record: CaseRecord,
  { owner }: OwnedEvent,
  process: ProcessRecord,
  event: StoredEvent,
  rules: Rules,
): Advanced {
  const its = rulesFor(owner, event.type);
  const before = situation(record, process, event, rules);
  const [snapshot] = transition(owner.machine, snapshotOf(owner, process), event as never) as unknown as [
    AnyMachineSnapshot,
    unknown,
  ];
  const moved: ProcessRecord = {
    ...process,
    value: String(snapshot.value),
    facts: snapshot.context as Record<string, unknown>,
  };
  const keys = keysOf(process);
  const milestones = (its.milestones?.(event as never, before) ?? []).map((draft) => ({
    ...draft,
    keys: { ...keys, ...draft.keys },
    seq: event.seq,
  }));
  const participations = (its.participants?.(event as never) ?? []).map((part) => ({
    ...part,
    seq: event.seq,
    keys,
  }));
  const done = snapshot.status === 'done';
  const { [process.id]: _was, ...others } = record.processes;
  const stepped: CaseRecord = {
    ...record,
    seq: event.seq,
    protocol: event.type === 'PROTOCOL_MOVED' ? (event.content['to'] as string) : record.protocol,
    facts: { ...record.facts, ...its.caseFacts?.(event as never, before) },
    processes: { ...record.processes, [process.id]: moved },
    milestones: [...record.milestones, ...milestones],
    participations: [...record.participations, ...participations],
    breaches:
      owner.kind === 'case' && event.by === SYSTEM ? breachesAfter(record.breaches, event) : record.breaches,
  };
  const consequences = its.then?.(event as never, situation(stepped, moved, event, rules)) ?? [];
  const finished = done ? { ...stepped, processes: others } : stepped;
  const after = afterConsequences(finished, consequences, event.seq);
  const deadlines = deriveDeadlines(after.record, rules);
  const parts: Effect[] = participations.map(({ person, part }) => ({
    type: 'PARTICIPATION_RECORDED',
    person,
    part,
    referral: keys['referral'] ?? null,
    assessment: keys['assessment'] ?? null,
  }));
  return {
    kind: 'advanced',
    event,
    record: after.record,
    deadlines,
    effects: [...parts, ...(its.effects?.(event as never, before) ?? []), ...after.effects],
    ended: [...(done ? [{ process: moved, endedBy: event.seq, cutShort: null }] : []), ...after.ended],
    withdrawn: breachesThatNoLongerHold(deadlines, after.record.breaches, event.at),
  };
}

/** Leaves out of the record what has done its work: spent milestones, parts in what is over, breaches of past clocks. */
function pruned(record: CaseRecord, deadlines: readonly Deadline[], { protocol }: Rules): CaseRecord {
  const keys = new Set(deadlines.map(({ key }) => key));
  return {
    ...record,
    milestones: milestonesStillNeeded(record, deadlines, protocol),
    participations: record.participations.filter(involves(record)),
    breaches: Object.fromEntries(Object.entries(record.breaches).filter(([key]) => keys.has(key))),
  };
}

const undoesABreach = (advanced: Advanced, rules: Rules): Refusal[] =>
  advanced.withdrawn.map(({ deadline: key }) => {
    const row = advanced.deadlines.find((deadline) => deadline.key === key);
    const title = rules.protocol.timescales.find(({ id }) => id === row?.timescale)?.title ?? key;
    return refuse(
      row?.clauses ?? ['HNA-11'],
      `The day given would undo a breach that is on record: ${title}. Say why it is recorded late.`,
      ['why it is recorded later than the day it happened'],
    );
  });

/** How a step is taken: `again` when past events are told anew for a correction, which judges no late recording. */
export interface Manner {
  again?: boolean;
}

/**
 * Decides one event on one record: the record, deadlines and effects afterwards, or every reason against it at once.
 * Pure: no clock, no chance, nothing kept. The only caller of XState.
 */
export function advance(
  record: CaseRecord,
  asked: NewEvent,
  rules: Rules,
  { again = false }: Manner = {},
): Outcome {
  const owned = eventOf(asked.type);
  if (!owned) throw new RangeError(`There is no event '${asked.type}'.`);
  const candidates = live(record, owned.owner.kind).filter(
    ({ id }) => asked.process === undefined || id === asked.process,
  );
  const tries = (candidates.length > 0 ? candidates : [undefined]).map((process) => {
    const event: StoredEvent = {
      ...asked,
      seq: record.seq + 1,
      process: process?.id ?? asked.process ?? owned.owner.kind,
    };
    return { process, event, refusals: reasonsAgainst(record, owned, process, event, rules) };
  });
  const chosen = tries.find(({ refusals }) => refusals.length === 0);
  if (!chosen?.process) return { kind: 'refused', refusals: tries.at(-1)?.refusals ?? [] };
  const { process, event } = chosen;
  const passing = system(
    record,
    event,
    event.type === 'DEADLINE_PASSED' ? deriveDeadlines(record, rules) : [],
  );
  if (passing.length > 0) return { kind: 'refused', refusals: passing };
  if (!snapshotOf(owned.owner, process).can(event))
    return { kind: 'refused', refusals: [outOfOrder(owned, process)] };
  const advanced = take(record, owned, process, event, rules);
  const excused = again || owned.definition.bySystem || written(event.content['lateReason'] as never);
  const undone = excused ? [] : undoesABreach(advanced, rules);
  if (undone.length > 0) return { kind: 'refused', refusals: undone };
  return { ...advanced, record: pruned(advanced.record, advanced.deadlines, rules) };
}

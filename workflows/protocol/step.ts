import { breachesAfter, breachesStillNeeded } from '../case/breaches.js';
import { changesStillNeeded } from '../case/clock-facts.js';
import { breachesThatNoLongerHold } from '../timescales/deadline-state.js';
import { deriveDeadlines, type Deadline } from '../timescales/deadlines.js';
import { milestonesStillNeeded } from '../timescales/needed-milestones.js';
import type { Effect } from './effects.js';
import type { StoredEvent } from './events.js';
import { nextIdIn, opened } from './opening.js';
import type { Advanced, Rules } from './outcome.js';
import type { Consequence } from './process.js';
import { rulesFor, situation } from './reasons.js';
import {
  keysOf,
  type CaseRecord,
  type EndedProcess,
  type Participation,
  type ProcessKind,
  type ProcessRecord,
} from './record.js';
import { processOf, type OwnedEvent } from './registry.js';
import { stepped } from './stepping.js';

const JUDGED: readonly ProcessKind[] = ['referral', 'assessment', 'panelItem'];

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

/** Takes the step on a process that accepts it; everything derived from it comes with it. */
export function take(
  record: CaseRecord,
  { owner }: OwnedEvent,
  process: ProcessRecord,
  event: StoredEvent,
  rules: Rules,
): Advanced {
  const its = rulesFor(owner, event.type);
  const before = situation(record, process, event, rules);
  const { moved, done } = stepped(owner, process, event);
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
  const { [process.id]: _was, ...others } = record.processes;
  const recorded: CaseRecord = {
    ...record,
    seq: event.seq,
    protocol: event.type === 'PROTOCOL_MOVED' ? (event.content['to'] as string) : record.protocol,
    facts: { ...record.facts, ...its.caseFacts?.(event as never, before) },
    processes: { ...record.processes, [process.id]: moved },
    milestones: [...record.milestones, ...milestones],
    participations: [...record.participations, ...participations],
    breaches: breachesAfter(record.breaches, event),
  };
  const consequences = its.then?.(event as never, situation(recorded, moved, event, rules)) ?? [];
  const finished = done ? { ...recorded, processes: others } : recorded;
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
    breaches: after.record.breaches,
    deadlines,
    effects: [...parts, ...(its.effects?.(event as never, before) ?? []), ...after.effects],
    ended: [...(done ? [{ process: moved, endedBy: event.seq, cutShort: null }] : []), ...after.ended],
    withdrawn: breachesThatNoLongerHold(deadlines, after.record.breaches, event.at),
  };
}

/** Whose parts still matter: those in a referral, assessment or panel item that is live, or in what it came from. */
function stillTaken(record: CaseRecord) {
  const judged = Object.values(record.processes).filter(({ kind }) => JUDGED.includes(kind));
  const courses = new Set(judged.flatMap((process) => Object.values(keysOf(process))));
  return ({ keys }: Participation) => Object.values(keys).some((id) => courses.has(id));
}

/**
 * Leaves out of the record what has done its work: spent milestones, parts in what is over, and of past clocks what was
 * agreed about them and the breaches that are explained.
 */
export function pruned(record: CaseRecord, deadlines: readonly Deadline[], { protocol }: Rules): CaseRecord {
  const keys = new Set(deadlines.map(({ key }) => key));
  return {
    ...record,
    facts: changesStillNeeded(record.facts, keys),
    milestones: milestonesStillNeeded(record, deadlines, protocol),
    participations: record.participations.filter(stillTaken(record)),
    breaches: breachesStillNeeded(record.breaches, keys),
  };
}

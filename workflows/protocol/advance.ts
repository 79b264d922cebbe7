import type { StoredEvent } from './events.js';
import type { Advanced, NewEvent, Outcome, Rules } from './outcome.js';
import { outOfOrder, reasonsAgainst } from './reasons.js';
import { live, written, type CaseRecord, type ProcessRecord } from './record.js';
import { refuse, type Refusal } from './refusal.js';
import { eventOf, type OwnedEvent } from './registry.js';
import { pruned, take } from './step.js';
import { takes } from './stepping.js';

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

/** The live processes the event can be for: the one it names, or those it is about, or all of its kind. */
function candidatesFor(record: CaseRecord, { owner }: OwnedEvent, asked: NewEvent): ProcessRecord[] {
  const all = live(record, owner.kind).filter(
    ({ id }) => asked.process === undefined || id === asked.process,
  );
  const concerned = all.filter((process) => owner.concerns?.(process, asked.content) ?? true);
  return concerned.length > 0 ? concerned : all;
}

/** How a step is taken: `again` when past events are told anew for a correction, which judges no late recording. */
export interface Manner {
  again?: boolean;
}

/**
 * Decides one event on one record: the record, deadlines and effects afterwards, or every reason against it at once.
 * Pure: no clock, no chance, nothing kept.
 */
export function advance(
  record: CaseRecord,
  asked: NewEvent,
  rules: Rules,
  { again = false }: Manner = {},
): Outcome {
  const owned = eventOf(asked.type);
  if (!owned) throw new RangeError(`There is no event '${asked.type}'.`);
  const candidates = candidatesFor(record, owned, asked);
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
  if (!takes(owned.owner, process, event)) {
    return { kind: 'refused', refusals: [outOfOrder(owned, process, record)] };
  }
  const advanced = take(record, owned, process, event, rules);
  const { bySystem, anyPastDay } = owned.definition;
  const excused = again || bySystem || anyPastDay || written(event.content['lateReason'] as never);
  const undone = excused ? [] : undoesABreach(advanced, rules);
  if (undone.length > 0) return { kind: 'refused', refusals: undone };
  return { ...advanced, record: pruned(advanced.record, advanced.deadlines, rules) };
}

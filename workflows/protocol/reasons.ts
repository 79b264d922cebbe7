import { consentMissing } from '../consent/consent.js';
import { hasPassed } from '../timescales/deadline-state.js';
import { deriveDeadlines } from '../timescales/deadlines.js';
import type { StoredEvent } from './events.js';
import { nextIdIn } from './opening.js';
import type { Rules } from './outcome.js';
import type { EventRules, ProcessDefinition, Situation } from './process.js';
import { live, type CaseRecord, type ProcessRecord } from './record.js';
import { refuse, type Refusal } from './refusal.js';
import type { OwnedEvent } from './registry.js';
import { stageOf } from './stage.js';

/** What a rule is given to look at. */
export function situation(
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
/** What an event type means for its process. */
export const rulesFor = (owner: ProcessDefinition, type: string): Loose => owner.rules[type] ?? {};
const listed = (judged: Refusal | readonly Refusal[] | null): readonly Refusal[] =>
  judged === null ? [] : Array.isArray(judged) ? (judged as readonly Refusal[]) : [judged as Refusal];

/** Why the event is out of order: the clause that sets the order, and where the case is. */
export const outOfOrder = (
  { definition, owner }: OwnedEvent,
  process: ProcessRecord | undefined,
  record: CaseRecord,
): Refusal => {
  const now = process ? (owner.chart.states[process.value]?.stage ?? process.value) : stageOf(record).words;
  return refuse(definition.order.clause, `${definition.order.words} Now: ${now}.`);
};

/** Why an event is for nothing: none of its processes is open, or not the one it names. */
function nothingToActOn(owned: OwnedEvent, named: string, record: CaseRecord): Refusal {
  const open = live(record, owned.owner.kind).map(({ id }) => id);
  if (open.length === 0) return outOfOrder(owned, undefined, record);
  const { clause } = owned.definition.order;
  return refuse(clause, `There is no '${named}' open in this case that this could be recorded for.`, [
    `one of those that are open: ${open.join(', ')}`,
  ]);
}

/** Whether the machine has an arrow for the event from where the process is, whatever the event says. */
const expects = (owner: ProcessDefinition, process: ProcessRecord, type: string): boolean => {
  const state = owner.chart.states[process.value];
  return (
    state !== undefined && !state.final && (type in (state.on ?? {}) || (state.stay ?? []).includes(type))
  );
};

/** SCO-10: after a death nothing is judged any more but what is still kept; null where the child lives, or it is that. */
const afterDeath = (
  { facts }: CaseRecord,
  { owner, definition, type }: OwnedEvent,
  process: ProcessRecord | undefined,
): Refusal | null =>
  facts.died === null || (process && expects(owner, process, type))
    ? null
    : refuse(
        definition.order.clause === 'SCO-10' ? 'SCO-10' : ['SCO-10', definition.order.clause],
        'The child has died, and everything has stopped. Notes, contacts and corrections can still be recorded.',
      );

/** Whatever stands against the step before anything is said in it: order, consent, and the needs of the event's rules. */
export function reasonsBefore(
  record: CaseRecord,
  owned: OwnedEvent,
  process: ProcessRecord | undefined,
  event: Omit<StoredEvent, 'content'>,
  rules: Rules,
): Refusal[] {
  const { owner, definition, type } = owned;
  const stopped = afterDeath(record, owned, process);
  if (stopped) return [stopped];
  const missing = definition.needsConsent ? consentMissing(record, definition.needsConsent) : null;
  const consent = missing ? [refuse('CHK-3', "This needs the family's consent.", [missing])] : [];
  const itself =
    definition.bySystem && event.by.person !== null
      ? [refuse(definition.order.clause, 'Only the service itself records this, from the facts of the case.')]
      : [];
  if (!process) return [nothingToActOn(owned, event.process, record), ...consent, ...itself];
  const s = situation(record, process, event, rules);
  const order = expects(owner, process, type) ? [] : [outOfOrder(owned, process, record)];
  return [
    ...order,
    ...consent,
    ...itself,
    ...(rulesFor(owner, type).needs ?? []).flatMap((need) => listed(need(s))),
  ];
}

/** Everything that stands against the event, all reasons at once. */
export function reasonsAgainst(
  record: CaseRecord,
  owned: OwnedEvent,
  process: ProcessRecord | undefined,
  event: StoredEvent,
  rules: Rules,
): Refusal[] {
  const before = reasonsBefore(record, owned, process, event, rules);
  if (!process || afterDeath(record, owned, process)) return before;
  const s = situation(record, process, event, rules);
  const checks = (rulesFor(owned.owner, event.type).checks ?? []).flatMap((check) =>
    listed(check(event as never, s)),
  );
  return [...before, ...checks, ...passesOnce(record, event, rules)];
}

/** A deadline passes once: while it is open, after its last moment. */
function passesOnce(record: CaseRecord, event: StoredEvent, rules: Rules): Refusal[] {
  if (event.type !== 'DEADLINE_PASSED') return [];
  const key = event.content['deadline'] as string;
  const deadline = deriveDeadlines(record, rules).find((one) => one.key === key);
  const breach = record.breaches[key];
  const already = breach !== undefined && breach.withdrawn === undefined;
  return deadline?.settled === null && hasPassed(deadline, event.at) && !already
    ? []
    : [refuse('HNA-11', 'No open deadline of that name has passed and is not yet recorded.')];
}

import type { Fields } from './fields.js';
import { advance } from './advance.js';
import { emptyRecord } from './opening.js';
import type { Advanced, NewEvent, Refused, Rules, Withdrawal } from './outcome.js';
import { asItStays, type Deadline } from '../timescales/deadlines.js';
import type { Effect } from './effects.js';
import type { Evidence, StoredEvent } from './events.js';
import type { CaseRecord, EndedProcess } from './record.js';
import { refuse, type Refusal } from './refusal.js';
import { eventOf } from './registry.js';

/** The rules an event was recorded under: its own protocol version and version of the calendar. */
export type RulesAt = (event: StoredEvent) => Rules;

/** What a history comes to. */
export interface Told {
  record: CaseRecord;
  /** Every deadline there has been, as it last stood. */
  deadlines: Map<string, Deadline>;
  ended: EndedProcess[];
  /** Events of the service itself that no longer follow from the corrected facts. */
  lapsed: StoredEvent[];
  /** Breaches that did not hold from some step on. */
  undone: Withdrawal[];
  /** What each event owes to the world, in order. */
  owed: Owed[];
}

/** What one event owes to the world. */
export interface Owed {
  event: StoredEvent;
  effects: readonly Effect[];
}

/** The first event of a history that its rules do not allow. */
export class NotAllowed extends Error {
  constructor(
    readonly event: StoredEvent,
    readonly refusals: readonly Refusal[],
  ) {
    super(
      `Event ${event.seq} (${event.type}) is not allowed: ${refusals.map(({ clauses }) => clauses.join(', ')).join('; ')}`,
    );
  }
}

const CORRECTIONS = ['FACT_CORRECTED', 'ENTERED_IN_ERROR'];

/** Whether the event supersedes a fact of an earlier one. */
export const isCorrection = (type: string): boolean => CORRECTIONS.includes(type);

type Content = Record<string, unknown>;

function withField(content: Content, path: readonly string[], value: unknown): Content {
  const [head, ...rest] = path;
  if (head === undefined) return content;
  if (rest.length === 0) return { ...content, [head]: value };
  return { ...content, [head]: withField((content[head] ?? {}) as Content, rest, value) };
}

const READERS: Record<string, (text: string) => unknown> = {
  yesNo: (text) => text === 'true' || text === 'yes',
  integer: Number,
  pence: Number,
};

/** The corrected value as its field holds it: a day, a choice, a code, a number or yes/no. */
export function correctedValue(fields: Fields, field: string, to: string): unknown {
  const kind = fields[field]?.kind;
  return kind && READERS[kind] ? READERS[kind](to) : to;
}

interface Amendments {
  struck: Set<number>;
  changed: Map<number, [field: string, value: unknown][]>;
  /** What corrections brought with them of the people they name, by the event they correct. */
  people: Map<number, Evidence['people']>;
}

function amendmentsOf(events: readonly StoredEvent[]): Amendments {
  const struck = new Set<number>();
  const changed: Amendments['changed'] = new Map();
  const people: Amendments['people'] = new Map();
  const bySeq = new Map(events.map((event) => [event.seq, event]));
  for (const event of [...events].reverse()) {
    if (event.type === 'ENTERED_IN_ERROR' && !struck.has(event.seq))
      struck.add(event.content['event'] as number);
  }
  for (const { type, seq, content, evidence } of events) {
    if (type !== 'FACT_CORRECTED' || struck.has(seq)) continue;
    const about = bySeq.get(content['event'] as number);
    people.set(content['event'] as number, { ...people.get(content['event'] as number), ...evidence.people });
    const fields = about ? (eventOf(about.type)?.definition.fields ?? {}) : {};
    const value = correctedValue(fields, content['field'] as string, content['to'] as string);
    changed.set(content['event'] as number, [
      ...(changed.get(content['event'] as number) ?? []),
      [content['field'] as string, value],
    ]);
  }
  return { struck, changed, people };
}

const amended = (event: StoredEvent, { changed, people }: Amendments): StoredEvent => ({
  ...event,
  evidence: people.has(event.seq)
    ? { ...event.evidence, people: { ...people.get(event.seq), ...event.evidence.people } }
    : event.evidence,
  content: (changed.get(event.seq) ?? []).reduce(
    (content, [field, value]) => withField(content, field.split('.'), value),
    event.content,
  ),
});

const isSystem = (type: string): boolean => eventOf(type)?.definition.bySystem === true;

function step(told: Told, event: StoredEvent, rules: Rules, again: boolean): Told {
  const outcome = advance(told.record, event, rules, { again });
  if (outcome.kind === 'refused') {
    if (!again || !isSystem(event.type)) throw new NotAllowed(event, outcome.refusals);
    return { ...told, record: { ...told.record, seq: event.seq }, lapsed: [...told.lapsed, event] };
  }
  for (const deadline of outcome.deadlines) {
    told.deadlines.set(deadline.key, asItStays(told.deadlines.get(deadline.key), deadline));
  }
  return {
    ...told,
    record: outcome.record,
    ended: [...told.ended, ...outcome.ended],
    undone: [...told.undone, ...outcome.withdrawn],
    owed: outcome.effects.length > 0 ? [...told.owed, { event, effects: outcome.effects }] : told.owed,
  };
}

const nothing = (start: CaseRecord): Told => ({
  record: start,
  deadlines: new Map(),
  ended: [],
  lapsed: [],
  undone: [],
  owed: [],
});

/** Tells a history from the start with what its corrections supersede left out or put right. */
function tellCorrected(start: CaseRecord, events: readonly StoredEvent[], rulesAt: RulesAt): Told {
  const amendments = amendmentsOf(events);
  return events.reduce((told, event) => {
    if (amendments.struck.has(event.seq)) return { ...told, record: { ...told.record, seq: event.seq } };
    return step(told, amended(event, amendments), rulesAt(event), true);
  }, nothing(start));
}

const startOf = (
  { id, kind, place }: Pick<CaseRecord, 'id' | 'kind' | 'place'>,
  events: readonly StoredEvent[],
  rulesAt: RulesAt,
): CaseRecord => {
  const [first] = events;
  if (!first) throw new RangeError(`A ${kind} without events has no record.`);
  return emptyRecord(id, kind, place, rulesAt(first).protocol.version);
};

/**
 * The record, deadlines and ended processes that a history comes to, each event judged under the rules stamped on it.
 * Equal to what is stored. Throws NotAllowed where an event could not have happened.
 */
export function replay(
  whose: Pick<CaseRecord, 'id' | 'kind' | 'place'>,
  events: readonly StoredEvent[],
  rulesAt: RulesAt,
): Told {
  const start = startOf(whose, events, rulesAt);
  const lastCorrection = events.findLastIndex(({ type }) => isCorrection(type));
  const corrected = tellCorrected(start, events.slice(0, lastCorrection + 1), rulesAt);
  return events
    .slice(lastCorrection + 1)
    .reduce((told, event) => step(told, event, rulesAt(event), false), corrected);
}

const notCorrectable = (history: readonly StoredEvent[], asked: NewEvent): Refusal[] => {
  const about = history.find(({ seq }) => seq === asked.content['event']);
  if (!about) return [refuse('CHK-9', `There is no event ${String(asked.content['event'])} in this case.`)];
  if (isSystem(about.type))
    return [
      refuse(
        'HNA-11',
        'What the service recorded itself follows from the facts; correct the fact it rests on.',
      ),
    ];
  if (asked.type === 'ENTERED_IN_ERROR') {
    return about.seq === 1
      ? [
          refuse(
            'SCO-6',
            'The event that opened the case cannot be struck; close the case as entered in error, or correct who the child is.',
          ),
        ]
      : [];
  }
  if (isCorrection(about.type))
    return [
      refuse(
        'CHK-9',
        `Event ${about.seq} is itself a correction. Correct the fact again, or mark event ${about.seq} as entered in error.`,
      ),
    ];
  const field = eventOf(about.type)?.definition.fields[asked.content['field'] as string];
  return field &&
    ['date', 'choice', 'code', 'yesNo', 'integer', 'pence', 'person', 'organisation'].includes(field.kind)
    ? []
    : [
        refuse(
          'CHK-9',
          `Event ${about.seq} has no fact '${String(asked.content['field'])}' that can be corrected.`,
        ),
      ];
};

const nameOf = ({ deadline, occurrence }: Withdrawal): string => `${deadline}#${occurrence}`;
const passingOf = ({ content }: StoredEvent): Withdrawal => ({
  deadline: content['deadline'] as string,
  occurrence: content['occurrence'] as number,
});

/** Breaches on record that the corrected history does not bear out, and that are not withdrawn yet. */
function withdrawnBy(told: Told, history: readonly StoredEvent[]): Withdrawal[] {
  const already = history
    .filter(({ type }) => type === 'BREACH_WITHDRAWN')
    .map((event) => nameOf(passingOf(event)));
  const lapsed = told.lapsed.filter(({ type }) => type === 'DEADLINE_PASSED').map(passingOf);
  const byName = new Map([...lapsed, ...told.undone].map((withdrawal) => [nameOf(withdrawal), withdrawal]));
  return [...byName].filter(([name]) => !already.includes(name)).map(([, withdrawal]) => withdrawal);
}

/**
 * Decides a correction: the whole history is told again with the fact superseded, and every later event must still hold.
 * Refused with what rests on the fact; otherwise deadlines follow, and breaches that no longer hold are to be withdrawn.
 */
export function correct(
  record: CaseRecord,
  history: readonly StoredEvent[],
  asked: NewEvent,
  rulesAt: RulesAt,
  rules: Rules,
): (Advanced & { retold: readonly Owed[] }) | Refused {
  const first = advance(record, asked, rules);
  if (first.kind === 'refused') return first;
  const wrong = notCorrectable(history, asked);
  if (wrong.length > 0) return { kind: 'refused', refusals: wrong };
  const events = [...history, first.event];
  const rulesOf: RulesAt = (event) => (event.seq === first.event.seq ? rules : rulesAt(event));
  try {
    const told = tellCorrected(startOf(record, events, rulesOf), events, rulesOf);
    return {
      ...first,
      record: told.record,
      deadlines: [...told.deadlines.values()],
      ended: told.ended,
      withdrawn: withdrawnBy(told, history),
      retold: told.owed,
    };
  } catch (error) {
    if (!(error instanceof NotAllowed)) throw error;
    const title = eventOf(error.event.type)?.definition.title ?? error.event.type;
    return {
      kind: 'refused',
      refusals: error.refusals.map(({ clauses, message, missing }) =>
        refuse(clauses, `Event ${error.event.seq} (${title}) rests on it: ${message}`, missing),
      ),
    };
  }
}

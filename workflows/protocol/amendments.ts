import type { Fields } from './fields.js';
import type { Evidence, StoredEvent } from './events.js';
import { eventOf } from './registry.js';

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

/** What the corrections of a history supersede, by the number of the event they correct. */
export interface Amendments {
  struck: Set<number>;
  changed: Map<number, [field: string, value: unknown][]>;
  /** What corrections brought with them of the people they name, by the event they correct. */
  brought: Map<number, Pick<Evidence, 'people' | 'assessor'>>;
}

/** What the corrections of a history come to; one that is itself struck changes nothing. */
export function amendmentsOf(events: readonly StoredEvent[]): Amendments {
  const struck = new Set<number>();
  const changed: Amendments['changed'] = new Map();
  const brought: Amendments['brought'] = new Map();
  const bySeq = new Map(events.map((event) => [event.seq, event]));
  for (const event of [...events].reverse()) {
    if (event.type === 'ENTERED_IN_ERROR' && !struck.has(event.seq))
      struck.add(event.content['event'] as number);
  }
  for (const { type, seq, content, evidence } of events) {
    if (type !== 'FACT_CORRECTED' || struck.has(seq)) continue;
    const about = bySeq.get(content['event'] as number);
    const before = brought.get(content['event'] as number);
    const people = { ...before?.people, ...evidence.people };
    const assessor = evidence.assessor ?? before?.assessor;
    brought.set(content['event'] as number, { people, ...(assessor ? { assessor } : {}) });
    const fields = about ? (eventOf(about.type)?.definition.fields ?? {}) : {};
    const value = correctedValue(fields, content['field'] as string, content['to'] as string);
    changed.set(content['event'] as number, [
      ...(changed.get(content['event'] as number) ?? []),
      [content['field'] as string, value],
    ]);
  }
  return { struck, changed, brought };
}

const withBrought = (evidence: Evidence, brought: ReturnType<Amendments['brought']['get']>): Evidence =>
  brought ? { ...evidence, ...brought, people: { ...brought.people, ...evidence.people } } : evidence;

/** The event with what corrections made of it. */
export const amended = (event: StoredEvent, { changed, brought }: Amendments): StoredEvent => ({
  ...event,
  evidence: withBrought(event.evidence, brought.get(event.seq)),
  content: (changed.get(event.seq) ?? []).reduce(
    (content, [field, value]) => withField(content, field.split('.'), value),
    event.content,
  ),
});

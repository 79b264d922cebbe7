import { contentShown, eventOf, type CaseRecord } from '../../workflows/protocol/index.js';
import type { EventView } from './views.js';

/** An event as its row has it, with the words that are kept beside it by field. */
export interface EventRow {
  seq: number;
  type: string;
  process: string;
  at: string;
  by_person: string | null;
  by_name: string | null;
  content: Record<string, unknown>;
  words: Record<string, string>;
}

/** The content with the words themselves where they are kept; without them, the proof of what was written. */
function withWords(value: unknown, words: Readonly<Record<string, string>>, path = ''): unknown {
  const kept = words[path];
  if (kept !== undefined) return kept;
  const at = (name: string | number): string => (path === '' ? String(name) : `${path}.${name}`);
  if (Array.isArray(value)) return value.map((each, index) => withWords(each, words, at(index)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withWords(each, words, at(name))]),
  );
}

/** An event of a case for people: titled, with its words, and with no money while need is before the panel (PAN-5). */
export function eventView(
  { content, words, by_person, by_name, ...row }: EventRow,
  record: CaseRecord,
): EventView {
  const owned = eventOf(row.type);
  const definition = owned?.definition;
  const shown = owned ? contentShown(record, owned, content) : content;
  return {
    ...row,
    title: definition?.title ?? row.type,
    clauses: definition?.clauses ?? [],
    by: by_person ? { id: by_person, name: by_name ?? '' } : null,
    content: withWords(shown, words) as Record<string, unknown>,
  };
}

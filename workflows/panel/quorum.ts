import type { Evidence, PersonEvidence } from '../protocol/events.js';
import type { CaseRecord, Keys, ProcessRecord } from '../protocol/record.js';
import { inWords, partInWords } from '../protocol/words.js';
import type { ProtocolData } from '../timescales/protocol-data.js';

/** Why someone present does not decide this item. */
export interface Exclusion {
  person: string;
  clause: 'PAN-3' | 'PAN-13';
  words: string;
}

/** What an item of an agenda must know for that. */
export interface ItemParties {
  presenter: string | null;
  interests: readonly { person: string; excludes: boolean; seq: number }[];
}

const sameCourse = (a: Keys, b: Keys, key: string): boolean => a[key] !== undefined && a[key] === b[key];

/** The declared interests that exclude someone from deciding; of several of one person the last counts (PAN-3). */
export const excludingInterests = (interests: ItemParties['interests']): ItemParties['interests'] =>
  interests.filter(
    ({ person, excludes, seq }) =>
      excludes && !interests.some((other) => other.person === person && other.seq > seq),
  );

/**
 * Who may not decide this item, each with the event that excludes them: those who took part in its checklist, MDT, DST
 * or quality assurance, the assessor of the case and those with an excluding interest (PAN-3), and the presenter (PAN-13).
 */
export function exclusions(record: CaseRecord, item: ProcessRecord<ItemParties>): Exclusion[] {
  const mine = record.participations.filter(
    ({ keys }) => sameCourse(keys, item.keys, 'referral') || sameCourse(keys, item.keys, 'assessment'),
  );
  const parts = mine.map(({ person, part, seq }): Exclusion => ({
    person,
    clause: 'PAN-3',
    words: `${partInWords(part)} (entry ${seq})`,
  }));
  const interests = excludingInterests(item.facts.interests).map(({ person, seq }): Exclusion => ({
    person,
    clause: 'PAN-3',
    words: `declared an interest (entry ${seq})`,
  }));
  const { assessor } = record.facts;
  const named: Exclusion[] = assessor
    ? [{ person: assessor, clause: 'PAN-3', words: 'is the assessor of this case' }]
    : [];
  const presenter: Exclusion[] = item.facts.presenter
    ? [{ person: item.facts.presenter, clause: 'PAN-13', words: 'presents this item' }]
    : [];
  return [...parts, ...named, ...interests, ...presenter];
}

/** Those present who may decide the item. */
export function deciders(present: readonly string[], excluded: readonly Exclusion[]): string[] {
  const out = new Set(excluded.map(({ person }) => person));
  return present.filter((person) => !out.has(person));
}

/** One thing the quorum needs, and how many of those who decide make it up. */
export interface QuorumCount {
  what: string;
  words: string;
  needed: number;
  there: number;
}

/** How each part of the quorum stands with those people (PAN-2). */
export function quorumCounts(
  who: readonly string[],
  chair: string | null,
  people: NonNullable<Evidence['people']>,
  protocol: ProtocolData,
): QuorumCount[] {
  const counts: Record<string, (person: PersonEvidence, id: string) => boolean> = {
    chair: (_person, id) => id === chair,
    health: ({ discipline }) => discipline === 'health',
    socialCare: ({ discipline }) => discipline === 'socialCare',
    education: ({ discipline }) => discipline === 'education',
    clinicians: ({ clinician }) => clinician,
    commissioners: ({ commissioner }) => commissioner,
  };
  return Object.entries(protocol.panel.quorum.value).map(([what, needed]) => ({
    what,
    words: inWords(what),
    needed,
    there: who.filter((id) => people[id] && counts[what]?.(people[id], id)).length,
  }));
}

/** What the quorum still lacks, in words; empty when the panel is quorate (PAN-2). */
export const quorumMissing = (
  who: readonly string[],
  chair: string | null,
  people: NonNullable<Evidence['people']>,
  protocol: ProtocolData,
): string[] =>
  quorumCounts(who, chair, people, protocol)
    .filter(({ needed, there }) => there < needed)
    .map(({ words, needed, there }) => `${words}: ${needed} needed, ${there} there`);

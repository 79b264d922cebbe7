import type { EventView } from '../../../reading/views.js';
import { choiceInWords } from '../words/choice-words.js';

/** A discipline of the team: who is invited and came, and what is still owed of it. */
export interface DisciplineRow {
  discipline: string;
  invited: readonly string[];
  attended: readonly string[];
  apologies: readonly string[];
  /** Why nobody came, where it was said. */
  missing: string | null;
  /** What is still owed, in words; null where nothing is. */
  owed: string | null;
}

interface Part {
  person?: string;
  discipline: string;
  report?: boolean;
  reason?: string;
}

const partsOf = (event: EventView | undefined, name: string): Part[] => {
  const value = event?.content[name];
  return Array.isArray(value) ? (value as Part[]) : [];
};

function owedOf(held: boolean, row: Omit<DisciplineRow, 'owed'>, reported: boolean): string | null {
  const { invited, attended, apologies, missing } = row;
  if (!held) return invited.length === 0 ? 'An invitation' : null;
  if (attended.length > 0 || missing !== null) return null;
  if (apologies.length > 0) return reported ? null : 'The report, or why there is none';
  return 'Attendance, a report, or why it was missing';
}

/** The team by discipline: those the protocol asks for first, then whoever else is there (HNA-1). */
export function teamOf(
  asked: readonly string[],
  { invitation, meeting }: { invitation: EventView | undefined; meeting: EventView | undefined },
  nameOf: (person: string | undefined) => string,
): DisciplineRow[] {
  const lists = {
    invited: partsOf(invitation, 'invited'),
    attended: partsOf(meeting, 'attendance'),
    apologies: partsOf(meeting, 'apologies'),
    missing: partsOf(meeting, 'missing'),
  };
  const seen = Object.values(lists).flatMap((list) => list.map(({ discipline }) => discipline));
  return [...new Set([...asked, ...seen])].map((discipline) => {
    const own = (list: readonly Part[]): Part[] => list.filter((each) => each.discipline === discipline);
    const apologies = own(lists.apologies);
    const row = {
      discipline: choiceInWords(discipline),
      invited: own(lists.invited).map(({ person }) => nameOf(person)),
      attended: own(lists.attended).map(({ person }) => nameOf(person)),
      apologies: apologies.map(
        ({ person, report }) => `${nameOf(person)}, ${report ? 'with a report' : 'without a report'}`,
      ),
      missing: own(lists.missing)[0]?.reason ?? null,
    };
    const reported = apologies.some(({ report }) => report === true);
    return { ...row, owed: asked.includes(discipline) ? owedOf(meeting !== undefined, row, reported) : null };
  });
}

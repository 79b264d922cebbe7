import { draftName } from '../drafts/own-drafts.js';
import { wordsAt, type Posted } from '../forms/draft.js';

/** What tells apart things a case can have several of at once, beside their process: each has a draft of its own. */
const ABOUT: Readonly<Record<string, readonly string[]>> = {
  ASSURANCE_RECORDED: ['kind', 'carer', 'task'],
  BREACH_REASON_GIVEN: ['deadline'],
  ENTERED_IN_ERROR: ['event'],
  FACT_CORRECTED: ['event', 'field'],
  NOTICE_GIVEN: ['recipient'],
};

const filledOf = (posted: Posted, names: readonly (readonly [string, string])[]): [string, string][] =>
  names.flatMap(([as, name]): [string, string][] => {
    const value = wordsAt(posted, name);
    return value === '' ? [] : [[as, value]];
  });

const aboutOf = (type: string, posted: Posted): [string, string][] =>
  filledOf(
    posted,
    (ABOUT[type] ?? []).map((name) => [name, name] as const),
  );

/** The name under which the draft of a form is kept: as it was when it was opened. */
export function formDraftName(type: string, posted: Posted): string {
  const named = wordsAt(posted, '_form');
  if (named === type || named.startsWith(`${type} `)) return named;
  const process = wordsAt(posted, '_process');
  const about = aboutOf(type, posted);
  if (about.length === 0) return draftName(type, process);
  const query = [...filledOf(posted, [['process', '_process']]), ...about];
  return draftName(type, new URLSearchParams(query).toString());
}

/** The address of a form of a case, as it was opened. */
export function formAddress(caseId: string, type: string, posted: Posted): string {
  const query = new URLSearchParams([
    ...filledOf(posted, [['process', '_process']]),
    ...aboutOf(type, posted),
    ...filledOf(posted, [['to', '_to']]),
  ]).toString();
  return `/cases/${caseId}/do/${type}${query === '' ? '' : `?${query}`}`;
}

import { CASE_STATES, type CaseState, type ChangeKind, type ChangeState } from '../../../changes/change.js';
import type { ChangeCaseView, ChangeView } from '../../../changes/changes.js';
import type { Selection } from '../../../workload/selection.js';
import { addressOf } from '../lists/address.js';
import { calendarInWords, protocolInWords } from '../words/version-words.js';

/** What kind of change it is, in words. */
export const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  calendar: 'Count by another calendar',
  protocol: 'Move to another protocol version',
  reassignment: 'Give cases to other assessors',
};

const STATE_TAGS: Readonly<Record<ChangeState, { text: string; colour: string }>> = {
  previewed: { text: 'Not begun', colour: 'grey' },
  applying: { text: 'Being carried out', colour: 'blue' },
  done: { text: 'Done', colour: 'green' },
  stopped: { text: 'Stopped', colour: 'orange' },
};

const DISCARDED = { text: 'Discarded', colour: 'grey' };

/** How a change stands, in words and colour: what was stopped before anything was done was discarded. */
export const standsOf = ({
  state,
  appliedAt,
}: Pick<ChangeView, 'state' | 'appliedAt'>): { text: string; colour: string } =>
  state === 'stopped' && appliedAt === null ? DISCARDED : STATE_TAGS[state];

/** Why what was only tried out is out of date, in words; null where it is not. */
export function outOfDate(change: Pick<ChangeView, 'sinceTried' | 'counts'>): string | null {
  const { cases: changed = 0, earlierDay = false } = change.sinceTried ?? {};
  const { cases } = progressOf(change);
  if (changed > 0)
    return `${changed} of ${cases} ${cases === 1 ? 'case' : 'cases'} changed since it was tried out.`;
  return earlierDay
    ? 'It was tried out on an earlier day: cases, absences and caseloads may have changed since.'
    : null;
}

const LISTS = '/workload/cases';

/**
 * The list from which the same is tried out again. Cases that were ticked are on the list of whoever had them, and on several
 * where they are of more than one: those are chosen from on the page of the workload.
 */
export function againAddress(
  { what }: Pick<ChangeView, 'what'>,
  cases: readonly Pick<ChangeCaseView, 'result'>[],
): string {
  const { cases: ticked, from, leavers, work } = (what['select'] ?? {}) as Selection;
  if (ticked === undefined)
    return addressOf(LISTS, { assessor: from, leavers: leavers === true ? 'true' : undefined, work });
  const [first, ...others] = new Set(cases.map(({ result }) => result.from ?? undefined));
  return others.length > 0 ? '/workload' : addressOf(LISTS, { assessor: first });
}

const usual: Readonly<Record<CaseState, string>> = {
  waiting: 'Waiting',
  moved: 'Changed',
  same: 'Nothing to change',
  refused: 'Stays as it is',
  failed: 'Failed',
};

const STOPPED: Readonly<Record<ChangeKind, string>> = {
  calendar: 'Not changed',
  protocol: 'Not changed',
  reassignment: 'Not given',
};

const CASE_STATE_WORDS: Readonly<Record<ChangeKind, Readonly<Record<CaseState, string>>>> = {
  calendar: usual,
  protocol: usual,
  reassignment: {
    ...usual,
    waiting: 'To be given',
    moved: 'Given',
    same: 'Has this assessor already',
    refused: 'Cannot be given',
  },
};

/** How a case of a change stands, in words: what still waited when the change was stopped waits no more. */
export const caseStateWords = ({
  kind,
  state,
}: Pick<ChangeView, 'kind' | 'state'>): Readonly<Record<CaseState, string>> =>
  state === 'stopped' ? { ...CASE_STATE_WORDS[kind], waiting: STOPPED[kind] } : CASE_STATE_WORDS[kind];

/** From whom a case goes to whom; null where it goes to nobody, or was not given before the change was stopped. */
export const givenInWords = (
  { state: stands }: Pick<ChangeView, 'state'>,
  { state, fromPersonName, toPersonName }: Pick<ChangeCaseView, 'state' | 'fromPersonName' | 'toPersonName'>,
): string | null =>
  toPersonName !== null && (state === 'moved' || (state === 'waiting' && stands !== 'stopped'))
    ? `From ${fromPersonName ?? 'unassigned'} to ${toPersonName}`
    : null;

const TO: Readonly<Record<ChangeKind, (what: ChangeView['what']) => string | undefined>> = {
  calendar: ({ version }) => (typeof version === 'string' ? calendarInWords(version) : undefined),
  protocol: ({ to }) => (typeof to === 'string' ? protocolInWords(to) : undefined),
  reassignment: () => undefined,
};

/** What was decided, in a line. */
export function changeInWords({ kind, what, reason }: ChangeView): string {
  const to = TO[kind](what);
  return to === undefined ? reason : `${reason} (${to})`;
}

/** How many of its cases have been looked at. */
export function progressOf({ counts }: Pick<ChangeView, 'counts'>): { cases: number; seen: number } {
  const cases = CASE_STATES.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return { cases, seen: cases - (counts.waiting ?? 0) };
}

import type { CaseLine } from '../../../reading/views.js';
import { deadlineShown } from '../words/standing.js';
import type { PlaceToday } from '../words/today.js';
import { nameOf } from './case-frame.js';
import type { CaseListFilter } from './cases.dto.js';

/** A filter that is set: what it says, and the address without it. */
export interface Chip {
  text: string;
  href: string;
}

const CHIPS: Readonly<Record<string, (value: string) => string>> = {
  state: (value) => (value === 'open' ? 'Open' : 'Closed'),
  whose: () => 'Mine',
  overdue: (value) => (value === 'true' ? 'Something overdue' : 'Nothing overdue'),
  allocated: (value) => (value === 'true' ? 'With an assessor' : 'Without an assessor'),
};

const addressOf = (path: string, set: readonly [string, string][]): string =>
  set.length === 0 ? path : `${path}?${new URLSearchParams([...set]).toString()}`;

/** The filters that are set, in a form that addresses are made of. */
const filtersSet = ({ cursor: _cursor, ...filters }: CaseListFilter): [string, string][] =>
  Object.entries(filters)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]): [string, string] => [name, String(value)]);

/** A chip for each filter that is set, which takes it away. */
export function chipsOf(filter: CaseListFilter): Chip[] {
  const set = filtersSet(filter);
  return set.map(([name, value]) => ({
    text: CHIPS[name]?.(value) ?? value,
    href: addressOf(
      '/cases',
      set.filter(([other]) => other !== name),
    ),
  }));
}

/** The address of the list with those filters, from a cursor on. */
export const listAddress = (filter: CaseListFilter, cursor: string | null): string =>
  addressOf('/cases', [
    ...filtersSet(filter),
    ...(cursor === null ? [] : [['cursor', cursor] as [string, string]]),
  ]);

/** A case as a row of the list. */
export const caseRow = (line: CaseLine, { today, calendar }: PlaceToday): object => ({
  id: line.id,
  reference: line.reference,
  name: nameOf(line.child),
  stage: line.stage.words,
  state: line.state === 'open' ? 'Open' : 'Closed',
  assessor: line.assessor?.name ?? null,
  deadline: line.nextDeadline && deadlineShown(line.nextDeadline, today, calendar),
});

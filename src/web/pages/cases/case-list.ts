import type { CaseLine } from '../../../reading/views.js';
import { deadlineShown } from '../words/standing.js';
import type { PlaceToday } from '../words/today.js';
import type { CaseOrder } from '../../../reading/case-orders.js';
import { choosersOf, type Chip, type Choice, type Chooser } from '../lists/choosers.js';
import type { Sort } from '../lists/sort.js';
import { nameOf } from './case-frame.js';
import type { CaseListFilter } from './cases.dto.js';

/** As many cases of a list are counted; nobody needs to know how many more there are. */
export const MOST_COUNTED = 10_000;

const thousands = new Intl.NumberFormat('en-GB');

/** How many cases a list has, in words. */
export const countInWords = (total: number): string => {
  if (total > MOST_COUNTED) return `More than ${thousands.format(MOST_COUNTED)} cases`;
  return `${total} ${total === 1 ? 'case' : 'cases'}`;
};

const CHIPS: Readonly<Record<string, (value: string) => string>> = {
  state: (value) => (value === 'open' ? 'Open' : 'Closed'),
  whose: () => 'Mine',
  overdue: (value) => (value === 'true' ? 'Something overdue' : 'Nothing overdue'),
  allocated: (value) => (value === 'true' ? 'With an assessor' : 'Without an assessor'),
};

const choice = (name: string, label: string, any: string, values: Record<string, string>): Choice => ({
  name,
  label,
  any,
  values: Object.entries(values).map(([value, words]) => ({ value, words })),
});

const CHOICES: readonly Choice[] = [
  choice('whose', 'Whose', 'Everyone’s', { me: 'Mine' }),
  choice('state', 'State', 'Open and closed', { open: 'Open', closed: 'Closed' }),
  choice('overdue', 'Deadlines', 'Any', { true: 'Something overdue', false: 'Nothing overdue' }),
  choice('allocated', 'Assessor', 'Any', { true: 'Named', false: 'Nobody yet' }),
];

/** The filters of the list as its form offers them. */
export const caseChoosers = ({ whose, state, overdue, allocated }: CaseListFilter): Chooser[] =>
  choosersOf(CHOICES, {
    whose,
    state,
    overdue: overdue === undefined ? undefined : String(overdue),
    allocated: allocated === undefined ? undefined : String(allocated),
  });

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
  const filters = set.filter(([name]) => CHIPS[name] !== undefined);
  return filters.map(([name, value]) => ({
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
  openedOn: line.openedOn,
  name: nameOf(line.child),
  stage: line.stage.words,
  state: line.state === 'open' ? 'Open' : 'Closed',
  assessor: line.assessor?.name ?? null,
  deadline: line.nextDeadline && deadlineShown(line.nextDeadline, today, calendar),
});

/** How an order is spoken of. */
export const CASE_ORDER_WORDS: Readonly<Record<CaseOrder, string>> = {
  dueFirst: 'the one with the next deadline first',
  childFirst: 'by child, from A to Z',
  childLast: 'by child, from Z to A',
  openedFirst: 'the one opened first first',
  openedLast: 'the one opened last first',
};

/** The headings of the list that order it, with the address each leads to. */
export function caseSorts(order: CaseOrder, filter: CaseListFilter): Record<string, Sort> {
  const to = (next: CaseOrder): string => {
    const { order: _order, ...rest } = filter;
    return listAddress(next === 'dueFirst' ? rest : { ...rest, order: next }, null);
  };
  const column = (first: CaseOrder, last?: CaseOrder): Sort => ({
    href: to(order === first && last !== undefined ? last : first),
    sorted: order === first ? 'ascending' : order === last ? 'descending' : null,
  });
  return {
    Child: column('childFirst', 'childLast'),
    'Next deadline': column('dueFirst'),
    Opened: column('openedFirst', 'openedLast'),
  };
}

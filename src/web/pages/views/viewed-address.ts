import { QUEUE_ORDERS } from '../../../reading/queues/queue-orders.js';
import type { QueueFilters } from '../../../reading/queues/queue-filters.js';
import { DEADLINE_QUEUES } from '../../../reading/queues/queues.js';
import { CASE_ORDERS } from '../../../reading/case-orders.js';
import type { ViewedList } from '../../../saved-views/saved-views.js';
import { addressOf } from '../lists/address.js';
import { ROWS } from '../lists/rows.js';

/** An address of a list that can be saved. */
export interface ViewedAddress {
  list: ViewedList;
  address: string;
  /** The filters of a queue, which are still to be judged by what there is in the place. */
  filters: QueueFilters | null;
}

const FILTERS: readonly (keyof QueueFilters)[] = [
  'timescale',
  'stage',
  'owner',
  'team',
  'organisation',
  'need',
  'ageing',
  'escalatedTo',
];
const YES_NO = ['true', 'false'];
/** What can be asked of the list of cases, and the values each takes. */
const OF_CASES: Readonly<Record<string, readonly string[]>> = {
  whose: ['me'],
  state: ['open', 'closed'],
  overdue: YES_NO,
  allocated: YES_NO,
  order: CASE_ORDERS,
  rows: ROWS,
};
const OF_QUEUES: Readonly<Record<string, readonly string[]>> = { order: QUEUE_ORDERS, rows: ROWS };
const PATHS: Readonly<Record<string, ViewedList>> = {
  '/cases': 'cases',
  '/queues': 'queues',
  ...Object.fromEntries(DEADLINE_QUEUES.map((queue) => [`/queues/${queue}`, 'queues' as const])),
};

const isFilter = (name: string): name is keyof QueueFilters => (FILTERS as readonly string[]).includes(name);

/** The list an address leads to, and what it asks of it: nothing of one moment or part of it. Null for any other address. */
export function viewedAddress(text: string): ViewedAddress | null {
  const [path = '', query = ''] = text.split('?');
  const list = PATHS[path];
  if (list === undefined) return null;
  const asked = Object.fromEntries(new URLSearchParams(query));
  const lists = list === 'cases' ? OF_CASES : OF_QUEUES;
  const kept = Object.fromEntries(
    Object.entries(asked).filter(
      ([name, value]) => (list === 'queues' && isFilter(name)) || lists[name]?.includes(value),
    ),
  );
  const filters = Object.fromEntries(Object.entries(kept).filter(([name]) => isFilter(name)));
  return { list, address: addressOf(path, kept), filters: list === 'queues' ? filters : null };
}

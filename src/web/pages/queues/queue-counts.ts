import type { QueueFilters } from '../../../reading/queues/queue-filters.js';
import type { QueueCount, QueuesView } from '../../../reading/queues/queue-reading.js';
import type { DeadlineQueue } from '../../../reading/queues/queues.js';
import { addressOf } from '../lists/address.js';

/** The queues that say how bad it is; the others say what waits for somebody. */
const GRAVEST: readonly DeadlineQueue[] = ['criticallyOverdue', 'overdue', 'dueNext'];
/** The queues that have a column for each timescale. */
const COLUMNS: readonly DeadlineQueue[] = ['overdue', 'criticallyOverdue', 'dueNext'];

const hrefOf = (queue: DeadlineQueue, view: QueuesView, filters: QueueFilters): string =>
  addressOf(`/queues/${queue}`, { ...filters, asAt: view.asAt });

/** A count as a card that leads to the list it counts. */
export interface Tile extends QueueCount {
  href: string;
}

/** The counts as cards: first how bad it is, then what waits for somebody. Each leads to its list at the same moment. */
export function queueTiles(view: QueuesView, filters: QueueFilters): { gravest: Tile[]; others: Tile[] } {
  const tiles = view.queues.map((queue) => ({ ...queue, href: hrefOf(queue.id, view, filters) }));
  return {
    gravest: GRAVEST.flatMap((id) => tiles.filter((tile) => tile.id === id)),
    others: tiles.filter(({ id }) => !GRAVEST.includes(id)),
  };
}

/** A line for each timescale with something in one of the columns, the most overdue first. */
export const timescaleRows = (view: QueuesView, filters: QueueFilters): object[] =>
  view.timescales
    .filter(({ guidance, counts }) => !guidance && COLUMNS.some((queue) => counts[queue] > 0))
    .sort((a, b) => b.counts.overdue - a.counts.overdue || a.title.localeCompare(b.title))
    .map(({ timescale, title, clauses, counts }) => ({
      title,
      clauses,
      cells: COLUMNS.map((queue) => ({
        title: view.queues.find(({ id }) => id === queue)?.title ?? queue,
        count: counts[queue],
        href: hrefOf(queue, view, { ...filters, timescale }),
      })),
    }));

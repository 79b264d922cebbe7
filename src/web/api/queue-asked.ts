import type { QueueFilterValues } from '../../reading/queues/filter-values.js';
import { NotThen } from '../../reading/queues/judging.js';
import type { QueueFilters } from '../../reading/queues/queue-filters.js';
import { TooMany } from '../../reading/queues/queue-reading.js';
import type { QueueMark } from '../../reading/queues/queue-orders.js';
import { isId, personIn } from '../http/ids.js';
import { invalid } from '../http/validation.js';

/** What cannot be judged at that moment, or is too much for a file, as a problem of the field; anything else as it is. */
export async function orInvalid<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotThen) throw invalid([{ field: 'asAt', message: error.message }]);
    if (error instanceof TooMany)
      throw invalid([{ field: 'timescale', message: `${error.message} Narrow it by filters.` }]);
    throw error;
  }
}

/** The moment asked for. Throws a ProblemError where it is not that of the cursor. */
export function momentOf(asAt: string | undefined, after: QueueMark | null): { asAt?: string } {
  if (after && asAt !== undefined && asAt !== after.asAt)
    throw invalid([{ field: 'asAt', message: 'is not the moment of that cursor: leave it out' }]);
  return asAt === undefined ? {} : { asAt };
}

/** The filters, where everything they ask for exists. Throws a ProblemError naming what they could ask for otherwise. */
export async function checkedFilters(
  values: QueueFilterValues,
  place: string,
  { owner, ...listed }: QueueFilters,
): Promise<QueueFilters> {
  const written = owner === undefined || isId(owner);
  const filters = { ...listed, ...(written ? personIn('owner', owner) : {}) };
  const wrong = await values.wrong(place, filters);
  const all = written ? wrong : [...wrong, { field: 'owner', message: 'must be the id of a person' }];
  if (all.length > 0) throw invalid(all);
  return filters;
}

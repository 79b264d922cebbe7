import { rowsOf } from '../invariants/invariant.js';
import { until } from '../world/patience.js';
import type { World } from '../world/world.js';

/** How long what is due may wait: the interval of the pass and a minute. */
export const DUE_PATIENCE_MS = 90_000;

const WAITING = `
  SELECT count(*)::int AS waiting FROM deadlines
  WHERE awaits_passing AND due_at <= service_now() - interval '2 seconds'`;

/** Waits until nothing is past due that nobody has recorded; gives up, without a word, when its time is over. */
export async function settle({ engine }: World): Promise<void> {
  const isSettled = async (): Promise<boolean> => {
    const [row] = await rowsOf<{ waiting: number }>({ engine }, WAITING);
    return row?.waiting === 0;
  };
  await until('all that is due is recorded', isSettled, { patience: DUE_PATIENCE_MS, every: 50 }).catch(
    () => undefined,
  );
}

import { rowsOf } from '../invariants/invariant.js';
import { until } from '../world/patience.js';
import type { World } from '../world/world.js';

/** How long what is due may wait: the interval of the pass and a minute. */
export const DUE_PATIENCE_MS = 90_000;

/**
 * What is over and not recorded; alarms that are due; e-mails that are to be sent, or are just being sent. One that is being
 * sent for longer was left by a process that ended, which is known after some minutes of the service's clock.
 */
const WAITING = `
  SELECT (SELECT count(*) FROM deadlines WHERE awaits_passing AND due_at <= service_now() - interval '2 seconds')::int
    + (SELECT count(*) FROM alarms
       WHERE state = 'waiting' AND coalesce(retry_at, rings_at) <= service_now() - interval '1 second')::int
    + (SELECT count(*) FROM deliveries WHERE state = 'waiting' AND try_at <= service_now()
         OR state = 'sending' AND began_at > service_now() - interval '3 seconds')::int AS waiting`;

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

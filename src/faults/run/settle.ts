import { rowsOf } from '../invariants/invariant.js';
import { until } from '../world/patience.js';
import type { World } from '../world/world.js';

/** How long what is due may wait: the interval of the pass and a minute. */
export const DUE_PATIENCE_MS = 70_000;

/** What is over by that moment and not recorded, and alarms that are due by then. */
const DUE = `
  SELECT (SELECT count(*) FROM deadlines
       WHERE awaits_passing AND due_at + interval '1 second' <= $1::timestamptz)::int
    + (SELECT count(*) FROM alarms
       WHERE state = 'waiting' AND coalesce(retry_at, rings_at) <= $1::timestamptz)::int AS waiting`;

/**
 * E-mails that are just now to be sent, or being sent. One that is so for longer was left by a process that ended, which is
 * known after some minutes of the service's clock.
 */
const MAIL = `
  SELECT count(*)::int AS waiting FROM deliveries
  WHERE state IN ('waiting', 'sending') AND try_at <= $1::timestamptz
    AND greatest(try_at, began_at) > service_now() - interval '3 seconds'`;

/** What is waited for beside deadlines and alarms. */
export interface Settling {
  mail?: boolean;
}

/**
 * Waits until nothing that is due by now waits any more, with processes in the place of those that are gone; gives up,
 * without a word, when its time is over. Returns the moment that it looked from.
 */
export async function settle(world: World, { mail = true }: Settling = {}): Promise<string> {
  const { engine } = world;
  await world.fill();
  const dueBy = await world.clock.now();
  const waiting = async (sql: string): Promise<number> =>
    (await rowsOf<{ waiting: number }>({ engine }, sql, [dueBy]))[0]?.waiting ?? 0;
  const isSettled = async (): Promise<boolean> =>
    (await waiting(DUE)) === 0 && (!mail || (await waiting(MAIL)) === 0);
  await until('all that is due is done', isSettled, { patience: DUE_PATIENCE_MS, every: 50 }).catch(
    () => undefined,
  );
  return dueBy;
}

import type { Random } from '../random.js';
import type { World } from '../world/world.js';

const NEXT = `
  SELECT rings_at AS at FROM alarms WHERE state = 'waiting' AND kind = 'deadline' AND rings_at < 'infinity'
    AND rings_at > service_now() + interval '3 seconds' ORDER BY rings_at LIMIT 1`;

/**
 * Lets the clock stand a moment before an alarm rings, with a queue that knows; returns the cases that were worked on, and in
 * how many milliseconds it rings.
 */
export async function shortlyBeforeAlarm(
  world: World,
  random: Random,
  leadMs: number,
): Promise<{ touched: string[]; leadMs: number }> {
  const touched = await world.ripen(random);
  const [next] = await world.query<{ at: string }>(NEXT);
  if (!next) throw new Error('No alarm is to ring.');
  await world.clock.jumpTo(new Date(Date.parse(next.at) - leadMs).toISOString());
  await world.queueView.rebuild();
  return { touched, leadMs };
}

const DUE = `
  SELECT count(*)::int AS due FROM alarms
  WHERE state = 'waiting' AND coalesce(retry_at, rings_at) <= service_now()`;

/** Whether nothing is due that has not rung. */
export async function nothingIsDue(world: World): Promise<boolean> {
  const [row] = await world.query<{ due: number }>(DUE);
  return row?.due === 0;
}

/** Every open case: what the fault may have touched where deadlines fell due. */
export const openCases = async (world: World): Promise<string[]> =>
  (await world.query<{ id: string }>('SELECT id FROM cases WHERE closed_on IS NULL')).map(({ id }) => id);

import type { Random } from '../random.js';
import { until } from '../world/patience.js';
import type { World } from '../world/world.js';

const NEXT = `
  SELECT rings_at AS at FROM alarms WHERE state = 'waiting' AND kind = 'deadline' AND rings_at < 'infinity'
    AND rings_at > service_now() + interval '3 seconds' ORDER BY rings_at LIMIT 1`;

/** Lets the clock stand so many milliseconds before an alarm rings, with a queue that knows of it. */
export async function shortlyBeforeAlarm(world: World, random: Random, leadMs: number): Promise<void> {
  let at: string | undefined;
  // Every alarm may be about to ring already; each is set to its next moment when it has rung.
  await until('an alarm is to ring', async () => {
    await world.ripen(random);
    at = (await world.query<{ at: string }>(NEXT))[0]?.at;
    return at !== undefined;
  });
  await world.clock.jumpTo(new Date(Date.parse(at ?? '') - leadMs).toISOString());
  await world.queueView.rebuild();
}

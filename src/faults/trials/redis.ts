import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.js';
import { settle } from '../run/settle.js';
import type { OwnRedis } from '../world/own-redis.js';
import type { World } from '../world/world.js';
import { shortlyBeforeAlarm } from './due.js';
import { Watch } from './measured.js';
import type { Brought } from './trial.js';

const LEAD_MS = 500;

/** The Redis of the world. Throws where it has none. */
export function redisOf({ ground }: World): OwnRedis {
  if (!ground.redis) throw new Error('There is no Redis here.');
  return ground.redis;
}

/** Does something to Redis while commands are under way and alarms are about to ring. */
export async function whileDue(
  world: World,
  random: Random,
  work: (redis: OwnRedis) => Promise<void>,
): Promise<Brought> {
  await world.enough();
  await shortlyBeforeAlarm(world, random, LEAD_MS);
  const burst = await world.load.begin(random, { commands: random.between(2, 8) });
  await pause(random.between(0, 2 * LEAD_MS));
  const watch = new Watch();
  await work(redisOf(world));
  await burst.done;
  await settle(world);
  return { recoveredIn: watch.passed, rebuild: true };
}

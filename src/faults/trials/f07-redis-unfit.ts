import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import { settle } from '../run/settle.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import { redisOf, whileDue } from './redis.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F7', kind: 'broken', words });
const USUAL_POLICY = 'noeviction';

/** Redis has no memory left for anything new. */
async function full(world: World, random: Random): Promise<Brought> {
  const brought = await whileDue(world, random, async (redis) => {
    await redis.ask('config', 'set', 'maxmemory', '1mb');
    try {
      await world.load.calm(random, random.between(2, 6), { atOnce: true });
      await settle(world);
    } finally {
      await redis.ask('config', 'set', 'maxmemory', '0');
    }
  });
  return brought;
}

/** A process is started on a Redis that may drop keys. */
async function wrongPolicy(world: World, random: Random): Promise<Brought> {
  await world.whole();
  const redis = redisOf(world);
  const policy = random.oneOf(['allkeys-lru', 'volatile-lru', 'allkeys-random', 'volatile-ttl']);
  const watch = new Watch();
  await redis.ask('config', 'set', 'maxmemory-policy', policy);
  const late = await world.spawn(random.oneOf(['web', 'worker'] as const));
  try {
    const how = await Promise.race([late.ended, late.started.then(() => 'serves' as const)]);
    await world.load.calm(random, 3, { atOnce: true });
    const found = how === 1 || how === 2 ? [] : [broken(`with ${policy}, a process that starts: ${how}`)];
    return { recoveredIn: watch.passed, rebuild: true, found };
  } finally {
    await redis.ask('config', 'set', 'maxmemory-policy', USUAL_POLICY);
    await late.kill();
  }
}

export const redisUnfit: Fault = {
  id: 'F7',
  title: 'Redis has no memory left, or may drop what it holds',
  holds: 'Commands are accepted and nothing is lost; no process starts on a Redis that may drop keys.',
  ways: [
    {
      name: 'full',
      how: 'Redis refuses whatever needs memory, while commands come in and alarms are due.',
      redis: true,
      weight: 1.5,
      bring: full,
    },
    {
      name: 'wrong policy',
      how: 'A process is started on a Redis whose eviction policy is not noeviction.',
      redis: true,
      weight: 0.2,
      bring: wrongPolicy,
    },
  ],
};

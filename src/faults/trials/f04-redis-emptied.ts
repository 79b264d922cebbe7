import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.js';
import { settle } from '../run/settle.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import { redisOf, whileDue } from './redis.js';
import type { Brought, Fault } from './trial.js';

const NOTICED_WITHIN_MS = 12_000;

/** Redis is emptied, and the process that finds it so is killed while it tells it of everything. */
async function killedRebuilding(world: World, random: Random): Promise<Brought> {
  await world.whole();
  await world.ripen(random);
  const processes = [...world.all];
  const died = processes.map((service) => service.arm('rebuild-midway', 'die'));
  const watch = new Watch();
  await redisOf(world).ask('flushall');
  const missed = await Promise.race([
    ...died.map((each) => each.then(() => false)),
    pause(NOTICED_WITHIN_MS, true),
  ]);
  for (const service of processes) service.order({ order: 'disarm' });
  await world.load.calm(random, 2);
  await settle(world);
  return { recoveredIn: watch.passed, rebuild: true, missed };
}

export const redisEmptied: Fault = {
  id: 'F4',
  title: 'Redis is emptied',
  holds: 'No alarm is lost; the queue is built anew from Postgres within a minute.',
  ways: [
    {
      name: 'FLUSHALL',
      how: 'Redis is emptied under load, shortly before or after alarms are due.',
      redis: true,
      bring: (world, random) => whileDue(world, random, async (redis) => void (await redis.ask('flushall'))),
    },
    {
      name: 'killed rebuilding',
      how: 'Redis is emptied, and the process that builds the queue anew is killed in the middle of that.',
      redis: true,
      weight: 0.1,
      bring: killedRebuilding,
    },
  ],
};

export const redisKilled: Fault = {
  id: 'F5',
  title: 'Redis is killed and comes back with nothing',
  holds: 'As where it is emptied; no process ends.',
  ways: [
    {
      name: 'kill -9, empty',
      how: 'Redis is killed under load and started again with an empty folder.',
      redis: true,
      weight: 0.7,
      bring: (world, random) =>
        whileDue(world, random, async (redis) => {
          await redis.kill();
          await pause(random.between(0, 1000));
          await redis.run();
        }),
    },
  ],
};

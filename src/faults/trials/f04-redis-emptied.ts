import { setTimeout as pause } from 'node:timers/promises';
import { whileDue } from './redis.js';
import type { Fault } from './trial.js';

export const redisEmptied: Fault = {
  id: 'F4',
  title: 'Redis is emptied',
  holds: 'No alarm is lost; the queue is built anew from Postgres within a minute.',
  ways: [
    {
      name: 'FLUSHALL',
      how: 'Redis is emptied under load, shortly before or after alarms are due.',
      redis: true,
      weight: 2,
      bring: (world, random) => whileDue(world, random, async (redis) => void (await redis.ask('flushall'))),
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
      bring: (world, random) =>
        whileDue(world, random, async (redis) => {
          await redis.kill();
          await pause(random.between(0, 1000));
          await redis.run();
        }),
    },
  ],
};

import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import { settle } from '../run/settle.js';
import type { OwnRedis } from '../world/own-redis.js';
import { until } from '../world/patience.js';
import type { World } from '../world/world.js';
import { openCases, shortlyBeforeAlarm } from './due.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const LEAD_MS = 500;
const SOON_MS = 5_000;

const broken = (invariant: string, words: string): Finding => ({ invariant, kind: 'broken', words });

/** The Redis of the world. Throws where it has none. */
function redisOf({ ground }: World): OwnRedis {
  if (!ground.redis) throw new Error('There is no Redis here.');
  return ground.redis;
}

/** Does something to Redis while commands are under way and alarms are about to ring. */
async function whileDue(
  world: World,
  random: Random,
  work: (redis: OwnRedis) => Promise<void>,
): Promise<Brought> {
  await world.whole();
  const { touched } = await shortlyBeforeAlarm(world, random, LEAD_MS);
  const burst = await world.load.begin(random, { commands: random.between(2, 8) });
  await pause(random.between(0, 2 * LEAD_MS));
  const watch = new Watch();
  await work(redisOf(world));
  await burst.done;
  await settle(world);
  const all = [...touched, ...burst.touched(), ...(await openCases(world))];
  return { touched: [...new Set(all)], recoveredIn: watch.passed, rebuild: true };
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

/** Whether the service says that a process does without the queue. */
const isDegraded = async ({ engine }: World): Promise<boolean> =>
  (await engine.status.now()).degraded.length > 0;

/** Redis is away for an hour of the service's clock, in which people work and deadlines fall due. */
async function anHour(
  world: World,
  random: Random,
  away: (redis: OwnRedis) => Promise<void>,
  back: (redis: OwnRedis) => Promise<void>,
): Promise<Brought> {
  await world.whole();
  const { touched } = await shortlyBeforeAlarm(world, random, LEAD_MS);
  const redis = redisOf(world);
  const found: Finding[] = [];
  const watch = new Watch();
  await away(redis);
  try {
    const began = Date.now();
    touched.push(...(await world.load.calm(random, random.between(4, 8))));
    if (Date.now() - began > SOON_MS) found.push(broken('F6', 'commands waited for the queue'));
    await world.clock.jump(1);
    await settle(world);
    touched.push(...(await world.load.calm(random, 3)));
    await until('the status says that it does without the queue', () => isDegraded(world)).catch(() =>
      found.push(broken('F6', 'the status does not say that it does without the queue')),
    );
  } finally {
    await back(redis);
  }
  const recovery = new Watch();
  await until('the status says that the queue is back', async () => !(await isDegraded(world))).catch(() =>
    found.push(broken('F6', 'the status does not say that the queue is back')),
  );
  found.push(...(await herd(world, redis)));
  const all = [...touched, ...(await openCases(world))];
  return {
    touched: [...new Set(all)],
    recoveredIn: Math.min(watch.passed, recovery.passed),
    rebuild: true,
    found,
  };
}

/** Connections of a process: its queue and its worker, which has one more to wait on, and one that looks in from here. */
const CONNECTIONS_OF_PROCESS = 4;

/** Whether more came back than there are processes for. */
async function herd(world: World, redis: OwnRedis): Promise<Finding[]> {
  const clients = String(await redis.ask('client', 'list'))
    .split('\n')
    .filter(Boolean).length;
  const most = (world.all.length + 1) * CONNECTIONS_OF_PROCESS;
  return clients <= most ? [] : [broken('F6', `${clients} connections came back, and not up to ${most}`)];
}

export const redisAway: Fault = {
  id: 'F6',
  title: 'Redis is away for an hour',
  holds:
    'Commands are accepted as ever, deadlines pass by Postgres alone, the status says so, and all is well afterwards.',
  ways: [
    {
      name: 'hung',
      how: 'Redis is stopped with SIGSTOP, keeping its connections, while an hour passes; then it goes on.',
      redis: true,
      weight: 0.3,
      bring: (world, random) =>
        anHour(
          world,
          random,
          (redis) => Promise.resolve(redis.hang()),
          (redis) => Promise.resolve(redis.wake()),
        ),
    },
    {
      name: 'gone',
      how: 'Redis is killed, and started again, empty, after an hour.',
      redis: true,
      weight: 0.3,
      bring: (world, random) =>
        anHour(
          world,
          random,
          (redis) => redis.kill(),
          (redis) => redis.run(),
        ),
    },
  ],
};

const USUAL_POLICY = 'noeviction';

/** Redis has no memory left for anything new. */
async function full(world: World, random: Random): Promise<Brought> {
  const brought = await whileDue(world, random, async (redis) => {
    await redis.ask('config', 'set', 'maxmemory', '1mb');
    try {
      await world.load.calm(random, random.between(2, 6));
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
    const touched = await world.load.calm(random, 3);
    const found =
      how === 1 || how === 2 ? [] : [broken('F7', `with ${policy}, a process that starts: ${how}`)];
    return { touched, recoveredIn: watch.passed, rebuild: true, found };
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
      bring: full,
    },
    {
      name: 'wrong policy',
      how: 'A process is started on a Redis whose eviction policy is not noeviction.',
      redis: true,
      weight: 0.3,
      bring: wrongPolicy,
    },
  ],
};

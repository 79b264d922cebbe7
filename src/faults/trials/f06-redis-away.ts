import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import { settle } from '../run/settle.js';
import type { OwnRedis } from '../world/own-redis.js';
import { until } from '../world/patience.js';
import type { World } from '../world/world.js';
import { shortlyBeforeAlarm } from './due.js';
import { Watch } from './measured.js';
import { redisOf } from './redis.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F6', kind: 'broken', words });
const LEAD_MS = 500;
const SOON_MS = 5_000;

/** Whether the service says that a process does without the queue, and in what state it says it is. */
async function isDegraded({ load }: World): Promise<boolean> {
  const { status, body } = await load.send({ method: 'GET', path: '/status' });
  const { degraded } = body['queue'] as { degraded: readonly string[] };
  return status === 200 && degraded.length > 0 && body['state'] !== 'ok';
}

/** The processes that say they are not ready to serve. */
async function unready(world: World): Promise<Finding[]> {
  const answers = await Promise.all(
    world.up('web').map(({ port }) => world.load.client.send(port, { method: 'GET', path: '/readyz' })),
  );
  return answers
    .filter(({ status }) => status !== 200)
    .map(({ status }) => broken(`without the queue, /readyz answered ${status}`));
}

/** Redis is away for an hour of the service's clock, in which people work and deadlines fall due. */
async function anHour(
  world: World,
  random: Random,
  away: (redis: OwnRedis) => Promise<void>,
  back: (redis: OwnRedis) => Promise<void>,
): Promise<Brought> {
  await world.whole();
  await shortlyBeforeAlarm(world, random, LEAD_MS);
  const redis = redisOf(world);
  const found: Finding[] = [];
  const watch = new Watch();
  await away(redis);
  try {
    const began = Date.now();
    await world.load.calm(random, random.between(4, 8), { atOnce: true });
    if (Date.now() - began > SOON_MS) found.push(broken('commands waited for the queue'));
    await world.clock.jump(1);
    await settle(world);
    await world.load.calm(random, 3, { atOnce: true });
    found.push(...(await unready(world)));
    await until('the status says that it does without the queue', () => isDegraded(world)).catch(() =>
      found.push(broken('the status does not say that it does without the queue')),
    );
  } finally {
    await back(redis);
  }
  const recovery = new Watch();
  await until('the status says that the queue is back', async () => !(await isDegraded(world))).catch(() =>
    found.push(broken('the status does not say that the queue is back')),
  );
  found.push(...(await herd(world, redis)));
  return {
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
  return clients <= most ? [] : [broken(`${clients} connections came back, and not up to ${most}`)];
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
      weight: 0.1,
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
      weight: 0.1,
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

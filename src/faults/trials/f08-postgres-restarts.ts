import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from '../invariants/index.js';
import { KILL_POINTS, type KillPoint } from '../kill-points.js';
import type { Random } from '../random.js';
import type { Stop } from '../world/own-postgres.js';
import type { World } from '../world/world.js';
import { cutOffAll, cutOffTransactions } from './connections.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const POINTS = KILL_POINTS.filter(
  (point): point is KillPoint => point.startsWith('command-') && point !== 'command-committed',
);

async function stopAndStart({ ground }: World, random: Random, how: Stop): Promise<void> {
  await ground.postgres.halt(how);
  await pause(random.between(0, 500));
  await ground.postgres.run();
}

/** Does something to the database while commands are under way; no process may end because of it. */
async function underLoad(
  world: World,
  random: Random,
  work: (watch: Watch) => Promise<void>,
): Promise<Brought> {
  await world.enough();
  const before = world.all.filter(({ isUp }) => isUp);
  const burst = await world.load.begin(random, { commands: random.between(3, 10) });
  await pause(random.between(0, 40));
  const watch = new Watch();
  await work(watch);
  await burst.done;
  const recoveredIn = watch.passed;
  return { recoveredIn, found: ended(before) };
}

const ended = (before: World['all']): Finding[] =>
  before
    .filter(({ isOver }) => isOver)
    .map(({ role }) => ({ invariant: 'F8', kind: 'broken', words: `a ${role} process ended` }));

/** The same at the very moment when a command is at one of its points. */
async function atPoint(world: World, random: Random, work: () => Promise<unknown>): Promise<Brought> {
  await world.enough();
  const before = world.all.filter(({ isUp }) => isUp);
  const web = random.oneOf(world.up('web'));
  const commands = random.between(2, 6);
  const held = web.arm(random.oneOf(POINTS), 'hold', random.between(1, commands));
  const burst = await world.load.begin(random, { commands, first: web });
  const missed = await Promise.race([held.then(() => false), burst.done.then(() => true)]);
  const watch = new Watch();
  await work();
  web.order({ order: 'disarm' });
  await burst.done;
  const recoveredIn = watch.passed;
  return { recoveredIn, missed, found: ended(before) };
}

export const postgresRestarts: Fault = {
  id: 'F8',
  title: 'Postgres restarts, or cuts connections, in the middle of requests',
  holds: 'Clients are answered 503 with Retry-After, no process ends, and what was acknowledged is there.',
  ways: [
    {
      name: 'restarted fast',
      how: 'Postgres is stopped with SIGINT under load and started again.',
      weight: 0.4,
      bring: (world, random) => underLoad(world, random, () => stopAndStart(world, random, 'fast')),
    },
    {
      name: 'restarted at once',
      how: 'Postgres is stopped with SIGQUIT under load, as in a crash, and recovers from its log.',
      weight: 0.4,
      bring: (world, random) => underLoad(world, random, () => stopAndStart(world, random, 'immediate')),
    },
    {
      name: 'crashed at a point',
      how: 'The same while a command is held at one of its points.',
      weight: 0.4,
      bring: (world, random) => atPoint(world, random, () => stopAndStart(world, random, 'immediate')),
    },
    {
      name: 'killed',
      how: 'The first process of Postgres is killed under load, and it is started again once its others have ended.',
      weight: 0.4,
      bring: (world, random) => underLoad(world, random, () => stopAndStart(world, random, 'killed')),
    },
    {
      name: 'all cut off',
      how: 'pg_terminate_backend ends every connection under load.',
      weight: 6,
      bring: (world, random) => underLoad(world, random, async () => void (await cutOffAll(world))),
    },
    {
      name: 'cut off at a point',
      how: 'pg_terminate_backend ends the connections that are in a transaction while a command is held at one of its points.',
      weight: 12,
      bring: (world, random) => atPoint(world, random, () => cutOffTransactions(world)),
    },
  ],
};

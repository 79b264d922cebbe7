import { setTimeout as pause } from 'node:timers/promises';
import { KILL_POINTS, type KillPoint } from '../kill-points.js';
import type { Act } from '../orders.js';
import type { Random } from '../random.js';
import { settle } from '../run/settle.js';
import type { Service } from '../world/service.js';
import type { World } from '../world/world.js';
import { cutOffTransactions } from './connections.js';
import { shortlyBeforeAlarm } from './due.js';
import { lateHoliday } from './late-holiday.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const POINTS = KILL_POINTS.filter((point): point is KillPoint => /^(alarm|queue)-/.test(point));
const LEAD_MS = 400;
const NOT_REACHED_MS = 4_000;
const FIRST_RUNG_H = 0.002;

/** Lays the trap in every process, since any of them may get the job; the others are freed once one is in it. */
async function trapped(world: World, point: KillPoint, act: Act, nth = 1): Promise<Service | null> {
  const processes = world.all.filter(({ isUp }) => isUp);
  const traps = processes.map((service) => service.arm(point, act, nth).then(() => service));
  const caught = await Promise.race([...traps, pause(LEAD_MS + NOT_REACHED_MS).then(() => null)]);
  for (const service of processes) if (service !== caught) service.order({ order: 'disarm' });
  return caught;
}

/** Something happens to the process that handles an alarm, in the middle of it. */
async function inTheMiddle(
  world: World,
  random: Random,
  act: Act,
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Brought> {
  await world.enough();
  await shortlyBeforeAlarm(world, random, LEAD_MS);
  const point = random.oneOf(act === 'fail' ? POINTS.filter((each) => each === 'alarm-handled') : POINTS);
  const caught = await trapped(world, point, act);
  const watch = new Watch();
  await meanwhile();
  caught?.order({ order: 'disarm' });
  // What failed is tried again by the ladder, whose first rung is some seconds of the service's clock.
  if (act === 'fail') await world.clock.jump(FIRST_RUNG_H);
  await world.reachable();
  await settle(world);
  return { recoveredIn: watch.passed, missed: caught === null };
}

const HELD_MS = 7_000;

/** The process that counts the deadlines of many cases anew dies with some of them done and nothing committed. */
async function inABatch(world: World, random: Random): Promise<Brought> {
  await world.enough();
  const nth = random.between(1, 6);
  return lateHoliday(world, random, async () => (await trapped(world, 'batch-case', 'die', nth)) === null);
}

export const workerKilled: Fault = {
  id: 'F2',
  title: 'A process dies, fails or is cut off while it handles an alarm',
  holds: 'The effect comes about once, although the job may run twice; another process takes over.',
  ways: [
    {
      name: 'kill -9',
      how: 'Whichever process handles the next alarm, or tells the queue of one, is killed at a point of that.',
      weight: 1.5,
      bring: (world, random) => inTheMiddle(world, random, 'die'),
    },
    {
      name: 'cut off at a point',
      how: 'Its connections that are in a transaction are ended by Postgres at that point.',
      weight: 2,
      bring: (world, random) => inTheMiddle(world, random, 'hold', () => cutOffTransactions(world)),
    },
    {
      name: 'held at a point',
      how: 'It is held at that point for longer than its job is locked for, so that another takes the job meanwhile.',
      weight: 0.1,
      bring: (world, random) => inTheMiddle(world, random, 'hold', () => pause(HELD_MS)),
    },
    {
      name: 'killed in a batch',
      how: 'The process that counts the deadlines of many cases by a new calendar is killed in the middle of them.',
      weight: 0.2,
      bring: inABatch,
    },
    {
      name: 'fails at a point',
      how: 'The handling fails, and is tried again by the ladder.',
      inProcess: true,
      weight: 3,
      bring: (world, random) => inTheMiddle(world, random, 'fail'),
    },
  ],
};

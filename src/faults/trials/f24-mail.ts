import { setTimeout as pause } from 'node:timers/promises';
import type { KillPoint } from '../kill-points.js';
import type { Random } from '../random.js';
import { settle } from '../run/settle.js';
import type { Manner } from '../world/own-smtp.js';
import { until } from '../world/patience.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const DAYS_H = 24;
const PATIENCE_MS = 20_000;
/** Longer than a process is taken to be still sending, by the clock of the service. */
const LEFT_H = 0.2;
/** Longer than the first rungs of the ladder on which an e-mail is tried again. */
const LADDER_H = 0.5;

const OPEN = `SELECT count(*)::int AS count FROM deliveries WHERE state IN ('waiting', 'sending')`;
const ALL = `SELECT count(*)::int AS count FROM deliveries`;

const counted = async (world: World, sql: string): Promise<number> =>
  (await world.query<{ count: number }>(sql))[0]?.count ?? 0;

/** Lets days pass, so that deadlines come near and staff are written to. */
async function daysPass(world: World, random: Random): Promise<void> {
  const before = await counted(world, ALL);
  await until(
    'staff are written to',
    async () => {
      if ((await counted(world, ALL)) > before) return true;
      await world.clock.jump(random.between(1, 2) * DAYS_H);
      await settle(world, { mail: false });
      return (await counted(world, ALL)) > before;
    },
    { patience: PATIENCE_MS },
  );
}

/** Lets whatever is left be found out and tried again, until nothing is under way. */
async function comesToAnEnd(world: World): Promise<void> {
  for (const hours of [LEFT_H, LADDER_H, LADDER_H]) {
    await settle(world);
    if ((await counted(world, OPEN)) === 0) return;
    await world.clock.jump(hours);
  }
  await settle(world);
}

/** The mail server behaves in that manner for a while in which staff are written to. */
async function behaves(world: World, random: Random, manner: Manner): Promise<Brought> {
  await world.enough();
  await world.ripen(random);
  world.mail.manner = manner;
  const watch = new Watch();
  try {
    await daysPass(world, random);
    await pause(random.between(0, 300));
  } finally {
    world.mail.manner = 'takes';
    // Whoever waits for a word that never comes is cut off, as by a server that goes down.
    world.mail.hangUp();
  }
  await comesToAnEnd(world);
  return { recoveredIn: watch.passed };
}

/** The process that sends an e-mail is killed before or after the mail server has taken it. */
async function killed(world: World, random: Random): Promise<Brought> {
  await world.whole();
  await world.ripen(random);
  const point = random.oneOf<KillPoint>(['delivery-begun', 'delivery-answered']);
  const processes = [...world.all];
  const died = processes.map((service) => service.arm(point, 'die', random.between(1, 2)));
  const watch = new Watch();
  await daysPass(world, random);
  await Promise.race([...died, pause(2_000)]);
  for (const service of processes) service.order({ order: 'disarm' });
  await world.whole();
  await comesToAnEnd(world);
  return { recoveredIn: watch.passed };
}

const way = (manner: Manner, how: string): Fault['ways'][number] => ({
  name: manner,
  how,
  weight: 0.4,
  bring: (world, random) => behaves(world, random, manner),
});

export const mailFails: Fault = {
  id: 'F24',
  title: 'The mail server fails, or takes a message and is gone',
  holds: 'No e-mail is sent twice by itself; one that may have arrived waits for a person to say so.',
  ways: [
    way('takesAndDies', 'It takes each message and is gone before it says so.'),
    way('dies', 'It is gone in the middle of each message.'),
    way('refusesForNow', 'It asks for each message to be tried again later.'),
    way('takesAndHangs', 'It takes each message and says nothing more.'),
    {
      name: 'sender killed',
      how: 'The process that sends is killed before anything is said to the mail server, or after it has taken the message.',
      weight: 0.3,
      bring: killed,
    },
  ],
};

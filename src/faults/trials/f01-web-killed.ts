import { KILL_POINTS, type KillPoint } from '../kill-points.js';
import type { Act } from '../orders.js';
import type { Random } from '../random.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const POINTS = KILL_POINTS.filter((point): point is KillPoint => point.startsWith('command-'));

/** Something happens to a web process in the middle of a command, while others are under way. */
async function inTheMiddle(world: World, random: Random, act: Act): Promise<Brought> {
  await world.enough();
  const victim = random.oneOf(world.up('web'));
  const watch = new Watch();
  let missed = true;
  const commands = random.between(2, 8);
  const reached = victim.arm(random.oneOf(POINTS), act, random.between(1, commands)).then(() => {
    missed = false;
    watch.start();
  });
  const burst = await world.load.begin(random, { commands, first: victim, mayFail: act === 'fail' });
  await Promise.all([burst.done, Promise.race([reached, burst.done])]);
  victim.order({ order: 'disarm' });
  return { recoveredIn: watch.passed, missed };
}

export const webKilled: Fault = {
  id: 'F1',
  title: 'A web process dies in the middle of a command',
  holds: 'A command is there whole or not at all; sent again with its key it is carried out once.',
  ways: [
    {
      name: 'kill -9',
      how: 'The process is killed at a point of the command; the other one answers what is sent again.',
      weight: 2,
      bring: (world, random) => inTheMiddle(world, random, 'die'),
    },
    {
      name: 'fails at a point',
      how: 'The work fails at a point of the command, and the process goes on.',
      inProcess: true,
      weight: 8,
      bring: (world, random) => inTheMiddle(world, random, 'fail'),
    },
  ],
};

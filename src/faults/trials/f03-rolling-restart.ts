import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import { within } from '../world/patience.js';
import type { Service } from '../world/service.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const END_PATIENCE_MS = 20_000;

/** Asks a process to end while commands are under way, and waits for another one in its place. */
async function restart(world: World, service: Service, random: Random): Promise<Brought> {
  const burst = await world.load.begin(random, { commands: random.between(4, 10) });
  const watch = new Watch();
  service.signal('SIGTERM');
  const how = await within(END_PATIENCE_MS, 'the process has ended', service.ended);
  await burst.done;
  const recoveredIn = watch.passed;
  const found: Finding[] =
    how === 0
      ? []
      : [
          {
            invariant: 'F3',
            kind: 'broken',
            words: `asked to end, a ${service.role} process ended with ${how}`,
          },
        ];
  return { recoveredIn, found };
}

const together = (all: readonly Brought[]): Brought => ({
  recoveredIn: Math.max(...all.map(({ recoveredIn }) => recoveredIn)),
  found: all.flatMap(({ found = [] }) => found),
});

export const rollingRestart: Fault = {
  id: 'F3',
  title: 'Processes are restarted one after the other under load',
  holds:
    'Every command is acknowledged; what is under way ends or is sent again; each process ends by itself with 0.',
  ways: [
    {
      name: 'one process',
      how: 'One of the processes gets SIGTERM while commands are under way.',
      weight: 0.7,
      bring: async (world, random) => {
        await world.whole();
        return restart(world, random.oneOf(world.all), random);
      },
    },
    {
      name: 'all of them',
      how: 'Each process gets SIGTERM in turn, and is replaced before the next.',
      weight: 0.05,
      bring: async (world, random) => {
        await world.whole();
        const brought: Brought[] = [];
        for (const service of [...world.all]) {
          brought.push(await restart(world, service, random));
          await world.whole();
        }
        return together(brought);
      },
    },
  ],
};

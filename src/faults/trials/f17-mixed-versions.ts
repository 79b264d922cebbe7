import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import { settle } from '../run/settle.js';
import { newerProgram } from '../world/newer-program.js';
import type { World } from '../world/world.js';
import { shortlyBeforeAlarm } from './due.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F17', kind: 'broken', words });
const LEAD_MS = 300;
const OLD_HAVE_MS = 3_000;

const NEWER = `
  UPDATE alarms SET version = version + 1 WHERE state = 'waiting' AND kind = 'deadline'
    AND rings_at <= service_now() + interval '1 second' RETURNING id, generation`;
const UNTOUCHED = `
  SELECT count(*)::int AS count FROM alarms a JOIN unnest($1::uuid[], $2::int[]) AS w (id, generation)
    ON a.id = w.id AND a.generation = w.generation WHERE a.state = 'waiting'`;
const PUT_BACK = `UPDATE alarms SET version = 1 WHERE version > 1`;

interface Set {
  id: string;
  generation: number;
}

/** Alarms that a later version of the program wrote fall due: the older processes leave them to one of its own. */
async function newerAlarms(world: World, random: Random): Promise<Brought> {
  await world.whole();
  await shortlyBeforeAlarm(world, random, LEAD_MS);
  const newer = await world.query<[Set[], number]>(NEWER);
  const written = newer[0] as unknown as Set[];
  const mine = [written.map(({ id }) => id), written.map(({ generation }) => generation)];
  await pause(OLD_HAVE_MS);
  const [left] = await world.query<{ count: number }>(UNTOUCHED, mine);
  const found =
    left?.count === written.length ? [] : [broken('an older process took an alarm of a newer one')];
  const worker = await world.spawn('worker', {}, newerProgram(world.ground.folder));
  const watch = new Watch();
  try {
    await worker.ready();
    await world.load.calm(random, 3);
    await settle(world);
  } finally {
    await worker.kill();
    await world.query(PUT_BACK);
  }
  return { recoveredIn: watch.passed, found };
}

export const mixedVersions: Fault = {
  id: 'F17',
  title: 'Older and newer processes run side by side',
  holds: 'An older process leaves what a newer one wrote; the newer one handles it, once.',
  ways: [
    {
      name: 'newer alarms',
      how: 'Alarms written by a later version fall due while only older processes run; then a newer one is started.',
      weight: 0.07,
      bring: newerAlarms,
    },
  ],
};

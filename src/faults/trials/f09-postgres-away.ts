import { setTimeout as pause } from 'node:timers/promises';
import { Client as PgClient } from 'pg';
import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import { AnswerLost } from '../load/client.js';
import { until, within } from '../world/patience.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F9', kind: 'broken', words });
const GIVE_UP_MS = 60_000;

/** The status of a web process at /readyz; null where it does not answer. */
async function readiness(world: World, port: number): Promise<number | null> {
  try {
    return (await world.load.client.send(port, { method: 'GET', path: '/readyz' })).status;
  } catch (error) {
    if (error instanceof AnswerLost) return null;
    throw error;
  }
}

async function downAtBoot(world: World, random: Random): Promise<Brought> {
  await world.enough();
  const { postgres } = world.ground;
  const [running] = world.up('web');
  await postgres.halt(random.oneOf(['fast', 'immediate'] as const));
  const watch = new Watch();
  const late = await world.spawn('web');
  const ends = late.ended.then(() => true);
  const found: Finding[] = [];
  const [status, own] = [
    running && (await readiness(world, running.port)),
    await readiness(world, late.port),
  ];
  if (status !== 503)
    found.push(broken(`without a database, /readyz of a running process answered ${status}`));
  if (own === 200) found.push(broken('a process that was started without a database said it was ready'));
  await within(GIVE_UP_MS, 'the process gives up', ends).catch(() =>
    found.push(broken('half started, it stayed')),
  );
  await postgres.run();
  await world.reachable();
  await until('the running process is ready again', async () =>
    running ? (await readiness(world, running.port)) === 200 : true,
  );
  await world.load.calm(random, 4);
  await late.kill();
  return { recoveredIn: watch.passed, found };
}

const LOCK = 'SELECT 1 FROM cases WHERE id = $1 FOR UPDATE';
const LONGER_THAN_PATIENCE_MS = 11_000;
/** Shorter than a command waits for a lock. */
const OTHERS_PATIENCE_MS = 9_000;

async function slowLock(world: World, random: Random, holdMs: number): Promise<Brought> {
  await world.enough();
  const [id] = await world.load.calm(random, 1, { fresh: true });
  const holder = new PgClient({ connectionString: world.url });
  await holder.connect();
  try {
    await holder.query('BEGIN');
    await holder.query(LOCK, [id]);
    const watch = new Watch();
    const waiting = await world.load.begin(random, { commands: 1, on: id === undefined ? [] : [id] });
    const others = await world.load.begin(random, { commands: random.between(2, 6) });
    const found: Finding[] = [];
    await within(OTHERS_PATIENCE_MS, 'the other commands are answered', others.done).catch(() =>
      found.push(broken('one locked case held up the others')),
    );
    await pause(Math.max(0, holdMs - watch.passed));
    await holder.query('COMMIT');
    await Promise.all([waiting.done, others.done]);
    return { recoveredIn: watch.passed, found };
  } finally {
    await holder.end();
  }
}

export const postgresAway: Fault = {
  id: 'F9',
  title: 'Postgres is down when a process starts; someone holds a lock',
  holds: 'Nothing is half started, readiness is false; waiting for a lock ends, and holds up no other case.',
  ways: [
    {
      name: 'down at boot',
      how: 'A web process is started while Postgres is stopped; one that runs is asked whether it is ready.',
      weight: 0.1,
      bring: downAtBoot,
    },
    {
      name: 'lock held',
      how: 'Another session locks the row of a case for up to two seconds while commands come in.',
      weight: 2,
      bring: (world, random) => slowLock(world, random, random.between(100, 2000)),
    },
    {
      name: 'lock held too long',
      how: 'It holds the lock for longer than a command waits, which is then answered 503 and sent again.',
      weight: 0.02,
      bring: (world, random) => slowLock(world, random, LONGER_THAN_PATIENCE_MS),
    },
  ],
};

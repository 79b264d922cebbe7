import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { ALARMS } from '../../queue/alarm-queue.js';
import { RETRY_LADDER } from '../../alarms/retry-ladder.js';
import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import { settle } from '../run/settle.js';
import { PLACE } from '../world/ground.js';
import { until } from '../world/patience.js';
import type { World } from '../world/world.js';
import { shortlyBeforeAlarm } from './due.js';
import { takesDown } from './f15-takes-down.js';
import { triedAgain } from './tried-again.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F15', kind: 'broken', words });
const HOUR_S = 3600;
const LEAD_MS = 500;

interface Waiting {
  state: string;
  failure: string | null;
  owner_role: string | null;
  attempts: number;
}

const ALARM = `SELECT state, failure, owner_role, attempts FROM alarms WHERE id = $1`;

/** An alarm that nobody can handle: of a kind that is not there, or about a case that is not there. */
async function putPoison(world: World, random: Random): Promise<string> {
  const id = randomUUID();
  const gone = randomUUID();
  const [kind, about, caseId] = random.oneOf([
    ['nobody-knows', id, null],
    ['deadline', `${gone} of/nothing`, gone],
    ['deadline', `null of/nothing-${id}`, null],
  ] as const);
  await world.query(
    `INSERT INTO alarms (id, kind, place_id, about, case_id, rings_at) VALUES ($1, $2, $3, $4, $5, service_now())`,
    [id, kind, PLACE, about, caseId],
  );
  return id;
}

/** Poison among alarms that are due: it waits for a person, and the others ring. */
async function amongOthers(world: World, random: Random): Promise<Brought> {
  await world.enough();
  await shortlyBeforeAlarm(world, random, LEAD_MS);
  const watch = new Watch();
  const ids = await Promise.all(Array.from({ length: random.between(1, 4) }, () => putPoison(world, random)));
  await settle(world);
  const found: Finding[] = [];
  for (const id of ids) {
    const [alarm] = await world.query<Waiting>(ALARM, [id]);
    if (alarm?.state !== 'exception') found.push(broken(`poison is ${alarm?.state ?? 'gone'}`));
    else if (!alarm.failure || !alarm.owner_role) found.push(broken('poison does not say why, or for whom'));
  }
  // A person has looked at it: the next faults are not judged by what this one left.
  await world.query('DELETE FROM alarms WHERE id = ANY($1::uuid[])', [ids]);
  return { recoveredIn: watch.passed, found };
}

const NEXT = `
  SELECT a.id, a.case_id, a.rings_at AS at FROM alarms a JOIN cases c ON c.id = a.case_id
  WHERE a.state = 'waiting' AND a.kind = 'deadline' AND a.rings_at > service_now() AND a.rings_at < 'infinity'
  ORDER BY a.rings_at LIMIT 1`;

/** A case that the service cannot read: its alarm climbs the ladder to a person; once it is mended it rings, once. */
async function upTheLadder(world: World, random: Random): Promise<Brought> {
  await world.enough();
  await world.ripen(random);
  const [next] = await world.query<{ id: string; case_id: string; at: string }>(NEXT);
  if (!next) throw new Error('No alarm is to ring.');
  const [row] = await world.query<{ record: unknown }>('SELECT record FROM cases WHERE id = $1', [
    next.case_id,
  ]);
  const found: Finding[] = [];
  const look = async (): Promise<Waiting | undefined> => (await world.query<Waiting>(ALARM, [next.id]))[0];
  const watch = new Watch();
  await world.query(
    `UPDATE cases SET record = jsonb_set(record::jsonb, '{protocol}', '"none"')::json WHERE id = $1`,
    [next.case_id],
  );
  try {
    await world.clock.jumpTo(next.at);
    for (const seconds of [0, ...RETRY_LADDER]) {
      await world.clock.jump((seconds + 1) / HOUR_S);
      const before = (await look())?.attempts ?? 0;
      await until(
        'it was tried',
        async () => ((await look())?.attempts ?? 0) !== before || (await look())?.state !== 'waiting',
        {
          patience: 70_000,
        },
      ).catch(() => undefined);
    }
    const waits = await look();
    if (waits?.state !== 'exception' || !waits.failure || !waits.owner_role)
      found.push(broken(`at the end of the ladder it is ${waits?.state ?? 'gone'}`));
  } finally {
    await world.query('UPDATE cases SET record = $2 WHERE id = $1', [
      next.case_id,
      JSON.stringify(row?.record),
    ]);
  }
  found.push(...(await triedAgain(world, next.case_id)));
  return { recoveredIn: watch.passed, found };
}

const JOBS: readonly unknown[] = [
  {},
  { alarm: null },
  { alarm: 'not an id' },
  { alarm: 17 },
  null,
  'words',
  { alarm: '00000000-0000-4000-8000-000000000000' },
];

/** Jobs that nobody put there: without an alarm, or with one that is not there. */
async function strangeJobs(world: World, random: Random): Promise<Brought> {
  await world.enough();
  await shortlyBeforeAlarm(world, random, LEAD_MS);
  const { queueOptions, factory } = world.queueView.backEnd;
  const queue = new Queue(ALARMS, queueOptions, factory);
  // It hears of every connection that later faults cut, also when it is closed.
  queue.on('error', () => undefined);
  const watch = new Watch();
  try {
    for (const data of random.some(JOBS, 3)) await queue.add(random.oneOf(['alarm', 'what']), data);
    await settle(world);
    await until(
      'the jobs are gone',
      async () => (await queue.getJobCounts('waiting', 'active')).waiting === 0,
    );
  } finally {
    await queue.close();
  }
  await world.query(`DELETE FROM alarms WHERE kind = 'job'`);
  return { recoveredIn: watch.passed };
}

/** One alarm hangs in a process; the others that are due are handled meanwhile. */
async function oneHangs(world: World, random: Random): Promise<Brought> {
  await world.enough();
  await shortlyBeforeAlarm(world, random, LEAD_MS);
  const processes = [...world.all];
  const caught = await Promise.race([
    ...processes.map((service) => service.arm('alarm-handled', 'hold').then(() => service)),
    pause(5_000).then(() => null),
  ]);
  for (const service of processes) if (service !== caught) service.order({ order: 'disarm' });
  const watch = new Watch();
  await world.load.calm(random, 4);
  await world.clock.jump(random.between(1, 48));
  const others = `SELECT count(*)::int AS due FROM alarms a WHERE state = 'waiting'
    AND coalesce(retry_at, rings_at) <= service_now() - interval '1 second'`;
  const found: Finding[] = [];
  await until(
    'all but one have rung',
    async () => ((await world.query<{ due: number }>(others))[0]?.due ?? 0) <= 1,
    {
      patience: 40_000,
    },
  ).catch(() => found.push(broken('one alarm that hangs holds up others')));
  caught?.order({ order: 'disarm' });
  await settle(world);
  return { recoveredIn: watch.passed, found };
}

export const poison: Fault = {
  id: 'F15',
  title: 'An alarm or a job can never be handled, or hangs',
  holds: 'It climbs the ladder and waits for a person, with its reason; nobody else is held up.',
  ways: [
    {
      name: 'among others',
      how: 'Alarms of no known kind, or about a case that is not there, are due together with others.',
      weight: 1.5,
      bring: amongOthers,
    },
    {
      name: 'up the ladder',
      how: 'A case cannot be read when its alarm rings; it is tried to the end of the ladder, mended, and tried again.',
      weight: 0.2,
      bring: upTheLadder,
    },
    {
      name: 'strange jobs',
      how: 'Jobs without an alarm, or about one that is not there, are put into the queue.',
      bring: strangeJobs,
    },
    {
      name: 'one hangs',
      how: 'One alarm is held while it is handled, and others fall due.',
      weight: 0.2,
      bring: oneHangs,
    },
    {
      name: 'takes its process down',
      how: 'Each process that handles one alarm is killed by it, as where memory runs out, until it waits for a person.',
      weight: 0.03,
      bring: takesDown,
    },
  ],
};

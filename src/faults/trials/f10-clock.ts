import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import { settle } from '../run/settle.js';
import type { World } from '../world/world.js';
import { lateHoliday } from './late-holiday.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F10', kind: 'broken', words });
const DAY_H = 24;
const FAR_DAYS = 43;

const BREACHES = `
  SELECT subject_id || ' ' || (content ->> 'deadline') || ' ' || (content ->> 'occurrence') AS name, type FROM events
  WHERE type IN ('DEADLINE_PASSED', 'BREACH_WITHDRAWN')`;

interface Named {
  name: string;
  type: string;
}

const recorded = async (world: World): Promise<Set<string>> =>
  new Set((await world.query<Named>(BREACHES)).map(({ name, type }) => `${type} ${name}`));

/** What was recorded of deadlines while the clock stood earlier than it had: nothing may be. */
const recordedBackThen = (before: ReadonlySet<string>, after: ReadonlySet<string>): Finding[] =>
  [...after].filter((name) => !before.has(name)).map((name) => broken(`while the clock was back: ${name}`));

/** The clock goes on by that and comes back; then time passes it a second time. */
async function thereAndBack(world: World, random: Random, hours: number): Promise<Brought> {
  await world.enough();
  await world.ripen(random);
  const watch = new Watch();
  await world.clock.jump(hours);
  await settle(world);
  const before = await recorded(world);
  await world.clock.jump(-hours);
  await world.load.calm(random, 3, { fresh: true });
  await settle(world);
  const found = recordedBackThen(before, await recorded(world));
  await world.clock.jump(hours);
  await settle(world);
  return { recoveredIn: watch.passed, found };
}

/** The clock is an hour wrong for a while, as one that was put back too early. */
async function hourBack(world: World, random: Random): Promise<Brought> {
  await world.enough();
  const watch = new Watch();
  await settle(world);
  const before = await recorded(world);
  await world.clock.jump(-1);
  await world.load.calm(random, 3, { fresh: true });
  await settle(world);
  const found = recordedBackThen(before, await recorded(world));
  await world.clock.jump(1);
  return { recoveredIn: watch.passed, found };
}

const SUNDAYS = `
  SELECT (day + time '01:00') AT TIME ZONE 'UTC' AS change FROM (
    SELECT (date_trunc('month', make_date(y, m, 1)) + interval '1 month - 1 day')::date AS last
    FROM generate_series(extract(year FROM service_now())::int, extract(year FROM service_now())::int + 1) AS y,
      (VALUES (3), (10)) AS months (m)) AS ends,
    LATERAL (SELECT last - extract(dow FROM last)::int AS day) AS sunday
  WHERE (day + time '01:00') AT TIME ZONE 'UTC' > service_now() + interval '8 days' ORDER BY 1 LIMIT 1`;

/** Over the night in which the clocks of London change, with deadlines that end on it. */
async function clocksChange(world: World, random: Random): Promise<Brought> {
  await world.enough();
  const [night] = await world.query<{ change: string }>(SUNDAYS);
  if (!night) throw new Error('There is no such night.');
  const change = Date.parse(night.change);
  const at = (minutes: number): string => new Date(change + minutes * 60_000).toISOString();
  const watch = new Watch();
  await world.clock.jumpTo(at(-random.between(4, 7) * DAY_H * 60));
  await settle(world);
  await world.ripen(random);
  await world.clock.jumpTo(at(-1 / 60));
  await world.load.calm(random, 3);
  await world.clock.jumpTo(at(random.between(1, 5 * DAY_H * 60)));
  await settle(world);
  await world.load.calm(random, 2);
  return { recoveredIn: watch.passed };
}

const NEXT = `
  SELECT case_id AS id, key, due_at AS due FROM deadlines WHERE awaits_passing AND due_at > service_now() + interval '5 s'
  ORDER BY due_at LIMIT 1`;
const PASSED = `SELECT count(*)::int AS count FROM events
  WHERE type = 'DEADLINE_PASSED' AND subject_id = $1 AND content ->> 'deadline' = $2`;

/** Up to two seconds before a deadline, where nothing is to be recorded, and over it. */
async function toTheSecond(world: World, random: Random): Promise<Brought> {
  await world.enough();
  await world.ripen(random);
  const [next] = await world.query<{ id: string; key: string; due: string }>(NEXT);
  if (!next) return { recoveredIn: 0, missed: true };
  const passed = async (): Promise<number> =>
    (await world.query<{ count: number }>(PASSED, [next.id, next.key]))[0]?.count ?? 0;
  const before = await passed();
  await world.clock.jumpTo(new Date(Date.parse(next.due) - 2000).toISOString());
  await pause(1000);
  const early = (await passed()) > before;
  const watch = new Watch();
  await world.clock.jumpTo(new Date(Date.parse(next.due) + 3000).toISOString());
  await settle(world);
  const once = (await passed()) === before + 1;
  return {
    recoveredIn: watch.passed,
    found: [
      ...(early ? [broken(`${next.key} passed while it was still in time`)] : []),
      ...(once ? [] : [broken(`${next.key} is over and did not pass once`)]),
    ],
  };
}

/** The own clocks of the workers are wrong by weeks, forwards or backwards. */
async function skewed(world: World, random: Random): Promise<Brought> {
  await world.enough();
  const by = random.oneOf([-1, 1]) * FAR_DAYS * DAY_H * 3_600_000;
  const workers = world.up('worker');
  await world.ripen(random);
  const watch = new Watch();
  for (const worker of workers) worker.order({ order: 'skew', by });
  await world.load.calm(random, 3);
  await world.clock.jump(random.between(1, 5 * DAY_H));
  await settle(world);
  for (const worker of workers) worker.order({ order: 'skew', by: 0 });
  return { recoveredIn: watch.passed };
}

export const clockMoved: Fault = {
  id: 'F10',
  title: 'Clocks are wrong, put back, or change; a bank holiday comes late',
  holds:
    'What is due is judged by the database; nothing passes early or twice, and nothing that passed is undone.',
  ways: [
    {
      name: 'weeks on and back',
      how: 'The database clock jumps 43 days on, comes back, and time passes over the same days again.',
      weight: 0.2,
      bring: (world, random) => thereAndBack(world, random, FAR_DAYS * DAY_H),
    },
    {
      name: 'an hour back',
      how: 'The database clock is an hour behind for a while.',
      weight: 6,
      bring: hourBack,
    },
    {
      name: 'summer time',
      how: 'Time passes over the night in which the clocks of London change.',
      weight: 0.1,
      bring: clocksChange,
    },
    {
      name: 'to the second',
      how: 'The clock stops two seconds before a deadline, where nothing is to pass, and goes on over it.',
      weight: 0.7,
      bring: toTheSecond,
    },
    {
      name: 'workers skewed',
      how: 'The own clocks of the worker processes are 43 days wrong while deadlines fall due.',
      weight: 0.7,
      bring: skewed,
    },
    {
      name: 'holiday late',
      how: 'A bank holiday is added when open deadlines count on that day; each is counted anew, once, and audited.',
      weight: 0.2,
      bring: (world, random) => lateHoliday(world, random, () => Promise.resolve(false)),
    },
  ],
};

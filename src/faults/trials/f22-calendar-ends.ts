import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import { until } from '../world/patience.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F22', kind: 'broken', words });

const CALENDARS = `SELECT place_id AS place, version, data FROM calendar_versions`;
const PUT = `UPDATE calendar_versions SET data = $3 WHERE place_id = $1 AND version = $2`;
/** Versions stay as they are; whoever damages them puts the guard away. */
const guards = (state: 'DISABLE' | 'ENABLE'): string => `ALTER TABLE calendar_versions ${state} TRIGGER USER`;
const WAITS = `SELECT count(*)::int AS count FROM alarms WHERE kind = 'calendar' AND state = 'exception'`;

interface Kept {
  place: string;
  version: string;
  data: Record<string, unknown>;
}

/** The holidays of the year after next are not known when a process starts. */
async function notFarEnough(world: World, random: Random): Promise<Brought> {
  await world.enough();
  const kept = await world.query<Kept>(CALENDARS);
  const known = `${Number((await world.clock.today()).slice(0, 4))}-12-31`;
  const found: Finding[] = [];
  const watch = new Watch();
  await world.query(guards('DISABLE'));
  for (const { place, version, data } of kept)
    await world.query(PUT, [place, version, JSON.stringify({ ...data, knownUntil: known })]);
  const worker = await world.spawn('worker');
  try {
    await worker.ready();
    const waits = async (): Promise<boolean> =>
      ((await world.query<{ count: number }>(WAITS))[0]?.count ?? 0) > 0;
    await until('a person is given the calendar', waits).catch(() =>
      found.push(broken('a calendar that ends within 400 days is given to nobody')),
    );
  } finally {
    await worker.kill();
    for (const { place, version, data } of kept)
      await world.query(PUT, [place, version, JSON.stringify(data)]);
    await world.query(guards('ENABLE'));
  }
  const mended = await world.spawn('worker');
  try {
    await mended.ready();
    await until(
      'it is taken back',
      async () => (await world.query<{ count: number }>(WAITS))[0]?.count === 0,
    ).catch(() => found.push(broken('the calendar is known again, and still waits for a person')));
  } finally {
    await mended.kill();
  }
  await world.load.calm(random, 3);
  return { recoveredIn: watch.passed, found };
}

export const calendarEnds: Fault = {
  id: 'F22',
  title: 'The calendar is not known far enough ahead',
  holds: 'At the start of a process, and daily, a person is given a calendar that ends within 400 days.',
  ways: [
    {
      name: 'holidays missing',
      how: 'The calendar in the database ends this year when a process starts; then it is mended.',
      weight: 0.05,
      bring: notFarEnough,
    },
  ],
};

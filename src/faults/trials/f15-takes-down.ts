import type { Finding } from '../invariants/index.js';
import { MOST_BEGUN } from '../../alarms/retry-ladder.js';
import type { Random } from '../random.js';
import { until } from '../world/patience.js';
import type { Service } from '../world/service.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import { triedAgain } from './tried-again.js';
import type { Brought } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F15', kind: 'broken', words });
const PATIENCE_MS = 90_000;

const NEXT = `
  SELECT id, case_id AS "caseId", rings_at AS at FROM alarms
  WHERE state = 'waiting' AND kind = 'deadline' AND rings_at > service_now() AND rings_at < 'infinity'
  ORDER BY rings_at LIMIT 1`;
const STATE = `SELECT state, failure, owner_role AS owner FROM alarms WHERE id = $1`;
const OTHERS = `
  SELECT count(*)::int AS due FROM alarms
  WHERE state = 'waiting' AND id <> $1 AND coalesce(retry_at, rings_at) <= service_now() - interval '1 second'`;

/** An alarm that ends every process that handles it: it comes to wait for a person, and the others ring. */
export async function takesDown(world: World, random: Random): Promise<Brought> {
  await world.whole();
  await world.ripen(random);
  const [next] = await world.query<{ id: string; caseId: string; at: string }>(NEXT);
  if (!next) throw new Error('No alarm is to ring.');
  const look = async () =>
    (await world.query<{ state: string; failure: string | null; owner: string | null }>(STATE, [next.id]))[0];
  const armed = new Set<Service>();
  const found: Finding[] = [];
  const watch = new Watch();
  await world.clock.jumpTo(new Date(Date.parse(next.at) - 200).toISOString());
  await until(
    'it waits for a person',
    async () => {
      await world.fill();
      for (const service of world.all) {
        if (!armed.has(service)) service.diesOf(next.id, 'alarm-handled');
        armed.add(service);
      }
      return (await look())?.state !== 'waiting';
    },
    { patience: PATIENCE_MS },
  ).catch(() => found.push(broken('an alarm that ends its process goes on to do so')));
  const died = [...armed].filter(({ isOver }) => isOver).length;
  for (const service of world.all) service.order({ order: 'disarm' });
  const waits = await look();
  if (waits?.state !== 'exception' || !waits.failure || !waits.owner)
    found.push(broken(`after ${died} processes it ended, it is ${waits?.state ?? 'gone'}`));
  // Beside the passes, which are counted, it may be taken from the queue, and put back there, before it waits for a person.
  if (died > MOST_BEGUN + 2) found.push(broken(`it ended ${died} processes`));
  await world.enough();
  // A deadline that its alarm was to record waits with it: whether all is done is asked of the others alone.
  await until(
    'the others have rung',
    async () => (await world.query<{ due: number }>(OTHERS, [next.id]))[0]?.due === 0,
  ).catch(() => found.push(broken('it holds up others')));
  found.push(...(await triedAgain(world, next.caseId)));
  return { recoveredIn: watch.passed, missed: died === 0, found };
}

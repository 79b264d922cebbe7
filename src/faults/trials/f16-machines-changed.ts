import type { Finding } from '../invariants/index.js';
import { isGood } from '../load/asking.js';
import type { Random } from '../random.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F16', kind: 'broken', words });
const UNAVAILABLE = 503;
const UNEXPECTED = 500;

const A_CASE = `
  SELECT id, record, person_version AS version FROM cases WHERE closed_on IS NULL AND record::jsonb -> 'processes' <> '{}'
  ORDER BY id LIMIT 50`;
const EVENTS = `SELECT count(*)::int AS count FROM events WHERE subject_id = $1`;
const PUT = `UPDATE cases SET record = $2 WHERE id = $1`;

interface Stored {
  id: string;
  record: { machines: number; processes: Record<string, { value: string }> };
  version: number;
}

/** A case is, for a while, as another version of the machines would have left it; a command on it must not be taken. */
async function changedCase(
  world: World,
  random: Random,
  change: (record: Stored['record']) => Stored['record'],
  expected: (status: number) => boolean,
): Promise<Brought> {
  await world.enough();
  await world.ripen(random);
  const chosen = random.oneOf(await world.query<Stored>(A_CASE));
  const count = async (): Promise<number> =>
    (await world.query<{ count: number }>(EVENTS, [chosen.id]))[0]?.count ?? 0;
  const sending = {
    by: 'nurse' as const,
    method: 'POST' as const,
    path: `/api/v1/cases/${chosen.id}/events`,
    key: `machines-${random.next()}`,
    ifMatch: `"v${chosen.version}"`,
    body: { type: 'CHECKLIST_RECEIVED', content: {} },
  };
  const found: Finding[] = [];
  const before = await count();
  const watch = new Watch();
  await world.query(PUT, [chosen.id, JSON.stringify(change(chosen.record))]);
  try {
    const noted = { type: 'CASE_NOTE_ADDED', content: { note: 'while it was changed' } };
    const answer = await world.load.send({ ...sending, body: noted });
    if (isGood(answer) || !expected(answer.status))
      found.push(broken(`a command on a case of other machines was answered ${answer.status}`));
    if ((await count()) !== before) found.push(broken('a command on a case of other machines was stored'));
    await world.load.calm(random, 3, { fresh: true });
  } finally {
    await world.query(PUT, [chosen.id, JSON.stringify(chosen.record)]);
  }
  await world.load.calm(random, 2, { on: [chosen.id] });
  return { recoveredIn: watch.passed, found };
}

const withoutState = ({ processes, ...record }: Stored['record']): Stored['record'] => ({
  ...record,
  processes: Object.fromEntries(
    Object.entries(processes).map(([id, process]) => [id, { ...process, value: 'noSuchState' }]),
  ),
});

export const machinesChanged: Fault = {
  id: 'F16',
  title: 'The machines change while cases are in flight',
  holds: 'A case that this version cannot read is refused loudly, never carried on; put back, it goes on.',
  ways: [
    {
      name: 'state removed',
      how: 'A case stands in a state that the machines do not have.',
      weight: 6,
      bring: (world, random) => changedCase(world, random, withoutState, (status) => status >= UNEXPECTED),
    },
    {
      name: 'rolled back',
      how: 'A case was stored by a later version of the machines than the processes know.',
      weight: 6,
      bring: (world, random) =>
        changedCase(
          world,
          random,
          (record) => ({ ...record, machines: record.machines + 1 }),
          (status) => status === UNAVAILABLE,
        ),
    },
  ],
};

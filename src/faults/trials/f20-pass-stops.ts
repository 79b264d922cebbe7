import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import { until } from '../world/patience.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F20', kind: 'broken', words });
const ALARM_PATIENCE_MS = 60_000;

/** Six minutes go by in which that process is not heard of. */
const SILENT = `
  UPDATE heartbeats SET seen_at = seen_at - interval '6 minutes', passed_at = passed_at - interval '6 minutes',
    started_at = started_at - interval '6 minutes'
  WHERE pid = ANY($1::int[])`;

const alarmsOf = async ({ engine }: World): Promise<string[]> =>
  (await engine.status.now()).alarms.map(({ code }) => code);

/** A worker stops without a word, as one that hangs; what is due is done by the others, and its silence is told. */
async function silent(world: World, random: Random): Promise<Brought> {
  await world.whole();
  await world.ripen(random);
  const workers = world.up('worker');
  const watch = new Watch();
  for (const worker of workers) worker.signal('SIGSTOP');
  const found: Finding[] = [];
  try {
    await world.query(SILENT, [workers.map(({ pid }) => pid)]);
    await until('the silence is told', async () => (await alarmsOf(world)).includes('processSilent'), {
      patience: ALARM_PATIENCE_MS,
    }).catch(() => found.push(broken('five minutes after a worker fell silent nothing says so')));
    await world.clock.jump(random.between(1, 72));
    await world.load.calm(random, 3);
  } finally {
    for (const worker of workers) worker.signal('SIGCONT');
  }
  await until('the alarm is taken back', async () => !(await alarmsOf(world)).includes('processSilent'), {
    patience: ALARM_PATIENCE_MS,
  }).catch(() => found.push(broken('the worker is back, and the alarm stays')));
  return {
    recoveredIn: watch.passed,
    found,
  };
}

export const passStops: Fault = {
  id: 'F20',
  title: 'The processes that let alarms ring fall silent',
  holds: 'The others do their work, and within five minutes an alarm says so.',
  ways: [
    {
      name: 'SIGSTOP',
      how: 'The workers are stopped while deadlines fall due; their last signs of life are made six minutes older.',
      weight: 0.7,
      bring: silent,
    },
  ],
};

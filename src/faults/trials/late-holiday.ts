import type { Finding } from '../invariants/index.js';
import type { Random } from '../random.js';
import { PLACE } from '../world/ground.js';
import { until } from '../world/patience.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F10', kind: 'broken', words });

const FREE_DAY = `
  SELECT to_char(d, 'YYYY-MM-DD') AS day FROM generate_series(
    (service_now() AT TIME ZONE 'Europe/London')::date + 1, (service_now() AT TIME ZONE 'Europe/London')::date + 6,
    interval '1 day') AS d WHERE extract(isodow FROM d) < 6`;
const CHANGE = `SELECT state FROM changes WHERE place_id = $1 AND id = $2`;
const NOT_MOVED = `SELECT count(*)::int AS count FROM change_cases WHERE change_id = $1 AND state IN ('waiting', 'failed')`;
const COUNTED_OTHERWISE = `
  SELECT count(*)::int AS count FROM cases c JOIN places p ON p.id = c.place_id
  WHERE c.calendar_version <> p.calendar_version
    AND EXISTS (SELECT 1 FROM deadlines d WHERE d.place_id = c.place_id AND d.case_id = c.id AND d.is_open)`;
const NOTED = `
  SELECT count(*)::int AS count FROM audit_entries WHERE action = 'calendarChanged' AND detail -> 'change' ->> 'date' = $1`;
const PATIENCE_MS = 60_000;

/** A working day soon that is to become a holiday; undefined where none is left. */
async function freeDay(
  { query, engine }: Pick<World, 'query' | 'engine'>,
  random: Random,
): Promise<string | undefined> {
  const days = (await query<{ day: string }>(FREE_DAY)).map(({ day }) => day);
  const { calendar } = await engine.places.presentRules(PLACE);
  return random
    .some(days, days.length)
    .find((day) => !calendar.holidaysOf(Number(day.slice(0, 4))).some(({ date }) => date === day));
}

/**
 * A bank holiday is proclaimed when deadlines already count on that day, and something may happen to whoever counts them
 * anew; it says whether its point was missed.
 */
export async function lateHoliday(
  world: World,
  random: Random,
  meanwhile: () => Promise<boolean>,
): Promise<Brought> {
  await world.enough();
  await world.ripen(random);
  const count = async (sql: string, values: unknown[] = []): Promise<number> =>
    (await world.query<{ count: number }>(sql, values))[0]?.count ?? 0;
  const free = await freeDay({ query: (sql) => world.query(sql), engine: world.engine }, random);
  if (free === undefined) return { recoveredIn: 0, missed: true };
  const { calendar } = await world.engine.places.presentRules(PLACE);
  const watch = new Watch();
  const missing = meanwhile();
  const answer = await world.load.send({
    by: 'administrator',
    method: 'POST',
    path: `/api/v1/calendars/${calendar.id}/days`,
    key: `day-${free}-${random.next()}`,
    body: { kind: 'proclaimed', date: free, name: 'Proclaimed late' },
  });
  if (answer.status !== 201)
    return { recoveredIn: 0, found: [broken(`a day to be added was answered ${answer.status}`)] };
  const missed = await missing;
  await world.load.calm(random, 3);
  await world.fill();
  const change = String(answer.body['change']);
  const found: Finding[] = [];
  await until(
    'the deadlines are counted anew',
    async () => (await world.query<{ state: string }>(CHANGE, [PLACE, change]))[0]?.state === 'done',
    { patience: PATIENCE_MS },
  ).catch(() => found.push(broken('the deadlines were not counted by the new calendar')));
  const recoveredIn = watch.passed;
  if ((await count(NOT_MOVED, [change])) > 0) found.push(broken('cases were left out of the new count'));
  if ((await count(COUNTED_OTHERWISE)) > 0) found.push(broken('a case is counted by an earlier calendar'));
  if ((await count(NOTED, [free])) !== 1) found.push(broken('the audit does not have the new day once'));
  return { recoveredIn, missed, found };
}

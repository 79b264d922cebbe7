import { isGood } from '../load/asking.js';
import type { Finding } from '../invariants/index.js';
import { settle } from '../run/settle.js';
import type { World } from '../world/world.js';

const WAITING = `SELECT id FROM alarms WHERE state = 'exception' AND case_id = $1`;

/** A manager lets what waits for a person be tried again; says what went wrong with that, or still waits. */
export async function triedAgain(world: World, caseId: string): Promise<Finding[]> {
  const broken = (words: string): Finding => ({ invariant: 'F15', kind: 'broken', words });
  const waiting = async (): Promise<string[]> =>
    (await world.query<{ id: string }>(WAITING, [caseId])).map(({ id }) => id);
  const found: Finding[] = [];
  for (const id of await waiting()) {
    const answer = await world.load.send({
      by: 'manager',
      method: 'POST',
      path: `/api/v1/exceptions/${id}/retry`,
      key: `retry-${id}-${await world.clock.now()}`,
      body: { reason: 'it was put right' },
    });
    if (!isGood(answer)) found.push(broken(`to try it again was answered ${answer.status}`));
  }
  await settle(world);
  return [...found, ...(await waiting()).map(() => broken('it was put right, and still waits for a person'))];
}

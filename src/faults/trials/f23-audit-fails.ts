import type { Finding } from '../invariants/index.js';
import { isGood } from '../load/asking.js';
import type { Random } from '../random.js';
import { ownerRole } from '../../postgres/owner-role.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F23', kind: 'broken', words });
const UNEXPECTED = 500;

const ENTRIES = `SELECT count(*)::int AS count FROM audit_entries WHERE subject_id = $1 OR detail ->> 'person' = $1::text`;
const PERSON = `SELECT id FROM people WHERE name = $1`;

const READS = `SELECT count(*)::int AS count FROM record_reads WHERE case_id = $1`;

/** Requests that leave a trace: a step that is refused, someone put into the directory, and a record that is read. */
async function withoutAudit(world: World, random: Random): Promise<Brought> {
  await world.enough();
  const { load, ground, database } = world;
  const audit = (rights: string): Promise<unknown[]> =>
    ground.postgres.asAdmin(`${rights} ${ownerRole}`, [], database);
  const reads = async (): Promise<number> =>
    (await world.query<{ count: number }>(READS, [id]))[0]?.count ?? 0;
  const [id = ''] = await load.calm(random, 1, { fresh: true });
  const mark = random.between(1, 1_000_000_000);
  const name = `Test person ${mark}`;
  const refused = {
    by: 'nurse' as const,
    method: 'POST' as const,
    path: `/api/v1/cases/${id}/events`,
    key: `refused-${mark}`,
    ifMatch: '"v1"',
    body: { type: 'CASE_REOPENED', content: { reason: 'reReferral', words: 'again' } },
  };
  const added = {
    by: 'administrator' as const,
    method: 'POST' as const,
    path: '/api/v1/people',
    key: `added-${mark}`,
    body: { name, roles: ['nurseAssessor'] },
  };
  const entries = async (about: string): Promise<number> =>
    (await world.query<{ count: number }>(ENTRIES, [about]))[0]?.count ?? 0;
  const found: Finding[] = [];
  const watch = new Watch();
  const read = { by: 'nurse' as const, method: 'GET' as const, path: `/api/v1/cases/${id}` };
  const before = await reads();
  await audit('REVOKE INSERT ON audit_entries, record_reads FROM');
  try {
    const [first, second] = [await load.send(refused), await load.send(added)];
    if (first.status < UNEXPECTED)
      found.push(broken(`a refusal that cannot be audited was answered ${first.status}`));
    if (second.status < UNEXPECTED)
      found.push(broken(`what cannot be audited was answered ${second.status}`));
    if ((await world.query(PERSON, [name])).length > 0) found.push(broken('what cannot be audited was done'));
    const shown = await load.send(read);
    if (shown.status < UNEXPECTED || 'facts' in shown.body)
      found.push(broken(`a record whose reading cannot be noted was answered ${shown.status}`));
  } finally {
    await audit('GRANT INSERT ON audit_entries, record_reads TO');
  }
  const [again, done] = [await load.send(refused), await load.send(added)];
  if (again.status !== 409) found.push(broken(`afterwards the refusal was answered ${again.status}`));
  if (!isGood(done)) found.push(broken(`afterwards adding someone was answered ${done.status}`));
  if ((await entries(id)) !== 1) found.push(broken(`the refusal left ${await entries(id)} entries`));
  if ((await world.query(PERSON, [name])).length !== 1) found.push(broken('someone was not added once'));
  const shown = await load.send(read);
  if (shown.status !== 200) found.push(broken(`afterwards the record was answered ${shown.status}`));
  if ((await reads()) !== before + 1) found.push(broken('the reading was not noted once'));
  await load.calm(random, 2);
  return { recoveredIn: watch.passed, found };
}

export const auditFails: Fault = {
  id: 'F23',
  title: 'The audit cannot be written',
  holds:
    'What would leave a trace there is not done and is answered as a failure; afterwards it is done once.',
  ways: [
    {
      name: 'no right to write',
      how: 'The right to insert audit entries, and who reads what, is taken from the service for a while.',
      weight: 8,
      bring: withoutAudit,
    },
  ],
};

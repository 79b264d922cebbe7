import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Role } from '../../src/access/roles.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { startApi, type Answered, type Api, type User } from '../web/api.js';

interface Item {
  meeting: string;
  case: string;
}

let service: Service;
let api: Api;
let items: Item[];
let elsewhere: string;

const item = (nth: number): Item => {
  const found = items[nth];
  if (!found) throw new Error(`There is no item number ${nth + 1} on an agenda.`);
  return found;
};
const itemOf = ({ id, meeting }: { id: string; meeting: string }): Item => ({ case: id, meeting });
const someone = (roles: readonly Role[]): Promise<User> =>
  api.user(roles, { organisation: 'sefton-council', discipline: 'socialCare' });
const home = ({ meeting, case: id }: Pick<Item, 'meeting' | 'case'>): string =>
  `/api/v1/meetings/${meeting}/items/${id}`;
const read = (who: User, of: Item): Promise<Answered> => api.send('GET', home(of), { as: who });
const declare = (
  who: User,
  of: Pick<Item, 'meeting' | 'case'>,
  body: object = { interest: false },
  key: string = randomUUID(),
): Promise<Answered> => api.send('POST', `${home(of)}/declaration`, { as: who, body, key });
const records = (who: User, of: Item, etag: string): Promise<Answered> =>
  api.send('POST', `/api/v1/cases/${of.case}/events`, {
    as: who,
    ifMatch: etag,
    body: { type: 'CASE_NOTE_ADDED', content: { note: 'Asked the presenter for the date.' } },
  });
const clausesOf = ({ status, body }: Answered): unknown[] => [
  status,
  body.type,
  body.refusals.map(({ clauses }) => clauses[0]),
];
const REFUSED = '/problems/refused';

beforeAll(async () => {
  service = await Service.start();
  api = await startApi({ databaseUrl: service.database.url });
  const pathway = new ServicePathway(service);
  elsewhere = await pathway.opened();
  items = [itemOf(await pathway.listed()), itemOf(await pathway.listed())];
});
afterAll(async () => {
  await api.close();
  await service.stop();
});

describe('[PAN-3] a panel chair who works by the API alone', () => {
  let chair: User;
  beforeAll(async () => {
    chair = await someone(['panelChair']);
  });

  it('is shown nothing and records nothing before they declare', async () => {
    const pack = await read(chair, item(0));
    const recorded = await records(chair, item(0), '"v1"');

    for (const answer of [pack, recorded])
      expect(clausesOf(answer)).toEqual([403, '/problems/case-closed', ['PAN-3']]);
    expect(pack.text).not.toContain('recommendation');
  });

  it('declares that they have no interest, once, however often it is sent', async () => {
    const key = randomUUID();
    const first = await declare(chair, item(0), { interest: false }, key);
    const again = await declare(chair, item(0), { interest: false }, key);
    const other = await declare(chair, item(1), { interest: false }, key);
    const said = await service.query<{ kind: string }>(
      `SELECT kind FROM panel_entries WHERE person_id = $1 AND case_id = $2`,
      [chair.id, item(0).case],
    );

    expect([first.status, first.body['interest'], first.headers['idempotency-replayed']]).toEqual([
      201,
      false,
      undefined,
    ]);
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([
      201,
      first.body,
      'true',
    ]);
    expect([other.status, other.body.type]).toEqual([422, '/problems/idempotency-key-reused']);
    expect(said).toEqual([{ kind: 'noInterest' }]);
  });

  it('[PAN-1] [PAN-5] [CHK-2] then reads the pack, which has no money in it, and is noted as having read it', async () => {
    const pack = await read(chair, item(0));
    const [noted] = await service.query<{ via: string; part: string }>(
      `SELECT via, part FROM record_reads WHERE person_id = $1 AND case_id = $2`,
      [chair.id, item(0).case],
    );

    expect(pack.status).toBe(200);
    expect(pack.body['recommendation']).toMatchObject({ type: 'RECOMMENDATION_MADE' });
    expect((pack.body['domains'] as unknown[]).length).toBe(10);
    expect(pack.body['referral']).toEqual({
      needs: [expect.any(String)],
      unmetNeeds: [expect.any(String)],
      services: [{ service: expect.any(String), outcome: expect.any(String) }],
    });
    expect(pack.body['regards']).toEqual([]);
    expect(pack.body['presenter']).toMatchObject({ id: service.ids.nurse });
    expect(pack.text).not.toMatch(/pence|funding/i);
    expect(noted).toEqual({ via: 'api', part: 'panel pack' });
  });

  it('and records of the case with the version that came with the pack', async () => {
    const { headers } = await read(chair, item(0));
    const recorded = await records(chair, item(0), String(headers['etag']));

    expect(recorded.status).toBe(201);
  });
});

describe('[PAN-3] a declaration is refused, and says why,', () => {
  it('where the case is on no agenda of that meeting [PAN-1]', async () => {
    const member = await someone(['panelMember']);
    const { meeting } = item(0);
    const unlisted = await declare(member, { meeting, case: elsewhere });
    const unknown = await declare(member, { meeting, case: randomUUID() });
    const nowhere = await declare(member, { meeting: randomUUID(), case: item(0).case });

    for (const answer of [unlisted, unknown]) {
      expect(clausesOf(answer)).toEqual([409, REFUSED, ['PAN-1']]);
      expect(answer.body.detail).toContain('not on the agenda');
    }
    expect(nowhere.status).toBe(404);
  });

  it('to whoever is not of the panel, with those who are', async () => {
    const answer = await declare(await someone(['panelCoordinator', 'manager']), item(0));

    expect(clausesOf(answer)).toEqual([403, '/problems/not-allowed', ['PAN-3']]);
    expect(answer.body.refusals[0]?.message).toContain('Members of the panel declare');
    expect(answer.body.roles).toEqual(['panelMember', 'panelChair']);
  });

  it('where they have declared already', async () => {
    const member = await someone(['panelMember']);
    await declare(member, item(0));
    const answer = await declare(member, item(0));

    expect(clausesOf(answer)).toEqual([409, REFUSED, ['PAN-3']]);
    expect(answer.body.detail).toBe('You have declared already that you have no interest in this item.');
  });

  it('[PAN-13] to whoever took part in the case or presents it, who reads the pack and decides nothing', async () => {
    const { nurse } = service.ids;
    const roles = ['nurseAssessor', 'panelMember'];
    await api.directory.setRoles('sefton', nurse, roles);
    const { token } = await api.tokens.issue('sefton', nurse, { label: 'test' });
    const answer = await declare({ id: nurse, token }, item(0));
    await api.directory.setRoles('sefton', nurse, ['nurseAssessor']);

    expect(answer.status).toBe(409);
    expect(answer.body.refusals.flatMap(({ clauses }) => clauses)).toEqual(
      expect.arrayContaining(['PAN-3', 'PAN-13']),
    );
    expect(answer.body.refusals.map(({ message }) => message).join(' ')).toMatch(
      /Whoever .*presents this item does not decide/,
    );
  });

  it('where it says of no interest what it is, or of one nothing', async () => {
    const member = await someone(['panelMember']);
    const fieldsOf = ({ status, body }: Answered): unknown[] => [
      status,
      body.errors.map(({ field }) => field),
    ];

    expect(fieldsOf(await declare(member, item(0), { interest: true }))).toEqual([
      422,
      ['nature', 'excludes'],
    ]);
    expect(fieldsOf(await declare(member, item(0), { interest: false, nature: 'x' }))).toEqual([
      422,
      ['nature'],
    ]);
    expect((await declare(member, item(0))).status).toBe(201);
  });

  it('and the refusal is noted, by clause', async () => {
    const noted = await service.query<{ type: string; clauses: string[] }>(
      `SELECT type, clauses FROM audit_entries WHERE action = 'refused' AND subject_id = $1 ORDER BY id`,
      [item(0).meeting],
    );

    expect(noted).toContainEqual({ type: 'INTEREST_DECLARED', clauses: ['PAN-1'] });
    expect(noted).toContainEqual({ type: 'INTEREST_DECLARED', clauses: ['PAN-3'] });
  });
});

describe('[PAN-3] an interest that is declared over the API', () => {
  const said = { interest: true, nature: 'A neighbour', excludes: true };

  it('closes the case, is sent again without harm, and is not taken back by its member', async () => {
    const member = await someone(['panelMember']);
    const key = randomUUID();
    const first = await declare(member, item(1), said, key);
    const again = await declare(member, item(1), said, key);

    expect([first.status, first.body['excludes']]).toEqual([201, true]);
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(clausesOf(await read(member, item(1)))).toEqual([403, '/problems/case-closed', ['PAN-3']]);
    for (const body of [{ interest: false }, { ...said, excludes: false }])
      expect(clausesOf(await declare(member, item(1), body))).toEqual([409, REFUSED, ['PAN-3']]);
  });

  it('that does not exclude leaves the pack open', async () => {
    const member = await someone(['panelMember']);
    const first = await declare(member, item(1), { ...said, excludes: false });

    expect([first.status, first.body['excludes']]).toEqual([201, false]);
    expect((await read(member, item(1))).status).toBe(200);
    expect((await declare(member, item(1))).body.detail).toContain('does not exclude you');
  });
});

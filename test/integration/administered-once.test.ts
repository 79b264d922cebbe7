import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startApi, type Answered, type Api, type Sending, type User } from '../web/api.js';

let api: Api;
let administrator: User;
let nurse: User;

beforeAll(async () => {
  api = await startApi();
  administrator = await api.user('administrator');
  nurse = await api.user('nurseAssessor');
});
afterAll(() => api.close());

const count = async (sql: string, values: unknown[] = []): Promise<number> => {
  const [row] = await api.app
    .get(DataSource, { strict: false })
    .query<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${sql}`, values);
  return row?.count ?? -1;
};
const post = (path: string, body: unknown, sending: Sending = {}): Promise<Answered> =>
  api.send('POST', `/api/v1${path}`, { as: administrator, body, ...sending });
const replayed = ({ headers }: Answered): boolean => headers['idempotency-replayed'] === 'true';

const DAY = { kind: 'proclaimed', date: '2029-06-06', name: 'A day of joy' };
const DAYS = '/calendars/england-and-wales/days';

describe('what is administered', () => {
  it.each([
    ['/people', { name: 'Sam New', roles: ['referrer'] }],
    ['/tokens', { purpose: 'A report' }],
    [DAYS, DAY],
  ])('%s needs a key that can be one', async (path, body) => {
    const without = await post(path, body, { key: null });
    const wrong = await post(path, body, { key: 'two words' });

    expect([without.status, without.body.type]).toEqual([400, '/problems/idempotency-key-needed']);
    expect([wrong.status, wrong.body.type]).toEqual([400, '/problems/bad-idempotency-key']);
  });

  it('adds someone once, however often and in whatever order of fields it is sent', async () => {
    const key = 'sam-once';
    const first = await post('/people', { name: 'Sam Once', roles: ['referrer'] }, { key });
    const again = await Promise.all(
      Array.from({ length: 5 }, () => post('/people', { roles: ['referrer'], name: 'Sam Once' }, { key })),
    );

    expect([first.status, replayed(first)]).toEqual([201, false]);
    expect(again.map((each) => [each.status, each.body.id, replayed(each)])).toEqual(
      again.map(() => [201, first.body.id, true]),
    );
    expect(await count(`people WHERE name = 'Sam Once'`)).toBe(1);
    expect(await count(`audit_entries WHERE detail ->> 'person' = $1`, [first.body.id])).toBe(1);
  });

  it('adds someone once when it comes twice at once', async () => {
    const body = { name: 'Sam Twice', roles: [] };
    const both = await Promise.all([
      post('/people', body, { key: 'twice' }),
      post('/people', body, { key: 'twice' }),
    ]);

    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(await count(`people WHERE name = 'Sam Twice'`)).toBe(1);
  });

  it('takes no key that came with something else, or after something wrong keeps none', async () => {
    const key = 'sam-other';
    const wrong = await post('/people', { name: 'Sam', roles: [], organisation: 'nowhere' }, { key });
    const right = await post('/people', { name: 'Sam Other', roles: [] }, { key });
    const other = await post('/people', { name: 'Sam Another', roles: [] }, { key });

    expect([wrong.status, right.status]).toEqual([422, 201]);
    expect([other.status, other.body.type]).toEqual([422, '/problems/idempotency-key-reused']);
    expect(await count(`people WHERE name = 'Sam Another'`)).toBe(0);
  });

  it('keeps the keys of two people apart', async () => {
    const sending = { key: 'same', as: nurse };
    const mine = await post('/tokens', { purpose: 'Mine' }, { key: 'same' });
    const theirs = await post('/tokens', { purpose: 'Mine' }, sending);

    expect([mine.status, theirs.status, replayed(theirs)]).toEqual([201, 201, false]);
  });

  it('adds a day once, and says so', async () => {
    const first = await post(DAYS, DAY, { key: 'joy' });
    const again = await post(DAYS, DAY, { key: 'joy' });
    const asNew = await post(DAYS, DAY);

    expect([first.status, again.status, replayed(again)]).toEqual([201, 201, true]);
    expect(again.body).toEqual(first.body);
    expect([asNew.status, asNew.body.errors[0]?.field]).toEqual([422, 'date']);
  });
});

describe('the roles of somebody who leaves', () => {
  it('end at once, once, and stay on record', async () => {
    const leaver = await api.user('nurseAssessor', { name: 'Sam Leaver' });
    const path = `/people/${leaver.id}/roles`;
    const ended = await post(path, { roles: [] }, { key: 'leaver' });
    const back = await post(path, { roles: ['auditor'] });
    const again = await post(path, { roles: [] }, { key: 'leaver' });

    expect([ended.status, ended.body.roles]).toEqual([201, []]);
    expect([back.status, back.body.roles]).toEqual([201, ['auditor']]);
    expect([again.status, replayed(again), again.body.roles]).toEqual([201, true, ['auditor']]);
    expect(await count(`person_roles WHERE person_id = $1 AND role = 'nurseAssessor'`, [leaver.id])).toBe(1);
    expect(
      await count(`audit_entries WHERE action = 'rolesChanged' AND detail ->> 'person' = $1`, [leaver.id]),
    ).toBe(2);
  });

  it('are changed by administrators only, for people who are there, to roles that there are', async () => {
    const path = `/people/${nurse.id}/roles`;
    const nobody = '/people/7a2f0a52-9c3a-4f5b-8f0e-3d0f6f2b9c11/roles';

    expect((await post(path, { roles: ['manager'] }, { as: nurse })).status).toBe(403);
    expect((await post(nobody, { roles: [] })).status).toBe(404);
    expect((await post('/people/sam/roles', { roles: [] })).status).toBe(404);
    for (const body of [{}, { roles: ['king'] }, { roles: 'manager' }, { roles: [], name: 'Sam' }])
      expect((await post(path, body)).status).toBe(422);
  });
});

describe('the list of tokens', () => {
  const listed = async (query: string, as: User): Promise<Answered> =>
    api.send('GET', `/api/v1/tokens${query}`, { as });

  it('has those that work, for oneself and for administrators, and never a token', async () => {
    const owner = await api.user('manager', { name: 'Sam Owner' });
    const { body: report } = await post('/tokens', { purpose: 'A report' }, { as: owner });
    const { body: old } = await post('/tokens', { purpose: 'An old report' }, { as: owner });
    await api.send('DELETE', `/api/v1/tokens/${old.id}`, { as: owner });

    const own = await listed('', owner);

    expect(own.body.items.map(({ id, purpose }) => [id, purpose])).toContainEqual([report.id, 'A report']);
    expect(own.body.items).toHaveLength(2);
    expect(own.text).not.toContain('ccc_');
    expect((await listed(`?person=${owner.id}`, administrator)).body).toEqual(own.body);
    expect((await listed(`?person=${owner.id}`, nurse)).status).toBe(422);
    expect((await listed('?person=sam', administrator)).status).toBe(422);
  });
});

describe('a token that is asked for again', () => {
  const me = async (token: string): Promise<number> =>
    (await api.send('GET', '/api/v1/me', { as: token })).status;

  it('takes the place of the one that nobody may have seen: one of them works, and no token is kept', async () => {
    const sending = { as: nurse, key: 'report' };
    const first = await post('/tokens', { purpose: 'A report', days: 3 }, sending);
    const again = await post('/tokens', { purpose: 'A report', days: 3 }, sending);

    expect([again.status, replayed(again), again.body.id]).toEqual([201, true, first.body.id]);
    expect(again.body.token).not.toBe(first.body.token);
    expect([await me(first.body.token), await me(again.body.token)]).toEqual([401, 200]);
    expect(await count(`commands WHERE outcome::text LIKE '%ccc_%'`)).toBe(0);
  });

  it('is not brought back once it was revoked', async () => {
    const sending = { as: nurse, key: 'revoked' };
    const { body } = await post('/tokens', { purpose: 'A report' }, sending);
    await api.send('DELETE', `/api/v1/tokens/${body.id}`, { as: nurse });

    const again = await post('/tokens', { purpose: 'A report' }, sending);

    expect([again.status, again.body.type]).toEqual([422, '/problems/idempotency-key-reused']);
    expect(again.body.token).toBeUndefined();
  });
});

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isPanelOnly } from '../../src/access/case-access.js';
import { MAY_DO } from '../../src/access/policy.js';
import { ROLES, type Role } from '../../src/access/roles.js';
import { projectFolder } from '../../src/config/project-folder.js';
import { apiRoutes as routes } from '../../src/web/routes.js';
import { openCase, startApi, type Api, type OpenedCase, type User } from '../web/api.js';

const everyRole = Object.keys(ROLES) as Role[];
const data = join(projectFolder(), 'workflows');

let folder: string;
let api: Api;
let nurse: User;
let opened: OpenedCase;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ccc-places-'));
  mkdirSync(join(folder, 'places'));
  const sefton = readFileSync(join(data, 'places/sefton.yaml'), 'utf8');
  writeFileSync(
    join(folder, 'places/neighbour.yaml'),
    sefton.replace('id: sefton\n', 'id: neighbour\n').replace('name: Sefton\n', 'name: Neighbour\n'),
  );
  cpSync(join(data, 'calendars'), join(folder, 'calendars'), { recursive: true });
  api = await startApi({ placesDir: folder });
  nurse = await api.user('nurseAssessor');
  opened = await openCase(api, nurse);
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('without a token', () => {
  const closed = routes.filter(({ policy }) => policy !== 'open');

  it.each(closed.map(({ method, path }) => [method, path]))('%s %s: 401', async (method, path) => {
    const address = path.replace('{id}', opened.id).replace('{version}', 'sefton-v13');
    const { status, headers } = await api.send(method, address, method === 'POST' ? { body: {} } : {});

    expect(status).toBe(401);
    expect(headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic c2FtOnNhbQ==',
    'Bearer nobody-has-this',
    "Bearer ' OR 1=1 --",
    `Bearer ${'x'.repeat(500)}`,
  ])('that anybody has, "%s": 401', async (authorization) => {
    const { status, body } = await api.send('GET', '/api/v1/me', { headers: { authorization } });

    expect([status, body.type]).toEqual([401, '/problems/not-signed-in']);
  });
});

describe('each role', () => {
  const reads = routes.filter(
    ({ method, policy }) => method === 'GET' && policy !== 'open' && policy !== 'event',
  );

  it.each(everyRole)('%s reads what the policy lets it read, and nothing else', async (role) => {
    const user = await api.user(role);
    const { id } = role === 'referrer' ? await openCase(api, user) : opened;
    for (const { path, policy, throughItem, throughReferral } of reads) {
      const address = path
        .replace('{version}', 'sefton-v13')
        .replace('/clauses/{id}', '/clauses/CHK-3')
        .replace('/calendars/{id}', '/calendars/england-and-wales')
        .replace('{id}', id);
      const { status } = await api.send('GET', address, { as: user });
      // The case is on no agenda, through which the panel would see it.
      const unlisted = throughItem === true && isPanelOnly([role]);
      // A referrer sees what concerns the referral, not the record.
      const ofRecord = path.includes('/cases/{id}') && throughReferral !== true && role === 'referrer';
      const may =
        !unlisted && !ofRecord && (MAY_DO[policy as keyof typeof MAY_DO] as readonly Role[]).includes(role);

      expect([path, status === 403]).toEqual([path, !may]);
    }
  });

  it('[CHK-1] a referrer reads and records nothing of a child they have no part in', async () => {
    const referrer = await api.user('referrer');
    const address = `/api/v1/cases/${opened.id}`;
    const read = await api.send('GET', address, { as: referrer });
    const list = await api.send('GET', '/api/v1/cases', { as: referrer });

    expect([read.status, read.body.refusals?.[0]?.clauses]).toEqual([403, ['CHK-1']]);
    expect(read.body.detail).toBe(
      'A referrer sees the children they referred or took part for, and this is none of them.',
    );
    expect(list.status).toBe(403);
  });

  it('that is none: nothing at all', async () => {
    const nobody = await api.user([]);

    expect((await api.send('GET', '/api/v1/cases', { as: nobody })).status).toBe(403);
    expect((await api.send('GET', '/api/v1/me', { as: nobody })).status).toBe(403);
  });

  it('administers only as the administrator', async () => {
    const body = { name: 'Sam New', roles: ['referrer'] };
    const administrator = await api.user('administrator');

    expect((await api.send('POST', '/api/v1/people', { as: nurse, body })).status).toBe(403);
    expect((await api.send('POST', '/api/v1/people', { as: administrator, body })).status).toBe(201);
    expect((await api.send('GET', `/api/v1/cases/${opened.id}`, { as: administrator })).status).toBe(403);
  });
});

describe('a case of another place', () => {
  it('is answered exactly as one that does not exist, whatever is asked of it', async () => {
    const stranger = await api.user(everyRole, {}, 'neighbour');
    const missing = '7a2f0a52-9c3a-4f5b-8f0e-3d0f6f2b9c11';
    const note = { type: 'CASE_NOTE_ADDED', content: { note: 'A look inside.' } };
    const asked: [string, string][] = [
      ['GET', ''],
      ['GET', '/events'],
      ['GET', '/deadlines'],
      ['GET', '/next'],
      ['GET', '/notices'],
      ['POST', '/events'],
    ];

    for (const [method, rest] of asked) {
      const sending = { as: stranger, ifMatch: opened.etag, ...(method === 'POST' ? { body: note } : {}) };
      const other = await api.send(method, `/api/v1/cases/${opened.id}${rest}`, sending);
      const none = await api.send(method, `/api/v1/cases/${missing}${rest}`, sending);

      expect([rest, other.status]).toEqual([rest, 404]);
      expect({ ...other.body, instance: '' }).toEqual({ ...none.body, instance: '' });
    }
    expect((await api.send('GET', '/api/v1/cases', { as: stranger })).body.items).toEqual([]);
    expect((await api.send('GET', '/api/v1/people?total=true', { as: stranger })).body.total).toBe(1);
  });
});

describe('a token', () => {
  it('is shown once, works at once, and is dead as soon as it is revoked', async () => {
    const made = await api.send('POST', '/api/v1/tokens', {
      as: nurse,
      body: { purpose: 'A report', days: 1 },
    });
    const { id, token } = made.body;

    expect((await api.send('GET', '/api/v1/me', { as: token })).body).toMatchObject({
      id: nurse.id,
      roles: ['nurseAssessor'],
    });
    expect((await api.send('DELETE', `/api/v1/tokens/${id}`, { as: token })).status).toBe(204);
    expect((await api.send('GET', '/api/v1/me', { as: token })).status).toBe(401);
    expect((await api.send('DELETE', `/api/v1/tokens/${id}`, { as: nurse })).status).toBe(404);
  });

  it('of somebody else cannot be revoked, or made, except by an administrator', async () => {
    const other = await api.user('manager');
    const administrator = await api.user('administrator');
    const made = await api.send('POST', '/api/v1/tokens', { as: nurse, body: { purpose: 'Mine' } });
    const body = { purpose: 'Not mine', person: nurse.id };

    expect((await api.send('DELETE', `/api/v1/tokens/${made.body.id}`, { as: other })).status).toBe(404);
    expect((await api.send('POST', '/api/v1/tokens', { as: other, body })).status).toBe(422);
    const theirs = await api.send('POST', '/api/v1/tokens', { as: administrator, body });
    expect((await api.send('GET', '/api/v1/me', { as: theirs.body.token })).body.id).toBe(nurse.id);
    expect((await api.send('DELETE', `/api/v1/tokens/${made.body.id}`, { as: administrator })).status).toBe(
      204,
    );
  });

  it('that has expired is no token', async () => {
    const { token } = await api.tokens.issue('sefton', nurse.id, { label: 'old', hours: 0 });

    expect((await api.send('GET', '/api/v1/me', { as: token })).status).toBe(401);
  });

  it('loses what its owner’s role allowed as soon as the role ends', async () => {
    const leaver = await api.user('nurseAssessor');
    expect((await api.send('GET', '/api/v1/cases', { as: leaver })).status).toBe(200);

    await api.directory.setRoles('sefton', leaver.id, []);

    expect((await api.send('GET', '/api/v1/cases', { as: leaver })).status).toBe(403);
  });
});

describe('the directory', () => {
  it('lists people by name in parts, and those of a role', async () => {
    const whole = (await api.send('GET', '/api/v1/people?limit=100&total=true', { as: nurse })).body;
    const first = (await api.send('GET', '/api/v1/people?limit=3', { as: nurse })).body;
    const second = (await api.send('GET', `/api/v1/people?limit=3&cursor=${first.next ?? ''}`, { as: nurse }))
      .body;
    const names = whole.items.map(({ name }) => name as string);

    expect([...first.items, ...second.items]).toEqual(whole.items.slice(0, 6));
    expect(whole.total).toBe(whole.items.length);
    expect(names).toEqual([...names].sort());
    const managers = (await api.send('GET', '/api/v1/people?role=manager', { as: nurse })).body.items;
    expect(managers.every(({ roles }) => (roles as string[]).includes('manager'))).toBe(true);
  });

  it.each([
    [{ name: '', roles: [] }, 'name'],
    [{ name: 'Sam', roles: ['king'] }, 'roles'],
    [{ name: 'Sam', roles: 'manager' }, 'roles'],
    [{ name: 'Sam', roles: ['manager', 'manager'] }, 'roles'],
    [{ name: 'Sam', roles: [], organisation: 'nowhere' }, 'organisation'],
    [{ name: 'Sam', roles: [], delegatedLimitPence: -1 }, 'delegatedLimitPence'],
    [{ name: 'Sam', roles: [], delegatedLimitPence: 1.5 }, 'delegatedLimitPence'],
    [{ name: 'Sam', roles: [], competences: [5] }, 'competences'],
    [{ name: 'Sam', roles: [], place: 'neighbour' }, 'place'],
    [{ roles: [] }, 'name'],
  ])('takes nobody described as %j', async (body, field) => {
    const administrator = await api.user('administrator');

    const { status, body: problem } = await api.send('POST', '/api/v1/people', { as: administrator, body });

    expect(status).toBe(422);
    expect(problem.errors.map((error) => error.field)).toEqual([field]);
  });

  it('lists the organisations of the place with the days on which they exist', async () => {
    const { items } = (await api.send('GET', '/api/v1/organisations', { as: nurse })).body;

    expect(items).toContainEqual(expect.objectContaining({ odsCode: '01T', to: '2022-06-30', open: false }));
    expect(items).toContainEqual(expect.objectContaining({ id: 'sefton-council', open: true }));
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WrongPerson } from '../../src/directory/directory.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let pathway: ServicePathway;

const PASSWORD = 'correct horse battery';

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
}, 60_000);

afterAll(() => service.stop());

describe('the directory', () => {
  it('holds people with and without an account, by name', async () => {
    const everyone = await service.parts.directory.everyone('sefton');

    expect(everyone.map(({ name }) => name)).toEqual(everyone.map(({ name }) => name).sort());
    expect(everyone.find(({ id }) => id === service.ids.chair)).toEqual({
      id: service.ids.chair,
      name: 'Test chair',
      organisation: 'south-sefton-ccg',
      organisationName: 'NHS South Sefton CCG',
      team: null,
      capacityPoints: null,
      discipline: 'health',
      clinician: true,
      commissioner: false,
      delegatedLimitPence: 500_000,
      competences: [],
      email: null,
      roles: ['panelChair', 'panelMember'],
      username: null,
    });
  });

  it('lists more than a hundred people page by page, each once', async () => {
    const names = Array.from({ length: 120 }, (_, nth) => `Carer ${String(nth).padStart(3, '0')}`);
    for (const name of names) await service.parts.directory.putPerson('sefton', { name });

    const everyone = await service.parts.directory.everyone('sefton');

    expect(everyone.filter(({ name }) => name.startsWith('Carer')).map(({ name }) => name)).toEqual(names);
  });

  it.each([
    ['roles', { name: 'Test', roles: ['king'] }],
    ['organisation', { name: 'Test', organisation: 'nowhere' }],
    ['discipline', { name: 'Test', discipline: 'magic' as never }],
    ['name', { name: '  ' }],
    ['team', { name: 'Test', team: 'nowhere' }],
    ['capacityPoints', { name: 'Test', capacityPoints: 0 }],
    ['delegatedLimitPence', { name: 'Test', delegatedLimitPence: 0.5 }],
    ['email', { name: 'Test', email: 'nowhere' }],
  ])('takes nobody whose %s cannot be', async (field, person) => {
    const putting = service.parts.directory.putPerson('sefton', person);

    await expect(putting).rejects.toThrow(WrongPerson);
    await expect(putting).rejects.toMatchObject({ field });
  });

  it('takes a role away from today on: the next step is refused, what was done before stands', async () => {
    const id = await pathway.received();
    const leaver = await service.parts.directory.putPerson('sefton', {
      name: 'Test Leaver',
      roles: ['nurseAssessor'],
    });
    const command = (note: string) => ({
      ...service.command({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note }),
      by: leaver,
    });
    const before = await service.parts.engine.execute(command('as a nurse'));

    await service.parts.directory.setRoles('sefton', leaver, ['auditor'], service.ids.manager);

    const [event] = await service.query(`SELECT actor FROM events WHERE by_person = $1`, [leaver]);
    expect(before).toMatchObject({ kind: 'accepted' });
    expect(await service.parts.engine.execute(command('no longer'))).toMatchObject({ kind: 'notAllowed' });
    expect(event).toMatchObject({ actor: { roles: ['nurseAssessor'] } });
    expect((await service.parts.directory.person('sefton', leaver))?.roles).toEqual(['auditor']);
  });

  it('[PAN-2] is copied into what happens: later changes of a member rewrite no decision', async () => {
    const { id } = await pathway.decided();
    await service.parts.directory.putPerson('sefton', {
      id: service.ids.chair,
      name: 'Test chair',
      organisation: 'mlcsu',
    });

    const [event] = await service.query<{ evidence: { people: Record<string, unknown> } }>(
      `SELECT evidence FROM events WHERE subject_id = $1 AND type = 'PANEL_DECIDED'`,
      [id],
    );
    expect(event?.evidence.people[service.ids.chair]).toMatchObject({
      organisation: 'south-sefton-ccg',
      clinician: true,
    });
    expect(await service.parts.proof.differences('sefton', 'case', id)).toEqual([]);
  }, 60_000);
});

describe('an account', () => {
  it('signs its owner in by the right password alone', async () => {
    await service.parts.accounts.create('sefton', service.ids.manager, {
      username: 'Manager@Example',
      password: PASSWORD,
    });

    const signedIn = await service.parts.accounts.signIn('manager@example', PASSWORD);

    expect(signedIn).toMatchObject({
      place: 'sefton',
      person: { id: service.ids.manager, username: 'manager@example' },
    });
    expect(await service.parts.accounts.signIn('manager@example', 'incorrect horse')).toBeNull();
    expect(await service.parts.accounts.signIn('nobody', PASSWORD)).toBeNull();
  });

  it('keeps no password, only what argon2 makes of it', async () => {
    const [row] = await service.query<{ password_hash: string }>(
      `SELECT password_hash FROM accounts WHERE username = 'manager@example'`,
    );

    expect(row?.password_hash).toMatch(/^\$argon2id\$/);
  });

  it.each([
    ['username', { username: 'a b', password: PASSWORD }],
    ['password', { username: 'nurse', password: 'short' }],
    ['username', { username: 'manager@example', password: PASSWORD }],
  ])('is not made with a %s that cannot be: %j', async (field, account) => {
    await expect(service.parts.accounts.create('sefton', service.ids.nurse, account)).rejects.toMatchObject({
      field,
    });
  });

  it('is one for each person', async () => {
    const again = service.parts.accounts.create('sefton', service.ids.manager, {
      username: 'second',
      password: PASSWORD,
    });

    await expect(again).rejects.toMatchObject({ field: 'person' });
  });

  it('that is ended takes its tokens with it', async () => {
    await service.parts.accounts.create('sefton', service.ids.chair, {
      username: 'chair',
      password: PASSWORD,
    });
    const { token } = await service.parts.tokens.issue('sefton', service.ids.chair, { label: 'desk' });

    await service.parts.accounts.disable('chair');

    expect(await service.parts.accounts.signIn('chair', PASSWORD)).toBeNull();
    expect(await service.parts.tokens.ownerOf(token)).toBeNull();
  });

  it('of the first administrator is made once for a place', async () => {
    const first = { name: 'Test Administrator', username: 'admin', password: PASSWORD };

    expect(await service.parts.accounts.createFirstAdministrator('sefton', first)).toBe(true);
    expect(
      await service.parts.accounts.createFirstAdministrator('sefton', { ...first, username: 'admin2' }),
    ).toBe(false);
    expect((await service.parts.accounts.signIn('admin', PASSWORD))?.person.roles).toEqual(['administrator']);
  });

  it('of a first administrator can be made again once nobody is one any more', async () => {
    const { accounts, directory } = service.parts;
    const first = await accounts.signIn('admin', PASSWORD);
    await directory.setRoles('sefton', first?.person.id ?? '', []);
    const next = { name: 'Test Successor', username: 'successor', password: PASSWORD };

    expect(await accounts.createFirstAdministrator('sefton', next)).toBe(true);
    expect(await accounts.createFirstAdministrator('sefton', { ...next, username: 'third' })).toBe(false);
  });
});

describe('a token', () => {
  it('is its owner’s until it expires, and only its digest is kept', async () => {
    await service.moveTo('2026-01-05T09:00');
    const { token } = await service.parts.tokens.issue('sefton', service.ids.nurse, {
      label: 'ward',
      hours: 24,
    });
    const rows = await service.query<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM api_tokens t`);

    expect(await service.parts.tokens.ownerOf(token)).toMatchObject({ person: { id: service.ids.nurse } });
    expect(rows.map(({ row }) => row).join()).not.toContain(token);
    expect(await service.parts.tokens.ownerOf(`${token}x`)).toBeNull();

    await service.moveTo('2026-01-06T09:01');
    expect(await service.parts.tokens.ownerOf(token)).toBeNull();
  });

  it('is dead as soon as it is revoked', async () => {
    const { id, token } = await service.parts.tokens.issue('sefton', service.ids.nurse, {
      label: 'ward',
    });

    expect(await service.parts.tokens.revoke('elsewhere', id)).toBe(false);
    expect(await service.parts.tokens.revoke('sefton', id)).toBe(true);
    expect(await service.parts.tokens.ownerOf(token)).toBeNull();
    expect(await service.parts.tokens.revoke('sefton', id)).toBe(false);
  });

  it('is different every time', async () => {
    const issue = () => service.parts.tokens.issue('sefton', service.ids.nurse, { label: 'ward' });
    const tokens = [await issue(), await issue(), await issue()].map(({ token }) => token);

    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(token).toMatch(/^ccc_[\w-]{43}$/);
  });
});

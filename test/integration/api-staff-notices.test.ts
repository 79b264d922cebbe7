import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { inTransaction } from '../../src/database/transaction.js';
import { DuePass } from '../../src/deadlines/due-pass.js';
import { Postman } from '../../src/staff-notices/postman.js';
import { StaffNotices } from '../../src/staff-notices/staff-notices.js';
import { startApi, type Api, type User } from '../web/api.js';

let api: Api;
let nurse: User;
let manager: User;
let administrator: User;

const tell = (about: string, people: string[]) =>
  inTransaction(api.app.get(DataSource), (tx) =>
    api.app.get(StaffNotices).tell(tx, {
      place: 'sefton',
      kind: 'reassigned',
      to: { people },
      about,
      words: `${about}: you are its assessor now. [ROL-1]`,
      link: `/cases/${about}`,
    }),
  );

beforeAll(async () => {
  api = await startApi();
  nurse = await api.user('nurseAssessor', { email: 'nurse@example.org' });
  manager = await api.user('manager');
  administrator = await api.user('administrator');
  for (const about of ['SEF-1', 'SEF-2', 'SEF-3']) await tell(about, [nurse.id]);
}, 60_000);

afterAll(() => api.close());

const list = async (as: User, query = '') =>
  (await api.send('GET', `/api/v1/staff-notices${query}`, { as })).body;

const markRead = (as: User, body: unknown) => api.send('POST', '/api/v1/staff-notices/read', { as, body });

describe('notices to staff over the API', () => {
  it('[ROL-4] one sees one’s own, the newest first, in parts that go on where they ended', async () => {
    const first = await list(nurse, '?limit=2&total=true');
    const second = await list(nurse, `?limit=2&cursor=${first.next}`);

    expect(first.total).toBe(3);
    expect([...first.items, ...second.items].map(({ words }) => String(words).slice(0, 5))).toEqual([
      'SEF-3',
      'SEF-2',
      'SEF-1',
    ]);
    expect(second.next).toBeNull();
    expect(first.items[0]).toMatchObject({
      kind: 'reassigned',
      title: 'A case has a new assessor',
      link: '/cases/SEF-3',
      readAt: null,
      withdrawn: null,
    });
    expect((await list(manager)).items).toEqual([]);
  });

  it('what is read comes after what is not, and is counted no more; again is no different', async () => {
    const { items } = await list(nurse);
    const [newest] = items;
    const marked = [
      await markRead(nurse, { id: newest?.['id'] }),
      await markRead(nurse, { id: newest?.['id'] }),
    ];
    expect(marked.map(({ status }) => status)).toEqual([204, 204]);

    expect((await api.send('GET', '/api/v1/staff-notices/count', { as: nurse })).body).toEqual({ unread: 2 });
    expect((await list(nurse)).items.at(-1)?.['id']).toBe(newest?.['id']);
    expect((await list(nurse, '?which=unread')).items).toHaveLength(2);
    await markRead(nurse, {});
    expect((await api.send('GET', '/api/v1/staff-notices/count', { as: nurse })).body).toEqual({ unread: 0 });
  });

  it('nobody marks another’s: it is as if it were not there', async () => {
    const [one] = (await list(nurse)).items;
    const others = await markRead(manager, { id: one?.['id'] });
    const nobodys = await markRead(manager, { id: 'none' });

    expect([others.status, nobodys.status]).toEqual([422, 422]);
    expect(others.body.errors).toEqual([{ field: 'id', message: 'is none of your notices' }]);
    expect(nobodys.body.errors).toEqual(others.body.errors);
  });

  it.each(['?which=all', '?cursor=x', '?limit=0', '?person=1'])('%s is not taken', async (query) => {
    const { status } = await api.send('GET', `/api/v1/staff-notices${query}`, { as: nurse });

    expect(status).toBe(422);
  });
});

describe('e-mail without a mail server', () => {
  beforeAll(async () => {
    await api.app.get(DuePass).run();
    await api.app.get(Postman).idle();
  });

  it('is kept, to be read by whoever it is for', async () => {
    const { body } = await api.send('GET', '/api/v1/mailbox?total=true', { as: nurse });

    expect(body.total).toBe(3);
    expect(body.items[0]).toMatchObject({
      address: 'nurse@example.org',
      subject: 'A case has a new assessor',
      text: expect.stringContaining('you are its assessor now. [ROL-1]'),
    });
    expect((await api.send('GET', '/api/v1/mailbox', { as: manager })).body.items).toEqual([]);
  });

  it('everyone’s is for administrators alone, where the service is not live', async () => {
    const all = await api.send('GET', '/api/v1/mailbox?everyone=true', { as: administrator });
    const refused = await api.send('GET', '/api/v1/mailbox?everyone=true', { as: nurse });

    expect(all.body.items).toHaveLength(3);
    expect(refused.status).toBe(403);
    expect(refused.body.roles).toEqual(['administrator']);
  });
});

describe('e-mails that a person decides on', () => {
  const uncertain = async (): Promise<string> => {
    await tell(`again ${Math.random()}`, [nurse.id]);
    const [row] = await api.app
      .get(DataSource)
      .query<{ id: string }[]>(
        `UPDATE deliveries SET state = 'uncertain', failure = 'lost' WHERE state = 'waiting' RETURNING id`,
      )
      .then((answer) => (Array.isArray(answer[0]) ? (answer[0] as unknown as { id: string }[]) : answer));
    return row?.id ?? '';
  };

  it('are listed with why, and leave the list once it is decided, for good', async () => {
    const id = await uncertain();
    const listed = await api.send('GET', '/api/v1/deliveries?state=uncertain&total=true', { as: manager });
    const path = `/api/v1/deliveries/${id}/decision`;
    const key = 'decision-1';
    const decided = await api.send('POST', path, { as: manager, key, body: { decision: 'arrived' } });
    const replayed = await api.send('POST', path, { as: manager, key, body: { decision: 'arrived' } });
    const again = await api.send('POST', path, { as: manager, body: { decision: 'sendAgain' } });

    expect(listed.body.items).toMatchObject([
      {
        id,
        state: 'uncertain',
        why: 'The connection was lost after the message was handed over: it may have arrived.',
        decided: null,
      },
    ]);
    expect([decided.status, decided.body]).toEqual([201, { id, state: 'sent' }]);
    expect(replayed.headers['idempotency-replayed']).toBe('true');
    expect(again.status).toBe(422);
    expect(again.body.errors).toEqual([{ field: 'decision', message: 'is not open: the e-mail is sent' }]);
    expect((await api.send('GET', '/api/v1/deliveries?state=uncertain', { as: manager })).body.items).toEqual(
      [],
    );
    const sent = await api.send('GET', '/api/v1/deliveries?state=sent', { as: administrator });
    expect(sent.body.items).toMatchObject([{ id, decided: { as: 'arrived', by: { id: manager.id } } }]);
  });

  it('are for managers and administrators; what is not there is not found, what makes no sense is said', async () => {
    const nobody = '/api/v1/deliveries/00000000-0000-4000-8000-000000000000/decision';

    expect((await api.send('GET', '/api/v1/deliveries?state=failed', { as: nurse })).status).toBe(403);
    expect((await api.send('POST', nobody, { as: manager, body: { decision: 'arrived' } })).status).toBe(404);
    expect((await api.send('POST', nobody, { as: manager, body: { decision: 'perhaps' } })).status).toBe(422);
    expect((await api.send('GET', '/api/v1/deliveries', { as: manager })).status).toBe(422);
  });
});

describe('where e-mail goes', () => {
  it('is said by an administrator, checked, and shown to nobody else', async () => {
    const path = `/api/v1/people/${manager.id}/email`;
    const wrong = await api.send('POST', path, { as: administrator, body: { email: 'nowhere' } });
    const set = await api.send('POST', path, { as: administrator, body: { email: 'manager@example.org' } });
    const others = await api.send('GET', '/api/v1/people', { as: nurse });
    const me = await api.send('GET', '/api/v1/me', { as: manager });
    const none = await api.send('POST', path, { as: administrator, body: {} });

    expect(wrong.status).toBe(422);
    expect(wrong.body.errors).toEqual([
      { field: 'email', message: 'An e-mail address is written as sam@example.org.' },
    ]);
    expect(set.body['email']).toBe('manager@example.org');
    expect(others.text).not.toContain('manager@example.org');
    expect(me.body['email']).toBe('manager@example.org');
    expect(none.body['email']).toBeNull();
    expect((await api.send('POST', path, { as: manager, body: {} })).status).toBe(403);
  });
});

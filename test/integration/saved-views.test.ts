import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../src/access/roles.js';
import { openCase, startApi, type Api } from '../web/api.js';
import { Visitor } from '../web/visitor.js';

const PASSWORD = 'a long enough password';

let api: Api;
let manager: Visitor;
let colleague: Visitor;
let elsewhere: Visitor;
let alone: Visitor;
let referrer: Visitor;

async function visitorAs(name: string, role: Role, team: string | null): Promise<Visitor> {
  const user = await api.user([role], team === null ? {} : { team });
  await api.accounts.create('sefton', user.id, { username: `${name}@example.org`, password: PASSWORD });
  const visitor = new Visitor(api);
  await visitor.signIn(`${name}@example.org`, PASSWORD);
  return visitor;
}

beforeAll(async () => {
  api = await startApi();
  await openCase(api, await api.user(['nurseAssessor']));
  await openCase(api, await api.user(['nurseAssessor']));
  manager = await visitorAs('manager', 'manager', 'nurses-north');
  colleague = await visitorAs('colleague', 'manager', 'nurses-north');
  elsewhere = await visitorAs('elsewhere', 'manager', 'nurses-south');
  alone = await visitorAs('alone', 'nurseAssessor', null);
  referrer = await visitorAs('referrer', 'referrer', null);
});
afterAll(() => api.close());

const TEAMS = '/queues/overdue?team=nurses-north&order=whoseFirst';

const idOf = (text: string, name: string): string => {
  const row = text.split('<tr').find((each) => each.includes(`>${name}</a>`)) ?? '';
  return /\/views\/([0-9a-f-]{36})\//.exec(row)?.[1] ?? '';
};

describe('a list saved as a view', () => {
  it('is a link on its list with everything that was chosen, and says so where it is shown', async () => {
    await manager.get(TEAMS);
    const saved = await manager.post('/views', {
      address: `${TEAMS}&asAt=2026-01-01T09:00:00.000Z`,
      name: 'North',
    });
    const list = await manager.get('/queues');
    const shown = await manager.get(TEAMS);

    expect([saved.status, saved.location]).toEqual([303, TEAMS]);
    expect(list.text).toContain(`href="${TEAMS.replaceAll('&', '&amp;')}">North</a>`);
    expect(shown.text).toContain('<strong>North</strong>');
    expect(shown.text).toContain('by whose it is, from A to Z');
  });

  it('is seen by the team it is shared with, who cannot delete it, and by nobody else', async () => {
    await manager.get('/queues/unassigned');
    await manager.post('/views', { address: '/queues/unassigned', name: 'Nobody’s', share: 'yes' });
    const theirs = await colleague.get('/views');
    const others = await elsewhere.get('/views');
    const id = idOf(theirs.text, 'Nobody’s');

    expect(theirs.text).toContain('Your team; saved by');
    expect(theirs.text).not.toContain('>North</a>');
    expect(others.text).not.toContain('Nobody’s');
    expect((await colleague.post(`/views/${id}/delete`)).status).toBe(404);
    expect((await elsewhere.post(`/views/${id}/first`)).status).toBe(404);
  });

  it('is where the menu leads until that is undone or it is deleted', async () => {
    await manager.get('/cases');
    await manager.post('/views', { address: '/cases?state=open&overdue=true', name: 'Late', first: 'yes' });
    const home = await manager.get('/');
    const id = idOf((await manager.get('/views')).text, 'Late');
    await manager.post(`/views/${id}/first`, { first: 'no' });
    const undone = await manager.get('/');
    await manager.post(`/views/${id}/first`, { first: 'yes' });
    await manager.post(`/views/${id}/delete`);
    const deleted = await manager.get('/');

    expect(home.text).toContain('href="/cases?state=open&amp;overdue=true"');
    expect(undone.text).not.toContain('href="/cases?state=open&amp;overdue=true"');
    expect(deleted.text).not.toContain('href="/cases?state=open&amp;overdue=true"');
    expect((await manager.get('/views')).text).not.toContain('>Late</a>');
  });

  it.each([
    ['without a name', '  ', 'Enter a name of 1 to 60 characters'],
    ['with a name that is too long', 'x'.repeat(61), 'Enter a name of 1 to 60 characters'],
    ['with a name that is taken', 'North', 'You have a view of that name already'],
  ])('is not saved %s, and what was typed is kept', async (_why, name, said) => {
    await manager.get('/queues');
    const shown = await manager.post('/views', { address: '/queues', name, share: 'yes' });

    expect(shown.status).toBe(422);
    expect(shown.text).toContain(said);
    expect(shown.text).toContain(`value="${name}"`);
    expect(shown.text).toMatch(/name="share"[^>]*checked/);
  });

  it('holds nothing but filters that there are: no words about anybody, and no other address', async () => {
    await manager.get('/queues');
    const words = await manager.post('/views', {
      address: '/cases?whose=Ella+Birch&state=open',
      name: 'Words',
    });
    const unknown = await manager.post('/views', { address: '/queues/overdue?team=Ella', name: 'Team' });
    const other = await manager.post('/views', { address: '/search?name=Ella', name: 'Search' });
    const away = await manager.post('/views', { address: 'https://example.org/', name: 'Away' });

    expect(words.location).toBe('/cases?state=open');
    expect([unknown.status, other.status, away.status]).toEqual([422, 404, 404]);
  });

  it('is of a list that its owner sees, and offered to a team only where there is one', async () => {
    expect((await alone.get('/cases')).text).not.toContain('My team sees it too');
    expect((await manager.get('/cases')).text).toContain('My team sees it too');
    await referrer.get('/views');
    const queue = await referrer.post('/views', { address: '/queues/overdue', name: 'Late' });
    const cases = await referrer.post('/views', { address: '/cases?whose=me', name: 'Mine' });

    expect([queue.status, cases.status]).toEqual([403, 403]);
    expect((await referrer.get('/views')).text).toContain('You have no lists that could be saved as a view.');
  });
});

describe('the list of cases', () => {
  it.each(['childFirst', 'childLast', 'openedFirst', 'openedLast'])(
    'is ordered %s by the server, and says when it was read',
    async (order) => {
      const shown = await manager.get(`/cases?state=open&order=${order}&rows=50`);

      expect(shown.status).toBe(200);
      expect(shown.text).toContain(`aria-sort="${order.endsWith('Last') ? 'descending' : 'ascending'}"`);
      expect(shown.text).toContain('As at ');
      expect(shown.text).toContain('<input type="hidden" name="order"');
      expect(shown.text).toContain('<strong>50</strong>');
    },
  );
});

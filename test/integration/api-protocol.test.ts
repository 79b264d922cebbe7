import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type Api, type User } from '../web/api.js';

const VERSION = '/api/v1/protocols/sefton-v13';

let api: Api;
let nurse: User;
let administrator: User;

beforeAll(async () => {
  api = await startApi();
  nurse = await api.user('nurseAssessor');
  administrator = await api.user('administrator');
});
afterAll(() => api.close());

const dueOf = async (timescale: string, start: string) =>
  api.send('GET', `/api/v1/due?timescale=${timescale}&start=${start}`, { as: nurse });

describe('the protocol over HTTP', () => {
  it('lists its clauses, each with its rule and where it is carried out', async () => {
    const { body } = await api.send('GET', `${VERSION}/clauses`, { as: nurse });
    const consent = await api.send('GET', `${VERSION}/clauses/CHK-3`, { as: nurse });

    expect(body.items.length).toBeGreaterThan(50);
    expect(body.items).toContainEqual(consent.body);
    expect((consent.body['enforcedBy'] as unknown[]).length).toBeGreaterThan(0);
  });

  it('lists its timescales, and its decision support tool with ten care domains [HNA-3]', async () => {
    const timescales = await api.send('GET', `${VERSION}/timescales`, { as: nurse });
    const tool = await api.send('GET', `${VERSION}/decision-support-tool`, { as: nurse });

    expect(timescales.body.items).toContainEqual(
      expect.objectContaining({ id: 'checklist-decision', length: { amount: 5, unit: 'workingDays' } }),
    );
    expect(tool.body['domains']).toHaveLength(10);
  });

  it.each(['sefton-v12', '../sefton-v13', 'constructor', '%00'])('has no version %s', async (version) => {
    const { status } = await api.send('GET', `/api/v1/protocols/${encodeURIComponent(version)}/clauses`, {
      as: nurse,
    });

    expect(status).toBe(404);
  });

  it.each(['XXX-1', 'constructor', '__proto__'])('has no clause %s', async (id) => {
    expect((await api.send('GET', `${VERSION}/clauses/${id}`, { as: nurse })).status).toBe(404);
  });
});

describe('when it would be due', () => {
  it('is answered with the days that are not counted [CHK-6]', async () => {
    const { status, body } = await dueOf('checklist-decision', '2026-12-23');

    expect([status, body['due']]).toEqual([200, '2027-01-04']);
    expect((body['trace'] as { skipped: unknown }).skipped).toContainEqual({
      date: '2026-12-25',
      why: 'bank holiday: Christmas Day',
    });
  });

  it.each([
    ['no-such-clock', '2026-01-05'],
    ['checklist-decision', '2026-02-30'],
    ['checklist-decision', 'tomorrow'],
    ['constructor', '2026-01-05'],
  ])('cannot be said of %s from %s: 422', async (timescale, start) => {
    const { status, body } = await dueOf(timescale, start);

    expect([status, body.type]).toEqual([422, '/problems/invalid']);
    expect(body.detail.length).toBeGreaterThan(10);
  });
});

describe('the calendar', () => {
  const days = '/api/v1/calendars/england-and-wales/days';

  it('takes a proclaimed day of an administrator, and counts by it from then on', async () => {
    const before = await dueOf('checklist-decision', '2027-06-07');

    const { status, body } = await api.send('POST', days, {
      as: administrator,
      body: { kind: 'proclaimed', date: '2027-06-09', name: 'A day of joy' },
    });
    const after = await dueOf('checklist-decision', '2027-06-07');

    expect(status).toBe(201);
    expect(body.days).toContainEqual({ kind: 'proclaimed', date: '2027-06-09', name: 'A day of joy' });
    expect([before.body['due'], after.body['due']]).toEqual(['2027-06-14', '2027-06-15']);
    const { change, ...calendar } = body;
    const read = await api.send('GET', `/api/v1/changes/${String(change)}`, { as: administrator });
    expect(read.body).toMatchObject({ kind: 'calendar', reason: 'A day of joy', counts: { moved: 0 } });
    expect((await api.send('GET', '/api/v1/calendars/england-and-wales', { as: nurse })).body).toEqual(
      calendar,
    );
  });

  it('shows an administrator what a day would move, and adds none by that', async () => {
    const body = { kind: 'proclaimed', date: '2027-06-10', name: 'A day of joy' };

    const shown = await api.send('POST', `${days}/preview`, { as: administrator, body });

    expect([shown.status, shown.body]).toEqual([200, { items: [], next: null }]);
    expect((await dueOf('checklist-decision', '2027-06-10')).body['due']).toBe('2027-06-17');
    expect((await api.send('POST', `${days}/preview`, { as: nurse, body })).status).toBe(403);
  });

  it('takes a day that is moved, from where the rules put it', async () => {
    const body = { kind: 'moved', from: '2028-05-01', date: '2028-05-08', name: 'Early May bank holiday' };

    expect((await api.send('POST', days, { as: administrator, body })).status).toBe(201);
  });

  it.each([
    [{ kind: 'proclaimed', date: '2027-02-30', name: 'X' }, 'date'],
    [{ kind: 'proclaimed', date: 5, name: 'X' }, 'date'],
    [{ kind: 'holiday', date: '2027-02-01', name: 'X' }, 'kind'],
    [{ kind: 'proclaimed', date: '2027-02-01', name: ' ' }, 'name'],
    [{ kind: 'proclaimed', date: '2023-05-08', name: 'Again' }, 'date'],
    [{ kind: 'moved', date: '2027-02-01', name: 'X' }, 'from'],
    [{ kind: 'proclaimed', from: '2027-02-01', date: '2027-02-02', name: 'X' }, 'from'],
  ])('refuses %j', async (body, field) => {
    const answered = await api.send('POST', days, { as: administrator, body });

    expect(answered.status).toBe(422);
    expect(answered.body.errors.map((error) => error.field)).toEqual([field]);
  });

  it('is changed by administrators only, and only where it is kept', async () => {
    const body = { kind: 'proclaimed', date: '2027-07-01', name: 'Mine' };

    expect((await api.send('POST', days, { as: nurse, body })).status).toBe(403);
    expect((await api.send('POST', '/api/v1/calendars/moon/days', { as: administrator, body })).status).toBe(
      404,
    );
    expect((await api.send('GET', '/api/v1/calendars/moon', { as: nurse })).status).toBe(404);
  });
});

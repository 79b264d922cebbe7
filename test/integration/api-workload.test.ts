import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCase, startApi, type Api, type OpenedCase, type User } from '../web/api.js';

let api: Api;
let manager: User;
let nurse: User;
let other: User;
let administrator: User;
let opened: OpenedCase;

const COMPETENT = { competences: ['complex-needs-of-children'] };

beforeAll(async () => {
  api = await startApi();
  manager = await api.user('manager');
  nurse = await api.user('nurseAssessor', COMPETENT);
  other = await api.user('nurseAssessor', COMPETENT);
  administrator = await api.user('administrator');
  opened = await openCase(api, nurse);
}, 60_000);
afterAll(() => api.close());

const post = (path: string, as: User, body?: unknown) => api.send('POST', `/api/v1/${path}`, { as, body });
const get = (path: string, as: User) => api.send('GET', `/api/v1/${path}`, { as });

describe('teams and capacity over the API', () => {
  it('are set by a manager and shown with the person', async () => {
    const team = { team: 'nurses-south', capacityPoints: 25 };

    const set = await post(`people/${nurse.id}/work`, manager, team);
    const teams = await get('teams', nurse);
    const workload = await get('workload?team=nurses-south', manager);

    expect([set.status, set.body]).toMatchObject([201, team]);
    expect(teams.body.items.map(({ id }) => id)).toContain('nurses-south');
    expect(workload.body.items).toMatchObject([{ person: { id: nurse.id }, capacity: 25, percent: 0 }]);
  });

  it.each([
    [{ team: 'nowhere' }, 'team'],
    [{ capacityPoints: 0 }, 'capacityPoints'],
  ])('are not what the place does not have: %j', async (body, field) => {
    const { status, body: problem } = await post(`people/${nurse.id}/work`, manager, body);

    expect([status, problem.errors[0]?.field]).toEqual([422, field]);
  });
});

describe('absences over the API', () => {
  it('are recorded, listed and ended by a manager', async () => {
    const sent = { person: other.id, from: '2031-02-03', to: '2031-02-07', reason: 'leave', cover: nurse.id };

    const recorded = await post('absences', manager, sent);
    const overlapping = await post('absences', manager, sent);
    const ended = await post(`absences/${recorded.body.id}/end`, manager, { lastDay: '2031-02-04' });
    const listed = await get(`absences?person=${other.id}`, manager);

    expect([recorded.status, overlapping.status, ended.status]).toEqual([201, 422, 201]);
    expect(overlapping.body.errors[0]).toMatchObject({ field: 'from' });
    expect(ended.body).toMatchObject({ to: '2031-02-04', cover: { id: nurse.id } });
    expect(listed.body.items).toMatchObject([{ person: { id: other.id }, to: '2031-02-04' }]);
  });
});

describe('reassignment over the API', () => {
  it('[ROL-1] is tried out, read case by case, and applied once', async () => {
    const sent = { cases: [opened.id], to: other.id, reason: 'Caseloads are evened out.' };

    const tried = await post('reassignments', manager, sent);
    const cases = await get(`changes/${tried.body.id}/cases`, manager);
    const applied = await post(`reassignments/${tried.body.id}/apply`, manager, {});
    const again = await post(`reassignments/${tried.body.id}/apply`, manager, {});
    const changes = await get('changes?kind=reassignment', manager);

    expect([tried.status, tried.body]).toMatchObject([201, { state: 'previewed', counts: { waiting: 1 } }]);
    expect(cases.body.items).toMatchObject([
      { case: { id: opened.id }, state: 'waiting', to: { id: other.id } },
    ]);
    expect([applied.status, again.status]).toEqual([201, 422]);
    expect(changes.body.items).toMatchObject([{ id: tried.body.id, decidedBy: { id: manager.id } }]);
    expect((await get(`changes/${tried.body.id}`, manager)).body['state']).not.toBe('previewed');
  });

  it('lists open cases of nobody, and suggests who could have one', async () => {
    const unassigned = await openCase(api, nurse);

    const listed = await get('workload/cases?unassigned=true', manager);
    const suggested = await get(`cases/${unassigned.id}/assessors`, manager);

    expect(listed.body.items.map((each) => (each['case'] as { id: string }).id)).toContain(unassigned.id);
    expect(suggested.body.items.map((each) => (each['person'] as { id: string }).id)).toContain(other.id);
  });

  it.each([
    [{ reason: 'x' }, 'cases'],
    [{ cases: ['nobody'], reason: 'x' }, 'cases.0'],
    [{ leavers: true, to: 'nobody', reason: 'x' }, 'to'],
    [{ leavers: true, reason: ' ' }, 'reason'],
  ])('is not tried out as %j', async (body, field) => {
    const { status, body: problem } = await post('reassignments', manager, body);

    expect([status, problem.errors[0]?.field]).toEqual([422, field]);
  });
});

describe('a move to another protocol version over the API', () => {
  it('[SCO-7] is refused for a version there is not, and moves no case to the one it is on', async () => {
    const move = { cases: [opened.id], reason: 'revised' };

    const unknown = await post('protocol-moves', manager, { ...move, to: 'sefton-v99' });
    const same = await post('protocol-moves/preview', manager, { from: 'sefton-v13', to: 'sefton-v13' });
    const shown = await post('protocol-moves/preview?total=true', manager, {
      cases: [opened.id],
      to: 'sefton-v13',
    });
    const begun = await post('protocol-moves', manager, { ...move, to: 'sefton-v13' });
    const stopped = await post(`protocol-moves/${begun.body.id}/stop`, manager, { why: 'begun by mistake' });

    expect([unknown.body.errors[0]?.field, same.body.errors[0]?.field]).toEqual(['to', 'to']);
    expect([shown.status, shown.body.items]).toEqual([200, []]);
    expect(shown.body['totals']).toMatchObject({ refused: 0 });
    expect([begun.status, stopped.status]).toEqual([201, 201]);
    expect(stopped.body).toMatchObject({ state: 'stopped', reason: 'revised' });
  });
});

describe('workload, changes and absences', () => {
  it.each([
    ['GET', 'workload'],
    ['GET', 'workload/cases'],
    ['GET', 'absences'],
    ['POST', 'absences'],
    ['POST', 'reassignments'],
    ['POST', 'protocol-moves'],
    ['GET', 'changes'],
  ])('are not for a nurse assessor: %s %s', async (method, path) => {
    const { status } = await api.send(method, `/api/v1/${path}`, {
      as: nurse,
      ...(method === 'POST' ? { body: {} } : {}),
    });

    expect(status).toBe(403);
  });

  it('are seen by an administrator only as far as changes go', async () => {
    expect((await get('changes', administrator)).status).toBe(200);
    expect((await get('workload', administrator)).status).toBe(403);
  });
});

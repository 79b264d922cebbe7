import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { startApi, type Api, type Answered, type User } from '../web/api.js';

let service: Service;
let pathway: ServicePathway;
let api: Api;
let nurse: User;
let coordinator: User;

const storedByNewer = (id: string): Promise<unknown> =>
  service.query(
    `UPDATE cases SET record = jsonb_set(record::jsonb, '{machines}', to_jsonb(99)) WHERE id = $1`,
    [id],
  );

const everythingOf = (id: string): Promise<unknown[]> =>
  Promise.all([
    service.query('SELECT record, version, calendar_version FROM cases WHERE id = $1', [id]),
    service.query('SELECT count(*)::int AS events FROM events WHERE subject_id = $1', [id]),
    service.query('SELECT count(*)::int AS answers FROM commands'),
    service.query('SELECT key, due_at FROM deadlines WHERE case_id = $1 ORDER BY key', [id]),
  ]);

const note = (id: string, ifMatch = '"v3"'): Promise<Answered> =>
  api.send('POST', `/api/v1/cases/${id}/events`, {
    as: nurse,
    ifMatch,
    body: { type: 'CASE_NOTE_ADDED', content: { note: 'Spoke with the school.' } },
  });

const expectUpdating = ({ status, body, headers }: Answered): void => {
  expect([status, body.type, headers['retry-after']]).toEqual([503, '/problems/unavailable', '5']);
  expect(String(headers['content-type'])).toContain('application/problem+json');
  expect(body.detail).toContain('The service is being updated');
};

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
  api = await startApi({ databaseUrl: service.database.url });
  nurse = await api.user('nurseAssessor');
  coordinator = await api.user('panelCoordinator');
}, 60_000);

afterAll(async () => {
  await api.close();
  await service.stop();
});

describe('a case of a protocol version that is not here', () => {
  const gone = (id: string, version: string): Promise<unknown> =>
    service.query(
      `UPDATE cases SET record = jsonb_set(record::jsonb, '{protocol}', to_jsonb($2::text)) WHERE id = $1`,
      [id, version],
    );

  it('[SCO-7] takes no command, and says which version is missing and who puts that right', async () => {
    const id = await pathway.received();
    await gone(id, 'sefton-v99');
    const before = await everythingOf(id);
    const { status, body, headers } = await note(id);

    expect([status, body.type]).toEqual([503, '/problems/rules-missing']);
    expect(String(headers['content-type'])).toContain('application/problem+json');
    expect(body.detail).toContain('protocol version sefton-v99, which this service does not have for sefton');
    expect(body.detail).toContain('Whoever runs the service puts it right');
    expect(await everythingOf(id)).toEqual(before);
    await gone(id, 'sefton-v13');
    expect((await note(id)).status).toBe(201);
  });
});

describe('a case that a newer program has stored', () => {
  it('takes no command in an older process, which says that the service is being updated and stores nothing', async () => {
    const id = await pathway.received();
    await storedByNewer(id);
    const before = await everythingOf(id);
    expectUpdating(await note(id));

    expect(await everythingOf(id)).toEqual(before);
  });

  it('is not counted anew by the calendar either, whoever comes to it', async () => {
    const id = await pathway.received();
    await storedByNewer(id);
    const [row] = await service.query<{ counted: string }>(
      'SELECT calendar_version AS counted FROM cases WHERE id = $1',
      [id],
    );
    const countBy = (version: string | undefined): Promise<unknown> =>
      service.query('UPDATE cases SET calendar_version = $2 WHERE id = $1', [id, version]);
    await countBy('of-before');
    const before = await everythingOf(id);
    expectUpdating(await note(id));
    const after = await everythingOf(id);
    await countBy(row?.counted);

    expect(after).toEqual(before);
  });

  it.each(['', '/next', '/deadlines', '/events', '/evidence', '/notices'])(
    'is not read as if it were understood: GET /cases/ID%s',
    async (path) => {
      const id = await pathway.received();
      expect((await api.send('GET', `/api/v1/cases/${id}${path}`, { as: nurse })).status).toBe(200);
      await storedByNewer(id);

      expectUpdating(await api.send('GET', `/api/v1/cases/${id}${path}`, { as: nurse }));
    },
  );

  it('stands in lists, and keeps nobody from another case', async () => {
    const newer = await pathway.received();
    const other = await pathway.received();
    await storedByNewer(newer);
    const list = await api.send('GET', '/api/v1/cases?limit=100', { as: nurse });

    expect(list.body.items.map(({ id }) => id)).toEqual(expect.arrayContaining([newer, other]));
    expect((await note(other)).status).toBe(201);
  });

  it('goes on where it was once a program that knows it comes to it', async () => {
    const id = await pathway.received();
    await storedByNewer(id);
    expectUpdating(await note(id));
    await service.query(
      `UPDATE cases SET record = jsonb_set(record::jsonb, '{machines}', to_jsonb(1)) WHERE id = $1`,
      [id],
    );

    expect((await note(id)).status).toBe(201);
  });
});

describe('a meeting that a newer program has stored', () => {
  const machines = (id: string, version: number): Promise<unknown> =>
    service.query(
      `UPDATE meetings SET record = jsonb_set(record::jsonb, '{machines}', to_jsonb($2::int)) WHERE id = $1`,
      [id, version],
    );
  const moved = (meeting: string): Promise<Answered> =>
    api.send('POST', `/api/v1/meetings/${meeting}/events`, {
      as: coordinator,
      ifMatch: '"v1"',
      body: { type: 'MEETING_MOVED', content: { heldOn: '2026-03-25', reason: 'The room is taken.' } },
    });
  const everythingOfMeeting = (id: string): Promise<unknown[]> =>
    Promise.all([
      service.query('SELECT record, version FROM meetings WHERE id = $1', [id]),
      service.query('SELECT count(*)::int AS events FROM events WHERE subject_id = $1', [id]),
      service.query('SELECT count(*)::int AS answers FROM commands'),
    ]);

  it('takes no command, is not read as if it were understood, and stands in the list of meetings', async () => {
    const meeting = await pathway.arranged('2026-03-04');
    await machines(meeting, 99);
    const before = await everythingOfMeeting(meeting);
    expectUpdating(await moved(meeting));
    expectUpdating(await api.send('GET', `/api/v1/meetings/${meeting}`, { as: coordinator }));
    const list = await api.send('GET', '/api/v1/meetings?limit=100', { as: coordinator });

    expect(await everythingOfMeeting(meeting)).toEqual(before);
    expect(list.body.items.map(({ id }) => id)).toContain(meeting);
  });

  it('[PAN-1] takes no case on its agenda, and the case stays as it was', async () => {
    const id = await pathway.signedOff();
    const meeting = await pathway.arranged('2026-03-11');
    await machines(meeting, 99);
    const [before, meetingBefore] = [await everythingOf(id), await everythingOfMeeting(meeting)];
    const [row] = await service.query<{ version: number }>(
      'SELECT person_version AS version FROM cases WHERE id = $1',
      [id],
    );
    const listed = await api.send('POST', `/api/v1/cases/${id}/events`, {
      as: coordinator,
      ifMatch: `"v${row?.version ?? 0}"`,
      body: { type: 'ITEM_LISTED', content: { meeting } },
    });

    expectUpdating(listed);
    expect(await everythingOf(id)).toEqual(before);
    expect(await everythingOfMeeting(meeting)).toEqual(meetingBefore);
  }, 60_000);

  it('goes on where it was once a program that knows it comes to it', async () => {
    const meeting = await pathway.arranged('2026-03-18');
    await machines(meeting, 99);
    expectUpdating(await moved(meeting));
    await machines(meeting, 1);

    expect((await moved(meeting)).status).toBe(201);
  });
});

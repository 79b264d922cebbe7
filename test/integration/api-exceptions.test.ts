import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { startApi, type Api, type User } from '../web/api.js';

const DECISION = 'checklist-decision/referral-1.1';

let service: Service;
let api: Api;
let manager: User;
let auditor: User;
let nurse: User;
let pathway: ServicePathway;
let caseId: string;

const give = (about: string, more: Record<string, unknown> = {}): Promise<unknown> =>
  service.query(
    `UPDATE alarms SET state = 'exception', attempts = 6, failure = $2, failed_first_at = service_now(),
       failed_last_at = service_now(), owner_role = 'manager' WHERE about = $1`,
    [about, more['failure'] ?? 'TypeError'],
  );

const list = async (as: User, query = ''): Promise<Record<string, unknown>[]> =>
  (await api.send('GET', `/api/v1/exceptions?${query}`, { as })).body.items;

const only = async (): Promise<string> => (await list(manager))[0]?.['id'] as string;

const alarm = async (): Promise<Record<string, unknown> | undefined> =>
  (await service.query('SELECT * FROM alarms WHERE about = $1', [`${caseId} ${DECISION}`]))[0];

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
  caseId = await pathway.received();
  api = await startApi({ databaseUrl: service.database.url });
  [manager, auditor, nurse] = await Promise.all([
    api.user('manager'),
    api.user('auditor'),
    api.user('nurseAssessor'),
  ]);
}, 60_000);

afterAll(async () => {
  await api.close();
  await service.stop();
});

describe('the exceptions queue', () => {
  it('says what waits for a person, why and since when, and names a case by its reference alone', async () => {
    await give(`${caseId} ${DECISION}`);
    const items = await list(auditor);

    expect(items).toEqual([
      {
        id: expect.any(String),
        kind: 'deadline',
        state: 'exception',
        case: expect.stringMatching(/^SEF-/),
        deadline: DECISION,
        reason: 'TypeError',
        attempts: 6,
        since: expect.any(String),
        lastTriedAt: expect.any(String),
        ageSeconds: expect.any(Number),
        owner: 'manager',
        setAside: null,
      },
    ]);
    expect(JSON.stringify(items)).not.toContain(caseId);
  });

  it('is counted in the status, so that nothing hides in it', async () => {
    const { status, body } = await api.send('GET', '/status');

    expect(status).toBe(200);
    expect(body).toMatchObject({ exceptions: { waiting: 1, setAside: 0 } });
  });

  it('is for managers and administrators to work on; an auditor only reads, a nurse assessor neither', async () => {
    const retry = `/api/v1/exceptions/${await only()}/retry`;

    expect((await api.send('GET', '/api/v1/exceptions', { as: nurse })).status).toBe(403);
    expect((await api.send('POST', retry, { as: auditor, body: {} })).status).toBe(403);
  });

  it('sets aside with a reason, which is kept for good', async () => {
    const id = await only();
    const path = `/api/v1/exceptions/${id}/set-aside`;
    const without = await api.send('POST', path, { as: manager, body: { reason: '  ' } });
    const aside = await api.send('POST', path, { as: manager, body: { reason: 'looked at by hand' } });

    expect(without.status).toBe(422);
    expect(aside).toMatchObject({ status: 201, body: { state: 'setAside' } });
    expect(await list(manager)).toEqual([]);
    expect(await list(manager, 'state=setAside')).toMatchObject([
      { id, setAside: { why: 'looked at by hand', at: expect.any(String) } },
    ]);
    const entries = await service.parts.audit.entries('sefton');
    expect(entries.at(-1)).toMatchObject({
      action: 'exceptionSetAside',
      person: manager.id,
      detail: { alarm: id, reason: 'looked at by hand' },
    });
  });

  it('lets one be tried again, once however often it is asked with the same key', async () => {
    const [aside] = await list(manager, 'state=setAside');
    const path = `/api/v1/exceptions/${aside?.['id'] as string}/retry`;
    const key = randomUUID();
    const first = await api.send('POST', path, { as: manager, key, body: {} });
    const again = await api.send('POST', path, { as: manager, key, body: {} });

    expect(first).toMatchObject({ status: 201, body: { state: 'waiting' } });
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(await alarm()).toMatchObject({ state: 'waiting', attempts: 0, failure: null, queued: false });
    await service.moveTo('2026-01-13T00:00');
    const passed = await service.query(
      `SELECT 1 FROM events WHERE subject_id = $1 AND type = 'DEADLINE_PASSED'`,
      [caseId],
    );
    expect(passed).toHaveLength(1);
  });

  it('keeps what stands for a deadline that is over and not recorded: it cannot be set aside', async () => {
    const late = await pathway.received();
    await service.query(
      `UPDATE service_clock SET shift = '2026-01-14T09:00:00Z'::timestamptz - clock_timestamp()`,
    );
    await give(`${late} ${DECISION}`);
    const path = `/api/v1/exceptions/${await only()}`;
    const aside = await api.send('POST', `${path}/set-aside`, { as: manager, body: { reason: 'no time' } });
    const kept = await list(manager);
    const again = await api.send('POST', `${path}/retry`, { as: manager, body: {} });
    await service.parts.duePass.run();

    expect(aside.status).toBe(422);
    expect(aside.body.errors[0]?.message).toContain('whose passing is not recorded yet');
    expect(kept).toMatchObject([{ state: 'exception', deadline: DECISION }]);
    expect(again.status).toBe(201);
    expect(
      await service.query(`SELECT 1 FROM events WHERE subject_id = $1 AND type = 'DEADLINE_PASSED'`, [late]),
    ).not.toEqual([]);
  });

  it('answers clearly where there is none of that id, or trying again would put nothing right', async () => {
    await service.query(
      `INSERT INTO alarms (id, kind, about, rings_at, queued, state, failure, failed_first_at, failed_last_at, owner_role)
       VALUES (gen_random_uuid(), 'job', 'job 1', service_now(), true, 'exception', 'unreadableJob: it names no alarm',
         service_now(), service_now(), 'administrator')`,
    );
    const none = await api.send('POST', `/api/v1/exceptions/${randomUUID()}/retry`, {
      as: manager,
      body: {},
    });
    const useless = await api.send('POST', `/api/v1/exceptions/${await only()}/retry`, {
      as: manager,
      body: {},
    });

    expect(none.status).toBe(404);
    expect(useless.status).toBe(422);
    expect(useless.body.errors[0]?.message).toContain('set it aside');
  });
});

describe('what the service says of itself', () => {
  it('is read by Prometheus without a token, and names nobody', async () => {
    const { status, text, headers } = await api.send('GET', '/metrics');

    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toContain('ccc_exceptions 1');
    expect(text).toContain('ccc_database_up 1');
    expect(text).toMatch(/# TYPE ccc_alarm_lateness_seconds histogram/);
    expect(text).not.toContain(caseId);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { setAlarms } from '../../src/alarms/alarms.js';
import { AlarmKinds } from '../../src/alarms/alarm-kinds.js';
import { AlarmRing } from '../../src/alarms/ring.js';
import { inTransaction } from '../../src/database/transaction.js';
import { StaffNotices } from '../../src/staff-notices/staff-notices.js';
import { londonToInstant } from '../../workflows/protocol/index.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { startApi, type Api } from '../web/api.js';
import { hiddenIn, Visitor } from '../web/visitor.js';

const PASSWORD = 'a long enough password';

let service: Service;
let api: Api;
let dataSource: DataSource;
let manager: Visitor;
let managerId: string;
let auditor: Visitor;
let caseId: string;
let fails = true;

async function visitorAs(role: 'manager' | 'auditor'): Promise<{ visitor: Visitor; id: string }> {
  const { id } = await api.user([role], { email: `${role}@example.org` });
  await api.accounts.create('sefton', id, { username: `${role}@example.org`, password: PASSWORD });
  const visitor = new Visitor(api);
  await visitor.signIn(`${role}@example.org`, PASSWORD);
  return { visitor, id };
}

/** An alarm of the case whose handling fails and may not be tried again by itself. */
async function failing(): Promise<string> {
  const about = randomUUID();
  await inTransaction(dataSource, (tx) =>
    setAlarms(tx, [
      { kind: 'poison', place: 'sefton', about, caseId, ringsAt: londonToInstant('2025-01-06T09:00') },
    ]),
  );
  const [row] = await dataSource.query<{ id: string }[]>('SELECT id FROM alarms WHERE about = $1', [about]);
  const id = row?.id ?? '';
  await api.app.get(AlarmRing).giveUp(id);
  return id;
}

const stateOf = async (id: string): Promise<string | undefined> =>
  (await dataSource.query<{ state: string }[]>('SELECT state FROM alarms WHERE id = $1', [id]))[0]?.state;
const standing = (id: string): Promise<unknown[]> =>
  dataSource.query(
    `SELECT 1 FROM staff_notices WHERE about_key LIKE 'exception ' || $1 || '%' AND withdrawn_at IS NULL`,
    [id],
  );

beforeAll(async () => {
  service = await Service.start();
  caseId = await new ServicePathway(service).received();
  api = await startApi({ databaseUrl: service.database.url });
  dataSource = api.app.get(DataSource);
  const first = await visitorAs('manager');
  manager = first.visitor;
  managerId = first.id;
  auditor = (await visitorAs('auditor')).visitor;
  api.app.get(AlarmKinds).register({
    kind: 'poison',
    ownerRole: 'manager',
    ring: () => (fails ? Promise.reject(new TypeError('the name of a child')) : Promise.resolve(null)),
  });
}, 60_000);
afterAll(async () => {
  await api.close();
  await service.stop();
});

describe('an alarm that fails', () => {
  it('[ROL-4] is shown with its case, its reason and its age to whoever may sort it out, and read by an auditor', async () => {
    const id = await failing();
    const shown = await manager.get('/exceptions');
    const read = await auditor.get('/exceptions');

    expect(shown.text).toContain('1 exception, the oldest first');
    expect(shown.text).toMatch(/SEF-\w+/);
    expect(shown.text).toContain('its handling was begun and never ended');
    expect(shown.text).toContain(`action="/exceptions/${id}/retry"`);
    expect(shown.text).toContain(`href="/exceptions/${id}/set-aside"`);
    expect(shown.text).not.toContain('the name of a child');
    expect(read.text).toContain('Waits for a manager or administrator');
    expect(read.text).not.toContain('/retry');
  });

  it('is tried again once however often the form is sent, and leaves the list when it is handled', async () => {
    const [row] = await dataSource.query<{ id: string }[]>(`SELECT id FROM alarms WHERE kind = 'poison'`);
    const id = row?.id ?? '';
    const action = `/exceptions/${id}/retry`;
    const form = hiddenIn((await manager.get('/exceptions')).text, action);
    const before = await standing(id);
    const first = await manager.post(action, form);
    const again = await manager.post(action, form);
    const told = await manager.get('/exceptions');
    fails = false;
    const rung = await api.app.get(AlarmRing).ring(id);
    fails = true;

    expect([first.status, first.location, again.status]).toEqual([303, '/exceptions', 303]);
    expect(told.text).toContain('It is being tried again');
    expect(told.text).toContain('Nothing waits for a person');
    expect(rung.kind).toBe('rung');
    expect(before).not.toEqual([]);
    expect(await standing(id)).toEqual([]);
    expect(await stateOf(id)).toBeUndefined();
  });

  it('is set aside with a reason, stays where it can be found, and can be tried again from there', async () => {
    const id = await failing();
    const action = `/exceptions/${id}/set-aside`;
    const form = hiddenIn((await manager.get(action)).text, action);
    const done = await manager.post(action, { ...form, reason: 'Looked at by hand' });
    const waiting = await manager.get('/exceptions');
    const aside = await manager.get('/exceptions?state=setAside');
    const state = await stateOf(id);
    const retry = `/exceptions/${id}/retry`;
    const tried = await manager.post(retry, hiddenIn(aside.text, retry));

    expect(done.status).toBe(303);
    expect(waiting.text).toContain('It is set aside');
    expect(waiting.text).not.toContain(id);
    expect(aside.text).toContain('Looked at by hand');
    expect(state).toBe('setAside');
    expect(await standing(id)).toEqual([]);
    expect(tried.status).toBe(303);
    expect(await stateOf(id)).toBe('waiting');
    await dataSource.query('DELETE FROM alarms WHERE id = $1', [id]);
  });

  it('is not set aside without a reason, or with one that is too long, and keeps what was typed', async () => {
    const id = await failing();
    const path = `/exceptions/${id}/set-aside`;
    const { text } = await manager.get(path);
    const silent = await manager.post(path, { ...hiddenIn(text), reason: '  ' });
    const long = await manager.post(path, { ...hiddenIn(text), reason: 'x'.repeat(501) });

    expect([silent.status, long.status]).toEqual([422, 422]);
    expect(silent.text).toContain('Enter why nothing more is to be done');
    expect(long.text).toContain('x'.repeat(501));
    expect(await stateOf(id)).toBe('exception');
    await dataSource.query('DELETE FROM alarms WHERE id = $1', [id]);
  });

  it('is named by what is due, and by words for its reason, wherever something is done about it', async () => {
    const id = await failing();
    await dataSource.query(
      `UPDATE alarms SET kind = 'deadline', about = $2, failure = 'TypeError' WHERE id = $1`,
      [id, `${caseId} checklist-decision/referral-7`],
    );
    for (const path of ['/exceptions', `/exceptions/${id}/set-aside`]) {
      const { text } = await manager.get(path);
      expect(text).toContain('Decide whether to proceed to a health needs assessment');
      expect(text).not.toContain('checklist-decision/');
      expect(text).toContain('The service met a fault of its own');
    }
    await dataSource.query('DELETE FROM alarms WHERE id = $1', [id]);
  });

  it('leads whoever comes second back to what waits now', async () => {
    const id = await failing();
    const forms = (await manager.get('/exceptions')).text;
    await dataSource.query('DELETE FROM alarms WHERE id = $1', [id]);
    const aside = await manager.get(`/exceptions/${id}/set-aside`);
    for (const [action, typed] of [
      [`/exceptions/${id}/retry`, hiddenIn(forms, `/exceptions/${id}/retry`)],
      [`/exceptions/${id}/set-aside`, { reason: 'Looked at by hand' }],
    ] as const) {
      const second = await manager.post(action, typed);
      expect([second.status, second.location]).toEqual([303, '/exceptions']);
      expect((await manager.get('/exceptions')).text).toContain('Somebody dealt with it meanwhile');
    }
    expect(aside.status).toBe(404);
    expect(aside.text).toContain('It does not wait any more');
  });

  it('[CHK-6] is not set aside where it stands for a deadline that is over and not recorded, and that is said', async () => {
    const id = await failing();
    const [deadline] = await dataSource.query<{ key: string }[]>(
      'SELECT key FROM deadlines WHERE case_id = $1 AND is_open AND awaits_passing LIMIT 1',
      [caseId],
    );
    await dataSource.query(`DELETE FROM alarms WHERE kind = 'deadline' AND case_id = $1`, [caseId]);
    await dataSource.query(`UPDATE alarms SET about = $2 WHERE id = $1`, [
      id,
      `${caseId} ${deadline?.key ?? ''}`,
    ]);
    await dataSource.query(
      `UPDATE deadlines SET due_at = service_now() - interval '1 day' WHERE case_id = $1 AND key = $2`,
      [caseId, deadline?.key],
    );
    const action = `/exceptions/${id}/set-aside`;
    const form = hiddenIn((await manager.get(action)).text, action);
    const refused = await manager.post(action, { ...form, reason: 'No time' });

    expect(deadline).toBeDefined();
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('whose passing is not recorded yet');
    expect(refused.text).toContain('>No time</textarea>');
    expect(await stateOf(id)).toBe('exception');
    await dataSource.query('DELETE FROM alarms WHERE id = $1', [id]);
  });
});

describe('an e-mail of which nobody knows whether it arrived', () => {
  const uncertain = async (): Promise<string> => {
    const about = randomUUID();
    await inTransaction(dataSource, (tx) =>
      api.app.get(StaffNotices).tell(tx, {
        place: 'sefton',
        kind: 'reassigned',
        to: { people: [managerId] },
        about,
        words: 'SEF-7K3Q9D: you are its assessor now. [ROL-1]',
        link: '/cases',
      }),
    );
    await dataSource.query(
      `UPDATE deliveries d SET state = 'uncertain', failure = 'lost', attempts = 1, subject = 'A case has a new assessor'
       FROM staff_notices n WHERE n.id = d.notice_id AND n.about_key = $1`,
      [about],
    );
    const [row] = await dataSource.query<{ id: string }[]>(
      `SELECT d.id FROM deliveries d JOIN staff_notices n ON n.id = d.notice_id WHERE n.about_key = $1`,
      [about],
    );
    return row?.id ?? '';
  };
  const delivery = async (id: string): Promise<string | undefined> =>
    (await dataSource.query<{ state: string }[]>('SELECT state FROM deliveries WHERE id = $1', [id]))[0]
      ?.state;

  it.each([
    ['arrived', 'sent'],
    ['sendAgain', 'waiting'],
    ['setAside', 'withdrawn'],
  ])('is shown with what may have happened; decided as %s it is %s, once', async (decision, becomes) => {
    const id = await uncertain();
    const shown = await manager.get('/deliveries');
    const action = `/deliveries/${id}/decision`;
    const form = { ...hiddenIn(shown.text, action), decision };
    const decided = await manager.post(action, form);
    const replayed = await manager.post(action, form);
    const late = await manager.post(action, { decision: 'sendAgain' });
    const after = await manager.get('/deliveries');

    expect(shown.text).toContain('The connection was lost after the message was handed over');
    expect(shown.text).toContain('A case has a new assessor');
    for (const words of ['It arrived', 'Send it again', 'Leave it']) expect(shown.text).toContain(words);
    expect([decided.status, decided.location, replayed.status]).toEqual([303, '/deliveries', 303]);
    expect(await delivery(id)).toBe(becomes);
    expect([late.status, late.location]).toEqual([303, '/deliveries']);
    expect(after.text).toContain('Nothing was done just now');
    expect(after.text).toContain('Every e-mail is known to have arrived');
  });

  it('is nobody’s to decide who only reads', async () => {
    const id = await uncertain();

    expect((await manager.get('/exceptions')).text).toContain('1 e-mail needs a decision');
    expect((await auditor.get('/exceptions')).text).not.toContain('needs a decision');
    expect((await auditor.get('/deliveries')).status).toBe(403);
    expect((await auditor.post(`/deliveries/${id}/decision`, { decision: 'arrived' })).status).toBe(403);
    expect(await delivery(id)).toBe('uncertain');
  });
});

describe('the state of the service', () => {
  /** What the banner says in a process that begins to look now, with a worker that says that of itself. */
  const banner = async (degraded: string | null, passed: string): Promise<string> => {
    await dataSource.query('DELETE FROM heartbeats');
    await dataSource.query(
      `INSERT INTO heartbeats (process, role, host, pid, version, machines, alarms, started_at, seen_at, passed_at, queue, degraded)
       VALUES (gen_random_uuid(), 'worker', 'elsewhere', 1, '1.0.0', 1, 1, clock_timestamp() - interval '1 hour',
         clock_timestamp(), clock_timestamp() - $2::interval, 'redis', $1)`,
      [degraded, passed],
    );
    const other = await startApi({ databaseUrl: api.url });
    const visitor = new Visitor(other);
    await visitor.signIn('manager@example.org', PASSWORD);
    const { text } = await visitor.get('/exceptions');
    await other.close();
    return /<div class="app-degraded"[\s\S]*?<\/div>/.exec(text)?.[0] ?? '';
  };

  it('is not spoken of on pages while all is well', async () => {
    await dataSource.query(`DELETE FROM alarms WHERE rings_at < service_now()`);

    expect(await banner(null, '10 seconds')).toBe('');
  });

  it('is said on every page while the queue is away: nothing is lost, messages can come later', async () => {
    const said = await banner('ECONNREFUSED', '10 seconds');

    expect(said).toContain('Nothing is lost');
    expect(said).not.toContain('ECONNREFUSED');
  });

  it('[ROL-4] is said on every page once the pass over what is due has stopped', async () => {
    expect(await banner(null, '6 minutes')).toContain('Deadlines that pass are being recorded late');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditTrail } from '../../src/audit/audit-trail.js';
import { DEADLINE_QUEUES } from '../../src/reading/queues/queues.js';
import { scatterDeadlines } from '../helpers/queue-data.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { startApi, type Api, type User } from '../web/api.js';

interface Line {
  case: { id: string; reference: string };
  key: string;
  title: string;
  state: string;
  stateWords: string;
  overdueBy: { workingDays: number; calendarDays: number } | null;
}

let service: Service;
let api: Api;
let manager: User;
let nurse: User;

beforeAll(async () => {
  service = await Service.start();
  const pathway = new ServicePathway(service);
  for (let n = 0; n < 4; n += 1) await pathway.received();
  await service.moveTo('2026-01-12T10:00');
  await scatterDeadlines(service, { each: 30, owners: [service.ids.nurse], around: '2026-01-20' });
  // What somebody wrote is a name here, and would be a formula in a spreadsheet.
  await service.query(`UPDATE people SET name = $2 WHERE id = $1`, [
    service.ids.nurse,
    '=HYPERLINK("http://example.test")',
  ]);
  await service.query(`UPDATE cases SET stage_words = $1 WHERE stage = 'referral.received'`, ['\t=1+1']);
  await service.query(`UPDATE cases SET stage_words = $1 WHERE stage = 'panelItem.ready'`, ['\r@SUM(A1)']);
  api = await startApi({ databaseUrl: service.database.url });
  manager = await api.user('manager');
  nurse = await api.user('nurseAssessor');
});
afterAll(async () => {
  await api.close();
  await service.stop();
});

const get = (path: string, as: User = manager) => api.send('GET', path, { as });

describe('the queues over the API', () => {
  it('[ROL-4] count and list at one moment, which is said and can be sent back', async () => {
    const counts = (await get('/api/v1/queues')).body as unknown as {
      asAt: string;
      queues: { id: string; title: string; count: number }[];
    };
    const overdue = counts.queues.find(({ id }) => id === 'overdue');
    const list = (await get(`/api/v1/queues/overdue?total=true&limit=3&asAt=${counts.asAt}`)).body;
    const more = (await get(`/api/v1/queues/overdue?limit=3&cursor=${list.next}`)).body;

    expect(overdue?.title).toBe('Overdue');
    expect(list).toMatchObject({ asAt: counts.asAt, total: overdue?.count });
    expect(more['asAt']).toBe(counts.asAt);
  });

  it('say of each deadline whose it is, how late, and in which bucket', async () => {
    const items = (await get('/api/v1/queues/criticallyOverdue?limit=5')).body.items as unknown as Line[];

    expect(items[0]).toMatchObject({
      case: { id: expect.any(String), reference: expect.any(String) },
      child: { givenName: expect.any(String), familyName: expect.any(String) },
      clauses: ['CHK-6'],
      state: 'criticallyOverdue',
      stateWords: expect.stringMatching(/^Critically overdue/),
      ageing: { workingDays: 'wd-over-40', calendarDays: 'days-183' },
    });
    expect(items.every(({ overdueBy }) => (overdueBy?.calendarDays ?? 0) > 0)).toBe(true);
  });

  it('take the filters that their definitions name, with words for each', async () => {
    const { body } = await get('/api/v1/queue-definitions');
    const filters = body['filters'] as Record<string, { value: string; words: string }[]>;

    expect((body['queues'] as { id: string }[]).map(({ id }) => id)).toEqual([...DEADLINE_QUEUES]);
    for (const [name, values] of Object.entries(filters)) {
      for (const { value, words } of values.slice(0, 3)) {
        expect(words).not.toBe('');
        expect([name, (await get(`/api/v1/queues?${name}=${value}`)).status]).toEqual([name, 200]);
      }
    }
  });

  it.each([
    ['timescale=six-weeks', 'timescale', 'decision-national'],
    ['stage=asleep', 'stage', 'referral.received'],
    ['organisation=nhs', 'organisation', 'sefton-council'],
    ['team=red', 'team', 'nurses-north'],
    ['need=money', 'need', 'physicalDisability'],
    ['ageing=old', 'ageing', 'wd-over-40'],
    ['owner=me', 'owner', 'the id of a person'],
    ['owner=00000000-0000-4000-8000-000000000000', 'owner', 'somebody in the directory'],
    ['asAt=yesterday', 'asAt', '2026-03-29T09:00:00.000Z'],
    ['asAt=2026-02-30T09:00:00.000Z', 'asAt', '2026-03-29T09:00:00.000Z'],
    ['asAt=2031-01-01T00:00:00Z', 'asAt', 'lies ahead'],
    ['asAt=2026-01-01T00:00:00Z', 'asAt', 'more than 24 hours ago'],
    ['colour=red', 'colour', 'is not taken here'],
  ])('refuse %s, naming the field and what it could be', async (query, field, words) => {
    for (const path of ['/api/v1/queues', '/api/v1/queues/overdue']) {
      const { status, body } = await get(`${path}?${query}`);
      expect([status, body.errors.map((each) => each.field)]).toEqual([422, [field]]);
      expect(body.errors[0]?.message).toContain(words);
    }
  });

  it.each([
    ['/api/v1/queues/late', 'queue', 'criticallyOverdue'],
    ['/api/v1/queues/overdue?cursor=bogus', 'cursor', 'gave out'],
    ['/api/v1/queues/overdue?limit=1000', 'limit', '100'],
    ['/api/v1/queues/overdue/export?need=money', 'need', 'endOfLife'],
  ])('refuse %s clearly', async (path, field, words) => {
    const { status, body } = await get(path);

    expect([status, body.errors.map((each) => each.field)]).toEqual([422, [field]]);
    expect(body.errors[0]?.message).toContain(words);
  });

  it('refuse a moment that is not that of the cursor', async () => {
    const { next, asAt } = (await get('/api/v1/queues/overdue?limit=1')).body as unknown as {
      next: string;
      asAt: string;
    };
    const other = new Date(Date.parse(asAt) - 60_000).toISOString();

    expect((await get(`/api/v1/queues/overdue?cursor=${next}&asAt=${asAt}`)).status).toBe(200);
    expect((await get(`/api/v1/queues/overdue?cursor=${next}&asAt=${other}`)).status).toBe(422);
  });

  it('are open to assessors, managers, the Chief Nurse and auditors, and a file of them not to assessors', async () => {
    expect((await get('/api/v1/queues', nurse)).status).toBe(200);
    expect((await get('/api/v1/queues/overdue/export', nurse)).status).toBe(403);
    for (const role of ['chiefNurse', 'auditor'] as const) {
      const someone = await api.user(role);
      expect((await get('/api/v1/queues', someone)).status).toBe(200);
      expect((await get('/api/v1/queues/overdue/export', someone)).status).toBe(200);
    }
    for (const role of ['referrer', 'panelMember', 'councilOfficer', 'administrator'] as const) {
      expect((await get('/api/v1/queues', await api.user(role))).status).toBe(403);
    }
  });

  it('show nothing of another place', async () => {
    await service.query(`INSERT INTO places (id, name, protocol, calendar_version, data)
      SELECT 'elsewhere', name, protocol, calendar_version, data FROM places WHERE id = 'sefton'`);
    const before = (await get('/api/v1/queues/overdue?total=true')).body.total;
    await service.query('ALTER TABLE open_deadlines DROP CONSTRAINT fk_open_deadlines_deadline');
    await service.query(`INSERT INTO open_deadlines
      SELECT 'elsewhere', gen_random_uuid(), key, timescale, guidance, due_on, due_at, critical_at, owner, owner_person, excepted,
        paused, reason_wanted, stage, commissioner, needs FROM open_deadlines`);
    const after = (await get('/api/v1/queues/overdue?total=true')).body.total;
    await service.query(`DELETE FROM open_deadlines WHERE place_id = 'elsewhere'`);

    expect(before).toBeGreaterThan(0);
    expect(after).toBe(before);
  });
});

describe('a queue as a file', () => {
  const rowsOf = (text: string): string[] => text.trimEnd().split('\r\n');

  it('has every deadline of the queue and a row of headings, in UTF-8 that spreadsheets know', async () => {
    const { total } = (await get('/api/v1/queues/overdue?total=true')).body;
    const { text, headers } = await get('/api/v1/queues/overdue/export?timescale=decision-national');
    const whole = await get('/api/v1/queues/overdue/export');

    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toBe('attachment; filename="overdue-2026-01-12.csv"');
    expect(text.startsWith('\ufeffCase,Stage,Timescale,')).toBe(true);
    expect(rowsOf(whole.text)).toHaveLength((total ?? 0) + 1);
  });

  it('says needs and ageing in words', async () => {
    const { text } = await get('/api/v1/queues/overdue/export?need=physicalDisability');

    expect(text).toContain(',over 40 working days,183 days or more,');
    expect(text).not.toMatch(/wd-|days-/);
    expect(text).toContain('Physical disability');
    expect(text).not.toContain('physicalDisability');
  });

  it('has nothing in it that a spreadsheet would carry out', async () => {
    const { text } = await get('/api/v1/queues/overdue/export');
    const cells = rowsOf(text.replace(/^\ufeff/, '')).flatMap((row) =>
      (row.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []).map((cell) => cell.replace(/,$/, '').replace(/^"/, '')),
    );

    expect(text).toContain(`'=HYPERLINK`);
    expect(text).toContain(`'\t=1+1`);
    expect(text).toContain(`'\r@SUM`);
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  it('names no child, and is noted with who took it', async () => {
    const { text } = await get('/api/v1/queues/unassigned/export?need=physicalDisability');
    const entries = await api.app.get(AuditTrail).entries('sefton', {});
    const noted = entries.findLast(({ action }) => action === 'queueExported');
    const [child] = await service.query<{ family_name: string }>('SELECT family_name FROM children LIMIT 1');

    expect(text).not.toContain(child?.family_name);
    expect(noted).toMatchObject({
      person: manager.id,
      detail: { queue: 'unassigned', filters: { need: 'physicalDisability' }, rows: rowsOf(text).length - 1 },
    });
  });

  it('comes with what its columns mean', async () => {
    const { text } = await get('/api/v1/queue-definitions/export');
    const head = (await get('/api/v1/queues/overdue/export')).text.split('\r\n')[0]?.replace(/^\ufeff/, '');
    const defined = rowsOf(text).slice(1);

    expect(defined).toHaveLength(head?.match(/("[^"]*"|[^,]+)(,|$)/g)?.length ?? 0);
  });
});

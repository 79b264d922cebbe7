import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { startApi, type Api, type User } from '../web/api.js';
import type { PerformanceView } from '../../src/reading/performance/performance-reading.js';

interface Known {
  started_on: string;
  due_on: string;
  original_due_on: string;
  settled_as: string | null;
  settled_on: string | null;
  organisation: string | null;
}

let service: Service;
let api: Api;
let chief: User;
let ids: string[];

/** A clock of a made-up key in a case, as if it had run its course. */
async function ran(
  caseId: string,
  n: number,
  { started_on: started, due_on: due, original_due_on: original, settled_as: as, settled_on: on }: Known,
  also: Record<string, unknown> = {},
): Promise<void> {
  const late = on === null ? null : on > due;
  await service.query(
    `INSERT INTO deadlines (place_id, case_id, key, timescale, clauses, guidance, owner, started_on, started_by, due_on, due_at,
       original_due_on, original_due_at, settled, settled_as, settled_on, settled_late, passed_by, passed_occurrence,
       breach_reason, breach_ours, breach_reason_seq, is_open, awaits_passing)
     VALUES ('sefton', $1, $2, $3, '{CHK-10}', $4, 'assessor', $5, 1, $6, $6::date + time '23:59:59', $7,
       $7::date + time '23:59:59', $8, $9, $10, $11, $12, $12, $13, $14, $15, $9::text IS NULL, false)`,
    [
      caseId,
      `decision-national/test-${n}`,
      also['timescale'] ?? 'decision-national',
      also['guidance'] ?? false,
      started,
      due,
      original,
      as === null ? null : JSON.stringify({ as, on, by: 2, late }),
      as,
      on,
      late,
      also['breached'] === true ? 1 : null,
      also['reason'] ?? null,
      also['reason'] === undefined ? null : (also['ours'] ?? true),
      also['reason'] === undefined ? null : 1,
    ],
  );
}

const met = (started: string, due: string, on: string, original = due): Known => ({
  started_on: started,
  due_on: due,
  original_due_on: original,
  settled_as: 'met',
  settled_on: on,
  organisation: null,
});

beforeAll(async () => {
  service = await Service.start();
  const pathway = new ServicePathway(service);
  ids = [await pathway.opened(), await pathway.opened()];
  await service.query(`UPDATE cases SET commissioner = 'sefton-council' WHERE id = $1`, [ids[1]]);
  await service.moveTo('2026-06-15T10:00');
  const [first = '', second = ''] = ids;
  await ran(first, 1, met('2026-01-05', '2026-02-16', '2026-02-10'));
  await ran(first, 2, met('2026-01-10', '2026-02-21', '2026-02-21'));
  await ran(first, 3, met('2026-01-12', '2026-02-23', '2026-02-24'), {
    breached: true,
    reason: 'panelDate',
    ours: false,
  });
  await ran(second, 4, met('2026-01-12', '2026-02-23', '2026-04-22'), { breached: true });
  // Extended from February into March, and met within that.
  await ran(second, 5, met('2026-01-12', '2026-03-20', '2026-03-16', '2026-02-23'));
  await ran(second, 6, { ...met('2026-02-01', '2026-03-15', '2026-03-01'), settled_as: 'stopped' });
  await ran(second, 7, { ...met('2026-02-01', '2026-03-15', '2026-03-16'), settled_as: 'stopped' });
  await ran(
    second,
    8,
    { ...met('2026-02-01', '2026-03-15', ''), settled_as: null, settled_on: null },
    { breached: true, reason: 'capacity' },
  );
  await ran(second, 9, { ...met('2026-05-10', '2026-06-21', ''), settled_as: null, settled_on: null });
  await ran(first, 10, met('2026-02-01', '2026-02-03', '2026-02-09'), {
    timescale: 'pre-assessment',
    guidance: true,
  });
  api = await startApi({ databaseUrl: service.database.url });
  chief = await api.user('chiefNurse');
});
afterAll(async () => {
  await api.close();
  await service.stop();
});

const report = async (query = ''): Promise<PerformanceView> =>
  (await api.send('GET', `/api/v1/performance${query}`, { as: chief })).body as unknown as PerformanceView;

const national = ({ timescales }: PerformanceView) =>
  timescales.find(({ timescale }) => timescale === 'decision-national');

describe('the report on performance', () => {
  it('[CHK-10] [ROL-8] says how many were met in time, by the due date that held and by the original one', async () => {
    expect(national(await report())?.whole).toEqual({
      due: 9,
      metInTime: 3,
      missed: 4,
      shareInTime: 42.9,
      running: 1,
      stopped: 1,
      originally: { metInTime: 2, missed: 5, shareInTime: 28.6 },
      days: { median: 43, percentile90: 100 },
    });
  });

  it('puts each into the month of its original due date, whatever was agreed later', async () => {
    const months = national(await report())?.months;

    expect(
      months?.map(({ month, due, metInTime, missed, shareInTime }) => [
        month,
        due,
        metInTime,
        missed,
        shareInTime,
      ]),
    ).toEqual([
      ['2026-02', 5, 3, 2, 60],
      ['2026-03', 3, 0, 2, 0],
      ['2026-06', 1, 0, 0, null],
    ]);
  });

  it('[ROL-2] says it for each responsible commissioner', async () => {
    const organisations = national(await report())?.organisations;

    expect(
      organisations?.map(({ organisation, due, metInTime }) => [organisation?.id ?? null, due, metInTime]),
    ).toEqual([
      [null, 3, 2],
      ['sefton-council', 6, 1],
    ]);
    expect(national(await report('?organisation=sefton-council'))?.whole.due).toBe(6);
    expect(national(await report('?organisation=none'))?.whole.due).toBe(3);
  });

  it('[CHK-5] keeps guidance apart', async () => {
    const { timescales, guidance } = await report('?timescale=pre-assessment');

    expect(timescales).toEqual([]);
    expect(guidance).toMatchObject([{ timescale: 'pre-assessment', whole: { missed: 1, shareInTime: 0 } }]);
  });

  it('[ROL-4] says why deadlines were missed, and whether that was ours to control', async () => {
    expect((await report()).breaches).toEqual({
      total: 3,
      withoutReason: 1,
      ours: 1,
      notOurs: 1,
      reasons: expect.arrayContaining([
        { reason: 'capacity', title: 'Capacity', ours: 1, notOurs: 0 },
        { reason: 'panelDate', title: 'No panel date in time', ours: 0, notOurs: 1 },
      ]),
    });
  });

  it('is of the twelve months up to this one, or of those asked for, and says what each figure is', async () => {
    const usual = await report();

    expect([usual.from, usual.to]).toEqual(['2025-07', '2026-06']);
    expect(usual.definitions.shareInTime).toContain('per cent');
    expect(usual.reportedNationalClock).toBe('decision-national');
    expect(national(await report('?from=2026-03&to=2026-03'))?.whole.due).toBe(3);
  });

  it.each([
    ['from=2026-07&to=2026-06', 'from', 'must not be after 2026-06'],
    ['from=2020-01', 'from', '36 months'],
    ['to=9999-12', 'to', 'must be a month from 1996-06 to 2029-06'],
    ['from=9999-01&to=9999-12', 'to', 'must be a month from'],
    ['to=0001-01', 'to', 'must be a month from'],
    ['to=0000-01', 'to', 'a month such as'],
    ['from=0000-01', 'from', 'a month such as'],
    ['from=2026-13', 'from', 'a month such as'],
    ['to=June', 'to', 'a month such as'],
    ['timescale=six-weeks', 'timescale', 'decision-national'],
    ['organisation=nhs', 'organisation', 'sefton-council'],
  ])('refuses %s, naming the field', async (query, field, words) => {
    const { status, body } = await api.send('GET', `/api/v1/performance?${query}`, { as: chief });

    expect([status, body.errors.map((each) => each.field)]).toEqual([422, [field]]);
    expect(body.errors[0]?.message).toContain(words);
  });

  it('is not for assessors', async () => {
    const nurse = await api.user('nurseAssessor');

    expect((await api.send('GET', '/api/v1/performance', { as: nurse })).status).toBe(403);
    expect((await api.send('GET', '/api/v1/forecast', { as: nurse })).status).toBe(403);
  });
});

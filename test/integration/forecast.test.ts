import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Transaction } from '../../src/database/transaction.js';
import type { ForecastView } from '../../src/forecast/forecast-views.js';
import { ForecastMeasure } from '../../src/forecast/measure.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { startApi, type Api, type User } from '../web/api.js';

let service: Service;
let pathway: ServicePathway;
let api: Api;
let manager: User;
/** A case whose assessment is signed off, and one whose assessment has just begun. */
let ready: string;
let assessing: string;

type Page = ForecastView & { next: string | null };

const forecast = async (query = ''): Promise<Page> =>
  (await api.send('GET', `/api/v1/forecast${query}`, { as: manager })).body as unknown as Page;

const foreseenOf = (page: Page, id: string, timescale: string) =>
  page.items.find((line) => line.case.id === id && line.timescale === timescale);

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
  ready = await pathway.signedOff();
  await service.moveTo('2026-01-05T09:00');
  assessing = await pathway.received();
  const subject = { kind: 'case' as const, id: assessing };
  await service.tell(subject, 'CHECKLIST_QUALITY_ASSURED', { complete: true, gaps: [] });
  await service.tell(subject, 'ASSESSOR_NAMED', { assessor: 'nurse' }, { by: 'manager' });
  const proceeded = { decidedOn: '2026-01-23', rationale: 'needs assessment' };
  await service.tell(subject, 'CHECKLIST_PROCEEDED', proceeded, { at: '2026-01-23' });
  await service.moveTo('2026-01-26T09:00');
  api = await startApi({ databaseUrl: service.database.url });
  manager = await api.user('manager');
});
afterAll(async () => {
  await api.close();
  await service.stop();
});

describe('the forecast', () => {
  it('[PAN-1] [CHK-10] is certain of what no meeting can see before it is due, in a sentence', async () => {
    const page = await forecast('?limit=100');

    expect(foreseenOf(page, ready, 'decision-national')).toMatchObject({
      kind: 'certain',
      clauses: ['PAN-1', 'CHK-10'],
      words:
        'No panel before it is due on Monday 16 February 2026: no meeting is arranged until then. No later one that can take it is arranged.',
      dueOn: '2026-02-16',
      within: 20,
      case: { id: ready },
      child: { givenName: expect.any(String) },
      ownerPerson: { name: 'Test nurse' },
    });
    expect(foreseenOf(page, assessing, 'decision-national')?.kind).toBe('certain');
    expect(page.horizons.map(({ workingDays, certain }) => [workingDays, certain])).toEqual([
      [5, 0],
      [10, 0],
      [20, 2],
    ]);
  });

  it('[PAN-1] shows side by side what one more panel date would spare, and says so', async () => {
    const { extraPanel } = await forecast('?extraPanel=2026-02-10');

    expect(extraPanel).toMatchObject({
      on: '2026-02-10',
      papersCloseOn: '2026-02-03',
      capacity: 12,
      total: 1,
      saved: [{ case: { id: ready }, kind: 'certain' }],
      words:
        'A meeting on Tuesday 10 February 2026, with papers until Tuesday 3 February 2026 and room for 12 cases, would spare 1 of the breaches foreseen.',
    });
    // The other one could be seen in time as well, and is then likely: what is left before the panel takes too long.
    expect(extraPanel?.horizons.at(-1)).toMatchObject({
      without: { certain: 2, likely: 0 },
      with: { certain: 0, likely: 1 },
    });
  });

  it('says of a date whose papers would have closed that it can take no case', async () => {
    const { extraPanel } = await forecast('?extraPanel=2026-01-28');

    expect(extraPanel).toMatchObject({ total: 0, words: expect.stringContaining('it could take no case') });
  });

  it('[CHK-10] [HNA-11] is likely where what is left usually takes longer than is left, with the sum', async () => {
    await service.moveTo('2026-01-26T09:00');
    const meeting = await pathway.arranged('2026-02-11');
    const page = await forecast('?limit=100');
    await service.tell(
      { kind: 'meeting', id: meeting },
      'MEETING_CANCELLED',
      { reason: 'no longer needed' },
      { by: 'coordinator' },
    );
    const line = foreseenOf(page, assessing, 'decision-national');

    expect(line).toMatchObject({ kind: 'likely', daysLeft: 21 });
    expect(line?.left.map(({ step, from }) => [step, from])).toEqual([
      ['assessment', 'default'],
      ['papers', 'default'],
      ['panel', 'assumed'],
      ['telling', 'default'],
    ]);
    expect(line?.left.reduce((sum, { days }) => sum + days, 0)).toBe(line?.daysNeeded);
    expect(foreseenOf(page, ready, 'decision-national')).toBeUndefined();
  });

  it('comes in parts that are together the whole, judged at one moment', async () => {
    const whole = await forecast('?limit=100');
    const first = await forecast('?limit=1');
    const parts = [...first.items];
    for (let next = first.next; next !== null;) {
      const part = await forecast(`?limit=1&cursor=${next}`);
      expect(part.asAt).toBe(first.asAt);
      parts.push(...part.items);
      next = part.next;
    }

    expect(parts.map(({ case: { id }, key }) => [id, key])).toEqual(
      whole.items.map(({ case: { id }, key }) => [id, key]),
    );
    expect(whole.items.length).toBe(
      (whole.horizons.at(-1)?.certain ?? 0) + (whole.horizons.at(-1)?.likely ?? 0),
    );
  });

  it('is made once for its further parts, for filters and for another panel date', async () => {
    const asked = jest.spyOn(Transaction.prototype, 'rows');
    const first = await forecast('?limit=1');
    await forecast(`?limit=1&cursor=${first.next}`);
    const certain = await forecast(`?asAt=${first.asAt}&kind=certain`);
    const extra = await forecast(`?asAt=${first.asAt}&extraPanel=2026-02-10`);
    const made = asked.mock.calls.filter(([{ name }]) => name === 'forecast_ahead').length;
    asked.mockRestore();

    expect([certain.asAt, extra.extraPanel?.on, made]).toEqual([first.asAt, '2026-02-10', 1]);
    expect(certain.horizons).toEqual(first.horizons);
    expect(certain.items).toHaveLength(first.horizons.at(-1)?.certain ?? -1);
  });

  it('can be only of what is certain, of a timescale or of a person', async () => {
    const certain = await forecast('?kind=certain&limit=100');

    expect(certain.items.every(({ kind }) => kind === 'certain')).toBe(true);
    expect(
      (await forecast('?timescale=referrer-told')).items.every((each) => each.timescale === 'referrer-told'),
    ).toBe(true);
    expect((await forecast(`?owner=${service.ids.chair}`)).items).toEqual([]);
  });

  it.each([
    ['extraPanel=2026-01-20', 'extraPanel', 'must be after today'],
    ['extraPanel=2026-01-26', 'extraPanel', 'must be after today'],
    ['extraPanel=2026-02-14', 'extraPanel', 'no working day (Saturday)'],
    ['extraPanel=2026-04-03', 'extraPanel', 'bank holiday: Good Friday'],
    [
      'extraPanel=2026-02-24',
      'extraPanel',
      'must be by Monday 23 February 2026: the forecast looks no further',
    ],
    ['extraPanel=9999-12-31', 'extraPanel', 'the forecast looks no further ahead'],
    ['extraPanel=soon', 'extraPanel', 'a day such as'],
    ['kind=possible', 'kind', 'certain, likely'],
    ['timescale=six-weeks', 'timescale', 'decision-national'],
    ['asAt=2031-01-01T00:00:00Z', 'asAt', 'lies ahead'],
  ])('refuses %s, naming the field and what is wrong', async (query, field, words) => {
    const { status, body } = await api.send('GET', `/api/v1/forecast?${query}`, { as: manager });

    expect([status, body.errors.map((each) => each.field)]).toEqual([422, [field]]);
    expect(body.errors[0]?.message).toContain(words);
  });

  it('refuses a day on which the panel meets already', async () => {
    await service.moveTo('2026-01-26T09:30');
    await pathway.arranged('2026-03-04');
    const { status, body } = await api.send('GET', '/api/v1/forecast?extraPanel=2026-03-04', { as: manager });

    expect(status).toBe(422);
    expect(body.errors[0]?.message).toBe('the panel meets on Wednesday 4 March 2026 already');
  });

  it('measures how long steps took from cases the panel decided here', async () => {
    const other = await Service.start();
    const path = new ServicePathway(other);
    const { id } = await path.decided();
    await other.tell(
      { kind: 'case', id },
      'NOTICE_GIVEN',
      { recipient: 'family', how: 'telephone', toldOn: '2026-02-09', said: 'eligible', rationaleGiven: true },
      { at: '2026-02-09' },
    );
    const otherApi = await startApi({ databaseUrl: other.database.url });
    const user = await otherApi.user('manager');
    const { body } = await otherApi.send('GET', '/api/v1/forecast', { as: user });
    const took = await other.query(
      `SELECT a.started_on - k.settled_on AS assessment, (i.listed_at AT TIME ZONE 'Europe/London')::date - a.started_on AS papers
       FROM deadlines a JOIN deadlines k USING (case_id) JOIN agenda_items i USING (case_id)
       WHERE a.timescale = 'provision-local' AND k.timescale = 'checklist-decision'`,
    );
    await otherApi.close();
    await other.stop();

    // One case is too few to go by: it is counted, and the local default stands.
    expect(took).toEqual([{ assessment: 15, papers: 4 }]);
    expect((body as unknown as ForecastView).usual.steps).toContainEqual({
      step: 'assessment',
      title: 'Complete the health needs assessment',
      days: 14,
      from: 'default',
      observed: 0,
    });
  });
});

describe('how right the forecast was', () => {
  it('is not known before a month has been looked back on, and says so', async () => {
    const { measured } = await forecast();

    expect(measured).toMatchObject({ months: [], precision: null, recall: null });
    expect(measured.words).toContain('Not measured yet');
  });

  it('[PAN-1] is what it would have said at the end of a month beside what came, told again from the events', async () => {
    await service.moveTo('2026-03-20T09:00');
    await service.parts.duePass.run();
    const rows = await new ForecastMeasure(service.parts.dataSource, service.parts.places).run('sefton');
    const { measured } = await forecast();

    // At the end of January no meeting was arranged before the two decisions were due, and neither was made in time.
    expect(rows[0]).toMatchObject({ as_of: '2026-01-31', said_certain: 2, named_certain: 2 });
    expect(rows[0]?.came).toBeGreaterThanOrEqual(2);
    expect(measured.months[0]?.words).toMatch(
      /^On Saturday 31 January 2026 it would have named \d+ deadlines as late to come: \d+ of them were missed, \d+ were met after all; (no other was|\d+ besides w(as|ere)) missed\.$/,
    );
    expect(measured.enough).toBe(false);
    expect(measured.words).toMatch(
      /^Too little has happened yet to say how right it is: that takes 20 deadlines/,
    );
    expect(measured.method).toContain('told again from its events up to that moment');
    expect(measured.precision).toBe(Math.round((measured.named / measured.said) * 100));
  });

  it('is measured by itself at the beginning of each month, each month end once', async () => {
    const { forecastAlarm } = service.parts;
    await forecastAlarm.start();
    await forecastAlarm.start();
    const [alarm] = await service.query<{ id: string }>(`SELECT id FROM alarms WHERE kind = 'forecast'`);
    await service.query(`UPDATE forecast_measures SET said_likely = 99`);
    const rung = await service.parts.alarmRing.ring(alarm?.id ?? '');
    const alarms = await service.query(
      `SELECT (rings_at AT TIME ZONE 'Europe/London')::date AS day FROM alarms WHERE kind = 'forecast'`,
    );

    expect(rung.kind).toBe('rung');
    expect(alarms).toEqual([{ day: '2026-04-01' }]);
    expect(await service.query('SELECT DISTINCT said_likely FROM forecast_measures')).toEqual([
      { said_likely: 99 },
    ]);
  });

  it('comes to the same however often it is measured', async () => {
    const measure = new ForecastMeasure(service.parts.dataSource, service.parts.places);
    const again = await measure.run('sefton');

    expect(await measure.run('sefton')).toEqual(again);
    expect(await service.query('SELECT count(*)::int AS count FROM forecast_measures')).toEqual([
      { count: again.length },
    ]);
  });
});

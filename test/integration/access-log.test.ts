import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RecordReads } from '../../src/audit/record-reads.js';
import { ServiceClock } from '../../src/clock/service-clock.js';
import { CaseReading } from '../../src/reading/case-reading.js';
import { openCase, startApi, type Api } from '../web/api.js';
import { unescaped } from '../web/html.js';
import { Visitor } from '../web/visitor.js';

const PASSWORD = 'a long enough password';
const ROWS = 100;

let api: Api;
let auditor: Visitor;
let nurse: string;
let manager: string;
let wren: { id: string; reference: string };
let finch: { id: string; reference: string };

const rowsIn = (text: string): number => text.split('<tr role="row" class="nhsuk-table__row">').length - 1;
const countIn = (text: string): number => Number(/<strong>(\d+) readings?<\/strong>/.exec(text)?.[1]);
const goesOn = (text: string): string =>
  unescaped(/<a[^>]*href="(\/access-log\?[^"]*cursor=[^"]*)"/.exec(text)?.[1] ?? '');
const partsIn = (text: string): string[] =>
  [...text.matchAll(/>What <\/span><span>([^<]*)<\/span>/g)].map(([, part]) => part ?? '');

/** Notes so many readings of a case by somebody, one after the other, each of a part of its own. */
async function reads(person: string, of: string, parts: readonly string[]): Promise<void> {
  const log = api.app.get(RecordReads, { strict: false });
  for (const part of parts) await log.note({ place: 'sefton', person, part, via: 'page', cases: [of] });
}

beforeAll(async () => {
  api = await startApi();
  const clock = api.app.get(ServiceClock, { strict: false });
  await clock.moveTo('2030-03-28T09:00:00Z');
  const assessor = await api.user(['nurseAssessor'], { name: 'Nell Nurse' });
  nurse = assessor.id;
  manager = (await api.user(['manager'], { name: 'Max Manager' })).id;
  const cases = api.app.get(CaseReading, { strict: false });
  const referenceOf = async (id: string): Promise<{ id: string; reference: string }> => ({
    id,
    reference: (await cases.find('sefton', id))?.reference ?? '',
  });
  wren = await referenceOf((await openCase(api, assessor)).id);
  finch = await referenceOf((await openCase(api, assessor)).id);
  await reads(nurse, wren.id, ['the timeline', 'the people']);
  // 00:30 in London on 1 April, which is still 31 March by UTC.
  await clock.moveTo('2030-03-31T23:30:00Z');
  await reads(manager, wren.id, ['the package']);
  await reads(nurse, finch.id, ['the letters']);
  await clock.moveTo('2030-04-03T09:00:00Z');
  const { id } = await api.user(['auditor']);
  await api.accounts.create('sefton', id, { username: 'auditor', password: PASSWORD });
  auditor = new Visitor(api);
  await auditor.signIn('auditor', PASSWORD);
});
afterAll(() => api.close());

describe('the access log, filtered', () => {
  it('by case, who and days of London counts what it shows', async () => {
    const april = 'fromDay=1&fromMonth=4&fromYear=2030&toDay=1&toMonth=4&toYear=2030';
    const asked = [
      [`reference=${wren.reference.toLowerCase()}`, 3],
      [`reference=${wren.reference}&person=${nurse}`, 2],
      [`reference=${finch.reference}&${april}`, 1],
      [april, 2],
      [`person=${manager}&${april}`, 1],
      [`person=${manager}&toDay=31&toMonth=3&toYear=2030`, 0],
      [`person=${nurse}&toDay=28&toMonth=3&toYear=2030`, 2],
    ] as const;
    for (const [query, expected] of asked) {
      const { status, text } = await auditor.get(`/access-log?${query}`);
      expect({ query, status, rows: rowsIn(text), count: countIn(text) }).toEqual({
        query,
        status: 200,
        rows: expected,
        count: expected,
      });
    }
  });

  it('takes each filter away, and keeps the others', async () => {
    const { text } = await auditor.get(
      `/access-log?person=${nurse}&reference=${wren.reference}&fromDay=1&fromMonth=3&fromYear=2030`,
    );

    expect(text).toContain(`<option value="${nurse}" selected>`);
    expect(text).toContain(
      `href="/access-log?person=${nurse}&amp;fromDay=1&amp;fromMonth=3&amp;fromYear=2030"`,
    );
    expect(text).toContain(`href="/access-log?person=${nurse}&amp;reference=${wren.reference}"`);
  });

  it.each([
    ['fromDay=31&fromMonth=2&fromYear=2030', '#from-day', 'The first day must be a real day', 'value="31"'],
    ['toYear=30', '#to-day', 'The last day must be a real day', 'value="30"'],
    [
      'fromDay=2&fromMonth=4&fromYear=2030&toDay=1&toMonth=4&toYear=2030',
      '#from-day',
      'The first day must not be after the last day',
      'value="2"',
    ],
    ['reference=NO-SUCH-ONE', '#reference', 'No case has the reference NO-SUCH-ONE', 'value="NO-SUCH-ONE"'],
    ['person=Sam', '#filter-person', 'Who: choose one of the list', 'Everybody'],
    ['person=service', '#filter-person', 'Who: choose one of the list', 'Everybody'],
  ])('says what is wrong with %s, and keeps what was typed', async (query, href, words, kept) => {
    const { status, text } = await auditor.get(`/access-log?${query}`);

    expect(status).toBe(422);
    expect(text).toContain(`<a href="${href}">${words}`);
    expect(text).toContain(`id="${href.slice(1)}"`);
    expect(text).toContain(kept);
    expect(text).toContain('<title>Error: Access log');
  });

  it('goes on where it was, whoever reads meanwhile, and shows nothing twice', async () => {
    const parts = Array.from({ length: ROWS + 5 }, (_, at) => `part ${at}`);
    await reads(nurse, finch.id, parts);
    const first = await auditor.get(`/access-log?reference=${finch.reference}&person=${nurse}`);
    await reads(nurse, finch.id, ['read meanwhile']);
    const second = await auditor.get(goesOn(first.text));

    expect(rowsIn(first.text)).toBe(ROWS);
    expect([...partsIn(first.text), ...partsIn(second.text)]).toEqual([
      ...parts.map((part) => part.replace('p', 'P')).reverse(),
      'The letters',
    ]);
  });

  it('says so where nothing is like that', async () => {
    const { text } = await auditor.get('/access-log?toDay=1&toMonth=1&toYear=2020');

    expect(text).toContain('Nobody looked at a record like that');
  });
});

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Sessions } from '../../src/sessions/sessions.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { startApi, type Answered, type Api, type User } from '../web/api.js';
import { hiddenIn, Visitor } from '../web/visitor.js';

const WHY = 'A child is to leave hospital.';
const HELD_ON = '2026-02-02';

let service: Service;
let api: Api;
let pathway: ServicePathway;
let coordinator: User;
let browser: Visitor;
let id: string;

const arrange = (more: object = {}): Promise<Answered> =>
  api.send('POST', '/api/v1/meetings', {
    as: coordinator,
    body: { type: 'MEETING_ARRANGED', content: { heldOn: HELD_ON, chair: service.ids.chair, ...more } },
  });
const read = (meeting: string): Promise<Answered> =>
  api.send('GET', `/api/v1/meetings/${meeting}`, { as: coordinator });
const fields = {
  'heldOn-day': '2',
  'heldOn-month': '2',
  'heldOn-year': '2026',
};

beforeAll(async () => {
  service = await Service.start();
  api = await startApi({ databaseUrl: service.database.url });
  pathway = new ServicePathway(service);
  id = await pathway.signedOff();
  await service.moveTo('2026-01-28');
  coordinator = await api.user('panelCoordinator');
  browser = new Visitor(api);
  const limits = { idleMinutes: 60, hours: 10 };
  const who = { place: 'sefton', person: coordinator.id, via: 'demonstration', username: null } as const;
  browser.hold('session', await api.app.get(Sessions, { strict: false }).begin(who, limits));
  await browser.get('/');
});
afterAll(async () => {
  await api.close();
  await service.stop();
});

it('[PAN-1] a meeting whose papers have closed is arranged by the API only where it is said why', async () => {
  const refused = await arrange();
  const wrong = await arrange({ heldOn: '2026-02-11', shortNotice: WHY });
  const arranged = await arrange({ shortNotice: WHY });
  const { body } = await read(arranged.body.id);

  expect([refused.status, refused.body.refusals.map(({ clauses }) => clauses)]).toEqual([409, [['PAN-1']]]);
  expect(refused.body.detail).toContain('would have closed on Monday 26 January 2026: it could take no case');
  expect([wrong.status, wrong.body.detail]).toEqual([
    409,
    'Papers for a meeting on Wednesday 11 February 2026 are taken until Wednesday 4 February 2026: it is not held at short notice.',
  ]);
  expect(arranged.status).toBe(201);
  expect(body['papersCloseOn']).toBe(HELD_ON);
  expect(body['shortNotice']).toMatchObject({ why: WHY, by: { id: coordinator.id } });
});

it('[PAN-1] it takes cases until the day itself, and its packs are not fixed before', async () => {
  const { body } = await arrange({ shortNotice: WHY });
  await service.tell({ kind: 'case', id }, 'ITEM_LISTED', { meeting: body.id }, { by: 'coordinator' });
  const pack = await api.send('GET', `/api/v1/meetings/${body.id}/items/${id}`, { as: coordinator });
  const page = await browser.get(`/meetings/${body.id}`);

  expect([pack.status, pack.body['papersCloseOn'], pack.body['fixed']]).toEqual([200, HELD_ON, false]);
  expect(pack.body['recommendation']).toMatchObject({ type: 'RECOMMENDATION_MADE' });
  expect(page.text).toContain('This meeting is held at short notice');
  expect(page.text).toContain(WHY);
});

it('[PAN-1] the form asks why, keeps what was typed, and arranges it then', async () => {
  const form = '/do/MEETING_ARRANGED';
  const day = { ...fields, 'heldOn-day': '3', chair: service.ids.chair };
  const refused = await browser.post(form, { ...hiddenIn((await browser.get(form)).text), ...day });
  const done = await browser.post(form, { ...hiddenIn(refused.text, form), ...day, shortNotice: WHY });

  expect(refused.status).toBe(409);
  expect(refused.text).toContain('it could take no case');
  expect(refused.text).toMatch(/name="heldOn-day"[^>]*value="3"/);
  expect(done.status).toBe(303);
  expect((await browser.get(done.location ?? '')).text).toContain('held at short notice');
});

it('[PAN-1] a meeting is moved to such a day in the same way, and told of as at short notice', async () => {
  const meeting = await pathway.arranged('2026-02-18');
  const path = `/meetings/${meeting}/move`;
  const move = async (more: Record<string, string> = {}) => {
    const shown = await browser.get(path);
    return browser.post(path, { ...hiddenIn(shown.text, path), ...fields, reason: 'Sooner.', ...more });
  };
  const refused = await move();
  const follows = await move({ shortNotice: WHY });
  const done = await browser.post(path, { ...hiddenIn(follows.text, path), confirm: 'yes' });
  const told = await service.query<{ words: string }>(
    `SELECT words FROM staff_notices WHERE kind = 'meetingChanged' AND link = $1 LIMIT 1`,
    [`/meetings/${meeting}`],
  );

  expect(refused.status).toBe(409);
  expect(refused.text).toContain('it could take no case');
  expect(follows.text).toContain('Why at short notice');
  expect(follows.text).toContain('2 February 2026, instead of');
  expect(done.status).toBe(303);
  expect((await read(meeting)).body).toMatchObject({ papersCloseOn: HELD_ON, shortNotice: { why: WHY } });
  expect(told[0]?.words).toContain(
    'is moved to Monday 2 February 2026, at short notice. Papers close on Monday 2 February 2026',
  );
});

it('[PAN-1] a plan of meetings leaves out a day whose papers have closed, and says so', async () => {
  await browser.get('/meetings/plan');
  const shown = await browser.post('/meetings/plan', {
    which: 'last',
    weekday: '5',
    months: '3',
    chair: service.ids.chair,
    capacity: '',
  });

  expect(shown.text).toContain('left out. Its papers closed on Friday 23 January 2026');
  expect(shown.text).toMatch(/name="day" type="checkbox" value="2026-02-27"/);
});

it('[PAN-1] nothing is arranged of a plan of which a day was left out since it was shown, and it is said which', async () => {
  const path = '/meetings/plan';
  const rhythm = { which: 'last', weekday: '5', months: '3', chair: service.ids.chair, capacity: '' };
  const shown = await browser.post(path, rhythm);
  const sent = { ...hiddenIn(shown.text, path), ...rhythm, arrange: 'yes' };
  const late = await browser.post(path, { ...sent, day: ['2026-01-30', '2026-02-27'] });
  const none = await browser.post(path, sent);
  const list = await browser.get('/meetings');

  expect(late.status).toBe(422);
  expect(late.text).toContain(
    'Friday 30 January 2026 is left out now. Its papers closed on Friday 23 January 2026',
  );
  expect([none.status, none.text.includes('Tick at least one day')]).toEqual([422, true]);
  expect(list.text).not.toContain('27 February 2026');
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  openCase,
  opening,
  startApi,
  testNhsNumber,
  type Answered,
  type Api,
  type OpenedCase,
  type User,
} from '../web/api.js';

const CANARY = {
  givenName: 'Xanthippe',
  familyName: 'Quillfeather',
  address: '7 Canary Wynd',
  nhsNumber: testNhsNumber(870_000),
  parentalResponsibility: [{ relationship: 'mother', name: 'Wilhelmina Quillfeather' }],
};
const SECRETS = [
  'Xanthippe',
  'Quillfeather',
  'Canary Wynd',
  'Wilhelmina',
  CANARY.nhsNumber,
  'breathes through a tube',
];

let api: Api;
let nurse: User;
let opened: OpenedCase;
const problems: Answered[] = [];

const secretsIn = (text: string): string[] => SECRETS.filter((secret) => text.includes(secret));

beforeAll(async () => {
  api = await startApi();
  nurse = await api.user(['nurseAssessor', 'manager']);
  const auditor = await api.user('auditor');
  opened = await openCase(api, nurse, CANARY);
  const path = `/api/v1/cases/${opened.id}`;
  const note = { type: 'CASE_NOTE_ADDED', content: { note: 'Xanthippe breathes through a tube.' } };

  for (const rest of ['', '/events', '/deadlines', '/next', '/notices'])
    await api.send('GET', `${path}${rest}`, { as: nurse });
  await api.send('GET', '/api/v1/cases', { as: nurse });
  await api.send('POST', `${path}/events`, { as: nurse, body: note, ifMatch: opened.etag });
  problems.push(
    await api.send('POST', `${path}/events`, { as: nurse, body: note, ifMatch: opened.etag }),
    await api.send('POST', `${path}/events`, { as: nurse, body: note }),
    await api.send('POST', `${path}/events`, { as: auditor, body: note, ifMatch: '"v2"' }),
    await api.send('POST', `${path}/events`, {
      as: nurse,
      ifMatch: '"v2"',
      body: { type: 'CASE_NOTE_ADDED', content: { note: { ...CANARY } } },
    }),
    await api.send('POST', '/api/v1/cases', { as: nurse, body: opening(1, CANARY) }),
    await api.send('POST', '/api/v1/cases', {
      as: nurse,
      body: opening(1, { ...CANARY, dateOfBirth: 'Quillfeather' }),
    }),
    await api.send('POST', '/api/v1/cases', {
      as: nurse,
      body: `{"type":"CASE_OPENED","content":{"familyName":"Quillfeather"`,
    }),
    await api.send('POST', '/api/v1/people', {
      as: nurse,
      body: { name: 'Xanthippe Quillfeather', roles: [] },
    }),
    await api.send('GET', `/api/v1/cases?assessor=Quillfeather&stage=${CANARY.nhsNumber}`, { as: nurse }),
    await api.send('GET', `/api/v1/cases/${CANARY.nhsNumber}`, { as: nurse }),
    await api.send('GET', `/api/v1/due?timescale=checklist-decision&start=Quillfeather`),
  );
});
afterAll(() => api.close());

describe('a child', () => {
  it('can be read about by those who may, so that there was something to keep quiet', async () => {
    const { text } = await api.send('GET', `/api/v1/cases/${opened.id}`, { as: nurse });
    const events = await api.send('GET', `/api/v1/cases/${opened.id}/events`, { as: nurse });

    expect(secretsIn(text)).toEqual(expect.arrayContaining(['Xanthippe', 'Quillfeather', CANARY.nhsNumber]));
    expect(secretsIn(events.text)).toContain('breathes through a tube');
  });

  it('is in no line of the log, at its most talkative', () => {
    expect(api.log.length).toBeGreaterThan(15);
    expect(api.log.filter((line) => secretsIn(line).length > 0)).toEqual([]);
  });

  it('is in no problem, whatever went wrong', () => {
    expect(problems.map(({ status }) => status)).toEqual([
      412, 428, 403, 422, 422, 422, 400, 403, 422, 404, 401,
    ]);
    expect(problems.flatMap(({ text }) => secretsIn(text))).toEqual([]);
  });

  it('is in no address that an answer gives', async () => {
    const made = await api.send('POST', '/api/v1/cases', {
      as: nurse,
      body: opening(2, { ...CANARY, nhsNumber: testNhsNumber(880_000) }),
    });

    expect(made.status).toBe(201);
    expect(secretsIn(String(made.headers['location']))).toEqual([]);
  });
});

describe('the log', () => {
  it('has a line for each answer: method, template of the address, status, milliseconds, and no more', () => {
    const lines = api.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg === 'answered');

    expect(lines.length).toBeGreaterThan(15);
    for (const line of lines) {
      expect(Object.keys(line).sort()).toEqual([
        'level',
        'method',
        'ms',
        'msg',
        'reqId',
        'route',
        'service',
        'status',
        'time',
      ]);
    }
    expect(lines.map(({ route }) => route)).toContain('/api/v1/cases/:id/events');
    expect(api.log.join('')).not.toContain(opened.id);
  });
});

describe('an answer of the API', () => {
  it.each(['/api/v1/cases', '/api/v1/me', '/api/v1/nothing'])(
    '%s runs nothing in a browser, is not framed, guessed at or kept',
    async (path) => {
      const { headers } = await api.send('GET', path, { as: nurse });

      expect(String(headers['content-security-policy'])).toMatch(
        /default-src 'none'.*frame-ancestors 'none'/,
      );
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'strict-transport-security': expect.stringContaining('max-age='),
      });
    },
  );
});

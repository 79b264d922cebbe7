import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCase, opening, startApi, type Api, type OpenedCase, type User } from '../web/api.js';

const JSON_TYPE = { 'content-type': 'application/json' };

let api: Api;
let nurse: User;
let opened: OpenedCase;

beforeAll(async () => {
  api = await startApi();
  nurse = await api.user('nurseAssessor');
  opened = await openCase(api, nurse);
});
afterAll(() => api.close());

const problemOf = async (...sent: Parameters<Api['send']>) => {
  const { status, body, headers } = await api.send(...sent);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(headers['cache-control']).toBe('no-store');
  expect(body).toMatchObject({
    status,
    title: expect.any(String),
    detail: expect.any(String),
    instance: expect.stringMatching(/^urn:uuid:/),
  });
  return { status, name: body.type.replace('/problems/', ''), body, headers };
};

describe('an address', () => {
  it('that leads nowhere: 404', async () => {
    expect(await problemOf('GET', '/api/v1/nothing')).toMatchObject({ status: 404, name: 'not-found' });
  });

  it('that does not take the method: 405 with those it takes', async () => {
    const { status, name, headers } = await problemOf('PUT', `/api/v1/cases/${opened.id}`, { as: nurse });

    expect([status, name, headers['allow']]).toEqual([405, 'method-not-allowed', 'GET, HEAD']);
  });

  it('that is not written as addresses are: 400', async () => {
    expect(await problemOf('GET', '/api/v1/cases/%zz', { as: nurse })).toMatchObject({ status: 400 });
  });

  it('with a part that is far too long: 414', async () => {
    expect(await problemOf('GET', `/api/v1/cases/${'a'.repeat(300)}`, { as: nurse })).toMatchObject({
      status: 414,
      name: 'address-too-long',
    });
  });

  it.each([randomUUID(), 'abc', '..', "1' OR '1'='1", '%00', '🙂'])(
    'of a case nobody has, %s: the same 404',
    async (id) => {
      const { status, body } = await api.send('GET', `/api/v1/cases/${encodeURIComponent(id)}`, {
        as: nurse,
      });

      expect([404, 422]).toContain(status);
      if (status === 404)
        expect(body.detail).toBe('There is nothing at this address, or nothing that you may see.');
    },
  );
});

describe('a body', () => {
  const send = (body: string, headers: Record<string, string> = JSON_TYPE) =>
    problemOf('POST', '/api/v1/cases', { as: nurse, body, headers });

  it.each([
    '{',
    '{"type":}',
    'CASE_OPENED',
    '{"type":"CASE_OPENED",}',
    '',
    '{"__proto__":{"roles":["administrator"]}}',
  ])('that is not JSON, %s: 400', async (body) => {
    expect(await send(body)).toMatchObject({ status: 400, name: 'malformed-request' });
  });

  it.each(['null', '[]', '"CASE_OPENED"', '5', 'true', '[{"type":"CASE_OPENED","content":{}}]'])(
    'that is no object, %s: 422',
    async (body) => {
      expect(await send(body)).toMatchObject({ status: 422, name: 'invalid' });
    },
  );

  it('of another kind than JSON: 415', async () => {
    expect(
      await send('type=CASE_OPENED', { 'content-type': 'application/x-www-form-urlencoded' }),
    ).toMatchObject({
      status: 415,
      name: 'unsupported-content-type',
    });
    expect(await send('hello', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
  });

  it('of more than 256 KB: 413', async () => {
    const { status, name } = await send(JSON.stringify(opening(1, { address: 'x'.repeat(256 * 1024) })));

    expect([status, name]).toEqual([413, 'too-large']);
  });

  it('nested without end: 422', async () => {
    const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;

    expect(await send(`{"type":"CASE_OPENED","content":{"address":${deep}}}`)).toMatchObject({ status: 422 });
  });

  it('with fields nobody knows: 422 naming each, with none stored', async () => {
    const { status, body } = await problemOf('POST', '/api/v1/cases', {
      as: nurse,
      body: { ...opening(2, { decision: 'eligible' }), place: 'elsewhere', version: 7 },
    });

    expect(status).toBe(422);
    expect(body.errors.map(({ field }) => field)).toEqual(['place', 'version']);
  });

  it.each([
    ['givenName', 5, 'content.givenName'],
    ['givenName', '', 'content.givenName'],
    ['dateOfBirth', '14/05/2019', 'content.dateOfBirth'],
    ['dateOfBirth', '2019-02-30', 'content.dateOfBirth'],
    ['dateOfBirth', '2999-01-01', 'content.dateOfBirth'],
    ['nhsNumber', '9990000000', 'content.nhsNumber'],
    ['nhsNumber', { $ne: null }, 'content.nhsNumber'],
    ['parentalResponsibility', 'mother', 'content.parentalResponsibility'],
    [
      'parentalResponsibility',
      [{ relationship: 'aunt', name: 'A' }],
      'content.parentalResponsibility.0.relationship',
    ],
    ['decision', 'eligible', 'content.decision'],
  ])('whose %s is %j: 422 naming the field', async (field, value, named) => {
    const { status, body } = await problemOf('POST', '/api/v1/cases', {
      as: nurse,
      body: opening(3, { [field]: value }),
    });

    expect(status).toBe(422);
    expect(body.errors.map((error) => error.field)).toEqual([named]);
  });

  it.each(['NO_SUCH_EVENT', 'DEADLINE_PASSED', 'CASE_NOTE_ADDED', 'MEETING_ARRANGED', '', 'constructor'])(
    'of an event that is not taken there, %s: 422',
    async (type) => {
      const { status, body } = await problemOf('POST', '/api/v1/cases', {
        as: nurse,
        body: { type, content: {} },
      });

      expect(status).toBe(422);
      expect(body.errors.map(({ field }) => field)).toEqual(['type']);
    },
  );

  it('of an NHS number that another child has: 422, and no word of that child', async () => {
    const first = opening(4711, { familyName: 'Firstborn' });
    await api.send('POST', '/api/v1/cases', { as: nurse, body: first });

    const { status, body } = await problemOf('POST', '/api/v1/cases', { as: nurse, body: opening(4711) });

    expect(status).toBe(422);
    expect(body.errors.map(({ field }) => field)).toEqual(['content.nhsNumber']);
    expect(JSON.stringify(body)).not.toContain('Firstborn');
    expect(JSON.stringify(body)).not.toContain(first.content.nhsNumber);
  });

  it('whose characters cannot be shown: 422', async () => {
    for (const note of ['a\u0000b', 'a\u0007b']) {
      const { status } = await problemOf('POST', `/api/v1/cases/${opened.id}/events`, {
        as: nurse,
        ifMatch: opened.etag,
        body: { type: 'CASE_NOTE_ADDED', content: { note } },
      });

      expect(status).toBe(422);
    }
  });

  it.each(['\ud800', 'English\udc00'])(
    'of half a character, %j, in what is kept as a code: 422',
    async (interpreter) => {
      const { status, body } = await problemOf('POST', '/api/v1/cases', {
        as: nurse,
        body: opening(6, { interpreter }),
      });

      expect(status).toBe(422);
      expect(body.errors.map(({ field }) => field)).toEqual(['content.interpreter']);
    },
  );
});

describe('something nobody foresaw', () => {
  it('is a 500 that tells only where to ask, and is logged without its words', async () => {
    const secret = 'Robin Testcase 9990001234';
    const broken = await startApi();
    try {
      const user = await broken.user('nurseAssessor');
      (broken.engine as { execute: unknown }).execute = () => Promise.reject(new Error(secret));

      const { status, body, text } = await broken.send('POST', '/api/v1/cases', {
        as: user,
        body: opening(5),
      });

      expect([status, body.type]).toEqual([500, '/problems/unexpected']);
      expect(text).not.toContain('Robin');
      const logged = broken.log.filter((line) => line.includes('"unexpected"'));
      expect(logged).toHaveLength(1);
      expect(logged[0]).toContain(body.instance.replace('urn:uuid:', ''));
      expect(broken.log.join('')).not.toContain('Robin');
    } finally {
      await broken.close();
    }
  });
});

describe('each kind of problem', () => {
  it('leads from its name to its explanation', async () => {
    const { status, headers } = await api.send('GET', '/problems/stale');
    const page = await api.send('GET', '/docs');

    expect([status, headers['location']]).toEqual([302, '/docs#problem-stale']);
    expect(page.text).toContain('id="problem-stale"');
    expect((await api.send('GET', '/problems/constructor')).status).toBe(404);
  });
});

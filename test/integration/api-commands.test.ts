import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { opening, openCase, startApi, type Api, type User } from '../web/api.js';

const NOTE = { type: 'CASE_NOTE_ADDED', content: { note: 'Spoke with the school.' } };

let api: Api;
let nurse: User;
let manager: User;

beforeAll(async () => {
  api = await startApi();
  nurse = await api.user('nurseAssessor');
  manager = await api.user('manager');
});
afterAll(() => api.close());

describe('opening a case', () => {
  it('answers 201 with its address and its version', async () => {
    const { status, headers, body } = await api.send('POST', '/api/v1/cases', {
      as: nurse,
      body: opening(9001),
    });

    expect(status).toBe(201);
    expect(headers['location']).toBe(`/api/v1/cases/${body.id}`);
    expect(headers['etag']).toBe('"v1"');
    expect(body).toMatchObject({ seq: 1, version: 1, reference: expect.stringMatching(/^SEF-/) });
  });

  it('needs no If-Match: nobody can have read what is not there', async () => {
    const { status } = await api.send('POST', '/api/v1/cases', {
      as: nurse,
      body: opening(9002),
      ifMatch: '"v7"',
    });

    expect(status).toBe(201);
  });
});

describe('the version of a case', () => {
  it('goes up with each event by a person, and is the ETag wherever the case is read', async () => {
    const { id, etag } = await openCase(api, nurse);

    const written = await api.send('POST', `/api/v1/cases/${id}/events`, {
      as: nurse,
      body: NOTE,
      ifMatch: etag,
    });
    const read = await api.send('GET', `/api/v1/cases/${id}`, { as: manager });
    const deadlines = await api.send('GET', `/api/v1/cases/${id}/deadlines`, { as: manager });

    expect(written.headers['etag']).toBe('"v2"');
    expect(read.headers['etag']).toBe('"v2"');
    expect(deadlines.headers['etag']).toBe('"v2"');
    expect(read.body.version).toBe(2);
  });

  it('has to be said: 428 without If-Match, and nothing is stored', async () => {
    const { id } = await openCase(api, nurse);

    const { status, body } = await api.send('POST', `/api/v1/cases/${id}/events`, { as: nurse, body: NOTE });

    expect([status, body.type]).toEqual([428, '/problems/version-needed']);
    expect((await api.send('GET', `/api/v1/cases/${id}`, { as: nurse })).headers['etag']).toBe('"v1"');
  });

  it('has to be the present one: 412 tells who has done what since, and the version now', async () => {
    const { id, etag } = await openCase(api, nurse);
    await api.send('POST', `/api/v1/cases/${id}/events`, { as: manager, body: NOTE, ifMatch: etag });

    const { status, body } = await api.send('POST', `/api/v1/cases/${id}/events`, {
      as: nurse,
      body: NOTE,
      ifMatch: etag,
    });

    expect([status, body.type]).toEqual([412, '/problems/stale']);
    expect(body.currentVersion).toBe('"v2"');
    expect(body.changes).toEqual([
      {
        seq: 2,
        type: 'CASE_NOTE_ADDED',
        title: 'Add a case note',
        by: 'Sam manager',
        at: expect.any(String),
      },
    ]);
  });

  it.each(['v1', '1', '*', 'W/"v1"', '"v1", "v2"', '"v"'])('is not said by If-Match: %s', async (ifMatch) => {
    const { id } = await openCase(api, nurse);

    const { status, body } = await api.send('POST', `/api/v1/cases/${id}/events`, {
      as: nurse,
      body: NOTE,
      ifMatch,
    });

    expect([status, body.type]).toEqual([400, '/problems/bad-if-match']);
  });

  it('lets one of two who write at once win, and tells the other', async () => {
    const { id, etag } = await openCase(api, nurse);

    const both = await Promise.all(
      [nurse, manager].map((as) =>
        api.send('POST', `/api/v1/cases/${id}/events`, { as, body: NOTE, ifMatch: etag }),
      ),
    );

    expect(both.map(({ status }) => status).sort()).toEqual([201, 412]);
  });
});

describe('sending a command again', () => {
  it('with the same key gives the same answer, marked as such, and records nothing more', async () => {
    const { id, etag } = await openCase(api, nurse);
    const again = { as: nurse, body: NOTE, ifMatch: etag, key: 'note-of-monday' };

    const first = await api.send('POST', `/api/v1/cases/${id}/events`, again);
    const second = await api.send('POST', `/api/v1/cases/${id}/events`, again);

    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect([second.status, second.body, second.headers['etag']]).toEqual([
      201,
      first.body,
      first.headers['etag'],
    ]);
    expect((await api.send('GET', `/api/v1/cases/${id}/events`, { as: nurse })).body.items).toHaveLength(2);
  });

  it('opens one case, whatever the number of times', async () => {
    const sending = { as: nurse, body: opening(9100), key: 'opened-once' };

    const answers = await Promise.all([1, 2, 3, 4].map(() => api.send('POST', '/api/v1/cases', sending)));

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(3);
  });

  it('with the same key and other content is refused: 422', async () => {
    const { id, etag } = await openCase(api, nurse);
    await api.send('POST', `/api/v1/cases/${id}/events`, {
      as: nurse,
      body: NOTE,
      ifMatch: etag,
      key: 'one-key',
    });

    const other = { type: 'CASE_NOTE_ADDED', content: { note: 'Something else.' } };
    const { status, body } = await api.send('POST', `/api/v1/cases/${id}/events`, {
      as: nurse,
      body: other,
      ifMatch: '"v2"',
      key: 'one-key',
    });

    expect([status, body.type]).toEqual([422, '/problems/idempotency-key-reused']);
  });

  it('never gives somebody the answer to another’s key', async () => {
    const key = '0b9f6f63-6a5e-4a44-9f5e-2f1a5f0c8d11';
    const mine = await api.send('POST', '/api/v1/cases', { as: nurse, body: opening(9200), key });

    const theirs = await api.send('POST', '/api/v1/cases', { as: manager, body: opening(9201), key });

    expect(theirs.status).toBe(201);
    expect(theirs.headers['idempotency-replayed']).toBeUndefined();
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it('needs a key: 400 without one, or with one that cannot be', async () => {
    const { id, etag } = await openCase(api, nurse);
    const path = `/api/v1/cases/${id}/events`;

    const without = await api.send('POST', path, { as: nurse, body: NOTE, ifMatch: etag, key: null });
    const wrong = await Promise.all(
      ['x'.repeat(81), 'two words', 'é'].map((key) =>
        api.send('POST', path, { as: nurse, body: NOTE, ifMatch: etag, key }),
      ),
    );

    expect([without.status, without.body.type]).toEqual([400, '/problems/idempotency-key-needed']);
    expect(wrong.map(({ status, body }) => [status, body.type])).toEqual(
      wrong.map(() => [400, '/problems/bad-idempotency-key']),
    );
  });
});

describe('what the protocol does not allow', () => {
  it('is refused with 409, every reason by clause, and where each clause can be read', async () => {
    const { id, etag } = await openCase(api, nurse);

    const { status, body } = await api.send('POST', `/api/v1/cases/${id}/events`, {
      as: nurse,
      ifMatch: etag,
      body: {
        type: 'CHECKLIST_PROCEEDED',
        content: { decidedOn: '2026-01-05', rationale: 'Needs are complex.' },
      },
    });

    expect([status, body.type]).toEqual([409, '/problems/refused']);
    expect(body.refusals.length).toBeGreaterThan(0);
    for (const { clauses, protocolText } of body.refusals as {
      clauses: string[];
      protocolText: string[];
    }[]) {
      expect(clauses.length).toBeGreaterThan(0);
      const text = await api.send('GET', protocolText[0] ?? '', { as: nurse });
      expect([text.status, text.body.id]).toEqual([200, clauses[0]]);
    }
    expect((await api.send('GET', `/api/v1/cases/${id}/events`, { as: nurse })).body.items).toHaveLength(1);
  });

  it('is told apart from what one’s role does not allow: 403 names the roles that may', async () => {
    const { id, etag } = await openCase(api, nurse);
    const auditor = await api.user('auditor');

    const { status, body } = await api.send('POST', `/api/v1/cases/${id}/events`, {
      as: auditor,
      ifMatch: etag,
      body: NOTE,
    });

    expect([status, body.type]).toEqual([403, '/problems/not-allowed']);
    expect(body.roles).toContain('nurseAssessor');
  });
});

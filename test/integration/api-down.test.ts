import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../helpers/database.js';
import { opening, startApi, type Api, type User } from '../web/api.js';
import { hiddenIn, Visitor } from '../web/visitor.js';

const PASSWORD = 'a long enough password';

/** A way to a database that can be cut and mended. */
class Way {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;

  constructor(private readonly to: URL) {}

  async open(): Promise<string> {
    this.server = createServer((from) => {
      const there = connect(Number(this.to.port || '5432'), this.to.hostname);
      for (const socket of [from, there]) {
        this.sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => this.sockets.delete(socket));
      }
      from.pipe(there).pipe(from);
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    const address = new URL(this.to);
    address.hostname = '127.0.0.1';
    address.port = String(this.port);
    return address.href;
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

let database: TestDatabase;
let way: Way;
let api: Api;
let nurse: User;

beforeAll(async () => {
  database = await createTestDatabase();
  way = new Way(new URL(database.url));
  api = await startApi({ databaseUrl: await way.open() });
  nurse = await api.user('nurseAssessor');
});
afterAll(async () => {
  await api.close();
  await way.cut();
  await database.drop();
});

describe('while the database cannot be reached', () => {
  it('the process lives but is not ready, requests are answered 503 with when to try again, and then all is well', async () => {
    const command = { as: nurse, body: opening(1), key: 'once-only' };
    expect((await api.send('GET', '/readyz')).status).toBe(200);
    await way.cut();

    const [live, ready, read, write, front] = [
      await api.send('GET', '/healthz'),
      await api.send('GET', '/readyz'),
      await api.send('GET', '/api/v1/cases', { as: nurse }),
      await api.send('POST', '/api/v1/cases', command),
      await api.send('GET', '/'),
    ];

    api.demonstration.shown = { place: 'sefton', token: 'ccc_', persona: 'Sam' };
    const page = await api.send('GET', '/', { headers: { accept: 'text/html' } });
    api.demonstration.shown = null;

    expect([page.status, page.headers['retry-after']]).toEqual([503, '5']);
    expect(page.text).toContain('Sorry, the service is not available just now');
    expect([live.status, front.status]).toEqual([200, 200]);
    expect(front.text).toContain('The service is not ready');
    for (const { status, headers, body } of [ready, read, write]) {
      expect([status, body.type]).toEqual([503, '/problems/unavailable']);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }

    await way.open();

    expect((await api.send('GET', '/readyz')).status).toBe(200);
    expect((await api.send('POST', '/api/v1/cases', command)).status).toBe(201);
    expect((await api.send('GET', '/api/v1/cases', { as: nurse })).body.items).toHaveLength(1);
  });

  it('a form that was sent keeps what was typed, and records it once when it is sent again', async () => {
    const opened = await api.send('POST', '/api/v1/cases', { as: nurse, body: opening(2) });
    const { id } = opened.body;
    await api.accounts.create('sefton', nurse.id, { username: 'sam', password: PASSWORD });
    const visitor = new Visitor(api);
    await visitor.signIn('sam', PASSWORD);
    const form = `/cases/${id}/do/CASE_NOTE_ADDED`;
    const { text } = await visitor.get(form);
    const typed = {
      ...hiddenIn(/<form method="post" id="form"[\s\S]*?<\/form>/.exec(text)?.[0] ?? ''),
      note: 'What took "an hour" <to write>',
    };
    await way.cut();

    const sent = await visitor.post(form, typed);
    const kept = hiddenIn(sent.text, form);

    expect([sent.status, sent.headers['retry-after']]).toEqual([503, '5']);
    expect(sent.text).toContain('What you typed is kept on this page.');
    expect(kept).toMatchObject(typed);

    await way.open();

    const again = await visitor.post(form, kept);
    expect(again).toMatchObject({ status: 303, location: `/cases/${id}` });
    expect((await visitor.post(form, kept)).status).toBe(303);
    const { text: timeline } = await visitor.get(`/cases/${id}/timeline`);
    expect(timeline.split('What took &quot;an hour&quot; &lt;to write&gt;')).toHaveLength(2);
  });
});

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { RecordReads } from '../../src/audit/record-reads.js';
import { ServiceClock } from '../../src/clock/service-clock.js';
import { MOST_TRIES, SignIn } from '../../src/sessions/sign-in.js';
import { addHours } from '../../workflows/protocol/index.js';
import { openCase, startApi, type Api, type OpenedCase, type User } from '../web/api.js';
import { hiddenIn, Visitor } from '../web/visitor.js';

const PASSWORD = 'a long enough password';

let api: Api;
let nurse: User;
let opened: OpenedCase;
let clock: ServiceClock;
let accounts = 0;

/** Someone with an account, and a browser in which they are signed in. */
async function signedIn(role: Parameters<Api['user']>[0] = 'nurseAssessor') {
  accounts += 1;
  const username = `nurse${accounts}@example.org`;
  const { id } = await api.user(role);
  await api.accounts.create('sefton', id, { username, password: PASSWORD });
  const visitor = new Visitor(api);
  expect((await visitor.signIn(username, PASSWORD)).status).toBe(303);
  return { id, username, visitor };
}

const isSignedIn = async (visitor: Visitor): Promise<boolean> =>
  (await visitor.get('/')).text.includes('Sign out');

async function minutesLater(minutes: number): Promise<void> {
  await clock.moveTo(addHours(await clock.now(), minutes / 60));
}

beforeAll(async () => {
  api = await startApi();
  clock = api.app.get(ServiceClock);
  nurse = await api.user('nurseAssessor');
  opened = await openCase(api, nurse);
});
afterAll(() => api.close());

describe('signing in', () => {
  it('leads to the page that was asked for, under a new session of which only a digest is kept', async () => {
    const { visitor, username } = await signedIn();
    const other = new Visitor(api);
    const asked = await other.get('/docs?');
    expect(asked.status).toBe(200);
    const before = other.cookie('visitor');
    const entered = await other.signIn(username, PASSWORD, { _to: '/docs' });

    expect(entered).toMatchObject({ status: 303, location: '/docs' });
    expect(before).toHaveLength(43);
    expect(other.cookie('visitor')).toBeUndefined();
    expect(other.cookie('session')).not.toBe(visitor.cookie('session'));
    const flags = String(entered.headers['set-cookie']);
    expect(flags).toMatch(/session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax/);
    expect(flags).not.toContain('Secure');
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '/sign-out'])(
    'never leads to %s',
    async (to) => {
      const { username } = await signedIn();

      expect((await new Visitor(api).signIn(username, PASSWORD, { _to: to })).location).toBe('/');
    },
  );

  it('is refused in the same words whether or not there is such an account', async () => {
    const { username } = await signedIn();
    const known = await new Visitor(api).signIn(username, 'not the right password');
    const unknown = await new Visitor(api).signIn(
      username.replace('nurse', 'muse'),
      'not the right password',
    );
    const asIfSame = (text: string): string =>
      text.replace(/value="[^"]*"/g, '').replace(/nonce="[^"]*"/g, '');

    expect([known.status, unknown.status]).toEqual([401, 401]);
    expect(asIfSame(known.text)).toBe(asIfSame(unknown.text));
    expect(known.text).toContain('The user name or the password is not right.');
  });

  it.each([
    ['', PASSWORD],
    ['a nurse', ''],
  ])('with a box left empty is no try, and says what to enter: %p, %p', async (username, password) => {
    const counted = jest.spyOn(api.app.get(SignIn), 'withPassword');
    const { status, text } = await new Visitor(api).signIn(username, password);

    expect(status).toBe(401);
    expect(text).toContain('Enter your user name and your password.');
    expect(counted).not.toHaveBeenCalled();
    counted.mockRestore();
  });

  it('waits after too many tries, even with the right password, and even for a name that nobody has', async () => {
    const { username } = await signedIn();
    for (let tries = 0; tries < MOST_TRIES; tries += 1)
      await new Visitor(api).signIn(username, 'wrong password');

    expect((await new Visitor(api).signIn(username, PASSWORD)).status).toBe(401);
    await minutesLater(16);
    expect((await new Visitor(api).signIn(username, PASSWORD)).status).toBe(303);
  });

  it('takes as long for a name that waits or does not exist: a password is verified each time', async () => {
    const nobody = jest.spyOn(api.accounts, 'signNobodyIn');
    const { username } = await signedIn();
    for (let tries = 0; tries <= MOST_TRIES; tries += 1)
      await api.app.get(SignIn).withPassword(username, 'wrong password');

    expect(nobody).toHaveBeenCalledTimes(1);
    nobody.mockRestore();
  });

  it('asks the database the same, statement by statement, whether or not there is such an account', async () => {
    const { username } = await signedIn();
    const sent = async (name: string): Promise<string[]> => {
      const spy = jest.spyOn(pg.Client.prototype, 'query');
      await api.app.get(SignIn).withPassword(name, 'not the right password');
      const asked = (spy.mock.calls as unknown[][]).map(([query]) =>
        typeof query === 'string' ? query : ((query as { name?: string }).name ?? ''),
      );
      spy.mockRestore();
      return asked;
    };
    await sent(username);
    const known = await sent(username);

    expect(known).toContain('note-refused-sign-in');
    expect(await sent('nobody.at.all@example.org')).toEqual(known);
  });

  it('needs the form of this browser: a form from another site signs nobody in', async () => {
    const { username } = await signedIn();
    const visitor = new Visitor(api);
    await visitor.get('/sign-in');
    const sent = { username, password: PASSWORD };

    const elsewhere = await visitor.post('/sign-in', sent, { 'sec-fetch-site': 'cross-site' });
    const origin = await visitor.post('/sign-in', sent, {
      'sec-fetch-site': 'same-site',
      origin: 'https://evil.example',
    });
    const untold = await visitor.post('/sign-in', { ...sent, _token: 'x'.repeat(43) });

    expect([elsewhere.status, origin.status, untold.status]).toEqual([403, 403, 403]);
    expect(await isSignedIn(visitor)).toBe(false);
  });
});

describe('a session', () => {
  it('is over after twenty minutes without a request, and goes on with each', async () => {
    const { visitor } = await signedIn();
    await minutesLater(19);
    expect(await isSignedIn(visitor)).toBe(true);
    await minutesLater(19);
    expect(await isSignedIn(visitor)).toBe(true);
    await minutesLater(21);

    expect(await isSignedIn(visitor)).toBe(false);
  });

  it('is over after ten hours, whatever is done', async () => {
    const { visitor } = await signedIn();
    for (let quarters = 0; quarters < 39; quarters += 1) {
      await minutesLater(15);
      await visitor.post('/session');
    }
    expect(await isSignedIn(visitor)).toBe(true);
    await minutesLater(16);

    expect(await isSignedIn(visitor)).toBe(false);
  });

  it('ends at once on signing out, in every browser that holds it, and clears what the browser kept', async () => {
    const { visitor } = await signedIn();
    const thief = new Visitor(api);
    thief.hold('session', visitor.cookie('session') ?? '');
    expect(await isSignedIn(thief)).toBe(true);
    await visitor.get('/');

    const out = await visitor.post('/sign-out');

    expect(out).toMatchObject({ status: 303, location: '/signed-out' });
    expect(out.headers['clear-site-data']).toBe('"cache", "storage"');
    expect(visitor.cookie('session')).toBeUndefined();
    expect(await isSignedIn(thief)).toBe(false);
  });

  it('ends at once where the account is disabled, the password changed, or the last role ended', async () => {
    const disabled = await signedIn();
    const changed = await signedIn();
    const ended = await signedIn();

    await api.accounts.disable(disabled.username);
    await api.accounts.setPassword(
      { place: 'sefton', person: changed.id, username: changed.username },
      'another long password',
    );
    await api.directory.setRoles('sefton', ended.id, []);

    for (const { visitor } of [disabled, changed, ended]) expect(await isSignedIn(visitor)).toBe(false);
  });

  it('is no token of the API, and a token is no session', async () => {
    const { visitor } = await signedIn();
    const byCookie = await visitor.get('/api/v1/me', { accept: 'application/json' });
    const byToken = await new Visitor(api).get('/', { authorization: `Bearer ${nurse.token}` });

    expect(byCookie.status).toBe(401);
    expect(byToken.text).not.toContain('Sign out');
  });

  it('is told on every page: who, for how long, and how to sign out', async () => {
    const { visitor } = await signedIn();
    const { text } = await visitor.get('/docs');

    expect(text).toContain('Sam nurseAssessor, nurse assessor');
    expect(text).toContain('data-idle="1200"');
    expect(text).toMatch(/data-left="3\d{4}"/);
    expect(hiddenIn(text, '/sign-out')['_token']).toHaveLength(43);
  });
});

describe('a password of one’s own', () => {
  const NEW = 'three other words';
  const changing = (visitor: Visitor, present: string, password: string) =>
    visitor.post('/password', { present, password, again: password });

  it.each([
    ['is the user name', (username: string) => username],
    ['contains it, in capitals', (username: string) => `My ${username.toUpperCase()}!`],
  ])('is not taken where it %s', async (_what, of) => {
    const { visitor, username } = await signedIn();
    const refused = await changing(visitor, PASSWORD, of(username));

    expect(refused.status).toBe(422);
    expect(refused.text).toContain('A password does not contain the user name: others know it.');
    expect(await api.app.get(SignIn).withPassword(username, PASSWORD)).not.toBeNull();
    await expect(
      api.accounts.create('sefton', (await api.user('auditor')).id, {
        username: 'long.enough.name',
        password: 'Long.Enough.Name 1',
      }),
    ).rejects.toThrow('does not contain the user name');
  });

  it('cannot be guessed from a session left open: each present password is a try, and the name waits', async () => {
    const { visitor, username } = await signedIn();
    for (let tries = 0; tries < MOST_TRIES; tries += 1) await changing(visitor, 'a wrong guess', NEW);
    const waits = await changing(visitor, PASSWORD, NEW);

    expect(waits.status).toBe(422);
    expect(waits.text).toContain(`After ${MOST_TRIES} tries your user name has to wait`);
    expect(await api.app.get(SignIn).withPassword(username, PASSWORD)).toBeNull();
    await minutesLater(16);
    expect((await changing(visitor, PASSWORD, NEW)).status).toBe(303);
    expect(await api.app.get(SignIn).withPassword(username, NEW)).not.toBeNull();
  });
});

describe('a form that comes too late', () => {
  it('is kept on the page to sign in on, and given back afterwards, not sent by itself', async () => {
    const { visitor, username } = await signedIn();
    await minutesLater(21);
    const late = await visitor.post('/sign-out', { note: 'Words of <b>an hour</b>', many: ['a', 'b'] });
    expect(late.status).toBe(401);
    expect(late.text).toContain('It is kept on this page');
    const { _kept: kept = '' } = hiddenIn(late.text, '/sign-in');

    const back = await visitor.post('/sign-in', {
      username,
      password: PASSWORD,
      _kept: kept,
      _to: '/sign-out',
    });

    expect(back.status).toBe(200);
    expect(back.text).toContain('Go back to what you typed');
    expect(hiddenIn(back.text)).toMatchObject({ note: 'Words of <b>an hour</b>', _again: 'yes' });
    expect(back.text).not.toContain('<b>an hour</b>');
  });

  it('from before signing in again is given back too', async () => {
    const { visitor, username } = await signedIn();
    await visitor.signIn(username, PASSWORD);
    const again = await visitor.post('/session', { _token: 'y'.repeat(43), note: 'Kept' });

    expect(again.status).toBe(403);
    expect(hiddenIn(again.text)).toMatchObject({ note: 'Kept', _again: 'yes' });
  });

  it('is not kept where another site sent it', async () => {
    const cross = await new Visitor(api).post(
      '/session',
      { note: 'evil' },
      { 'sec-fetch-site': 'cross-site' },
    );

    expect(cross.status).toBe(403);
    expect(cross.text).not.toContain('evil');
  });
});

describe('whoever reads a record', () => {
  it('is noted before it is sent: who, when, which part; and can be asked for', async () => {
    const auditor = await api.user('auditor');
    await api.send('GET', `/api/v1/cases/${opened.id}`, { as: nurse });
    await api.send('GET', `/api/v1/cases/${opened.id}/deadlines`, { as: nurse });

    const { status, body } = await api.send('GET', `/api/v1/cases/${opened.id}/readers?total=true&limit=2`, {
      as: auditor,
    });
    const further = await api.send('GET', `/api/v1/cases/${opened.id}/readers?cursor=${body.next ?? ''}`, {
      as: auditor,
    });

    expect(status).toBe(200);
    expect(body.items.map(({ part, via }) => [part, via])).toEqual([
      ['deadlines', 'api'],
      ['case', 'api'],
    ]);
    expect(body.items[0]?.['person']).toMatchObject({ id: nurse.id });
    expect(further.status).toBe(body.next ? 200 : 422);
    expect((await api.send('GET', `/api/v1/cases/${opened.id}/readers`, { as: nurse })).status).toBe(403);
    expect((await api.send('GET', `/api/v1/cases/${randomUUID()}/readers`, { as: auditor })).status).toBe(
      404,
    );
  });

  it('is told nothing where it cannot be noted', async () => {
    const broken = jest
      .spyOn(api.app.get(RecordReads, { strict: false }), 'note')
      .mockRejectedValueOnce(new Error('the disk is full'));
    const { status, text } = await api.send('GET', `/api/v1/cases/${opened.id}`, { as: nurse });
    broken.mockRestore();

    expect(status).toBe(500);
    expect(text).not.toContain('Testcase');
  });
});

describe('too many requests from one address', () => {
  it('are answered with when to try again, signing in sooner than the rest; health checks never', async () => {
    const bounded = await startApi({ web: { requestsPerMinute: 5 } });
    const visitor = new Visitor(bounded);
    for (let sent = 0; sent < 5; sent += 1) await visitor.get('/sign-in');
    const page = await visitor.get('/sign-in');
    const program = await bounded.send('GET', '/api/v1/me', { headers: { authorization: 'Bearer x' } });
    const health = await bounded.send('GET', '/healthz');
    await bounded.close();

    expect(page.status).toBe(429);
    expect(Number(page.headers['retry-after'])).toBeGreaterThan(0);
    expect(page.text).toContain('Please wait a minute');
    expect([program.status, program.body.type]).toEqual([429, '/problems/too-many-requests']);
    expect(health.status).toBe(200);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { OpenIdIssuer, type Fault } from '../helpers/openid-issuer.js';
import { startApi, type Api } from '../web/api.js';
import { Visitor, type Shown } from '../web/visitor.js';

const PUBLIC = 'https://care.example.org';
const EMAIL = 'sam@example.org';

let api: Api;
let issuer: OpenIdIssuer;

beforeAll(async () => {
  issuer = await OpenIdIssuer.start();
  issuer.email = EMAIL;
  const openId = {
    issuer: issuer.url,
    clientId: issuer.clientId,
    clientSecret: issuer.clientSecret,
    match: 'email' as const,
  };
  api = await startApi({ web: { publicAddress: PUBLIC, secureCookies: true, openId } });
  const { id } = await api.user('nurseAssessor');
  await api.accounts.create('sefton', id, { username: EMAIL, password: 'never used in this suite' });
});
afterEach(() => {
  issuer.fault = null;
  issuer.email = EMAIL;
});
afterAll(async () => {
  await api.close();
  await issuer.stop();
});

/** Goes to the provider, signs in there, and comes back with what it says. */
async function throughProvider(visitor: Visitor, to = '/docs'): Promise<Shown> {
  const away = await visitor.get(`/sign-in/organisation?to=${encodeURIComponent(to)}`);
  const back = new URL(issuer.signIn(away.location ?? ''));
  return visitor.get(`${back.pathname}${back.search}`);
}

describe('signing in at the organisation', () => {
  it('signs in the account of the verified address, and goes on to what was asked for', async () => {
    const visitor = new Visitor(api);
    const back = await throughProvider(visitor);

    expect(back).toMatchObject({ status: 303, location: '/docs' });
    expect(String(back.headers['set-cookie'])).toMatch(
      /__Host-session=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax/,
    );
    expect((await visitor.get('/')).text).toContain('Sign out');
  });

  it('asks with a code, PKCE, a state and a nonce, and never sends the secret by the browser', async () => {
    const { location = '' } = await new Visitor(api).get('/sign-in/organisation');
    const asked = new URL(location).searchParams;

    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${PUBLIC}/sign-in/return`,
    });
    for (const name of ['code_challenge', 'state', 'nonce'])
      expect(asked.get(name)?.length).toBeGreaterThan(20);
    expect(location).not.toContain(encodeURIComponent(issuer.clientSecret));
  });

  const refused: [Fault, string][] = [
    ['issuer', 'answered under another name'],
    ['audience', 'meant for another service'],
    ['nonce', 'belongs to another try'],
    ['signature', 'not signed as it should be'],
    ['expiry', 'had expired'],
    ['unverified', 'has not verified your e-mail address'],
    ['denied', 'did not let you through'],
    ['state', 'could not be used just now'],
  ];
  it.each(refused)('refuses an answer with a wrong %s, and says that it %s', async (fault, words) => {
    issuer.fault = fault;
    const visitor = new Visitor(api);
    const back = await throughProvider(visitor);

    expect(back.status).toBe(401);
    expect(back.text).toContain(words);
    expect((await visitor.get('/')).text).not.toContain('Sign out');
    expect(api.log.join('')).not.toContain(EMAIL);
  });

  it('refuses an answer that another browser asked for, and one that comes twice', async () => {
    const visitor = new Visitor(api);
    const away = await visitor.get('/sign-in/organisation');
    const back = new URL(issuer.signIn(away.location ?? ''));
    const path = `${back.pathname}${back.search}`;

    expect((await new Visitor(api).get(path)).status).toBe(401);
    expect((await visitor.get(path)).status).toBe(303);
    expect((await visitor.get(path)).status).toBe(401);
  });

  it('lets nobody in who has no account here, or whose account is disabled', async () => {
    issuer.email = 'stranger@example.org';
    const stranger = await throughProvider(new Visitor(api));
    const { id } = await api.user('manager');
    await api.accounts.create('sefton', id, {
      username: 'leaver@example.org',
      password: 'never used in this suite',
    });
    await api.accounts.disable('leaver@example.org');
    issuer.email = 'leaver@example.org';
    const leaver = await throughProvider(new Visitor(api));

    expect([stranger.status, leaver.status]).toEqual([401, 401]);
    expect(stranger.text).toContain('you have no account here');
  });

  it('says so where the provider is away, and lets in again once it is back', async () => {
    const gone = await startApi({
      web: {
        publicAddress: PUBLIC,
        secureCookies: true,
        openId: { issuer: 'http://127.0.0.1:9', clientId: 'x', clientSecret: 'y', match: 'email' },
      },
    });
    const away = await new Visitor(gone).get('/sign-in/organisation');
    await gone.close();

    expect(away.status).toBe(401);
    expect(away.text).toContain('could not be used just now');
  });
});

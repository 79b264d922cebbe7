import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { allEvents } from '../../workflows/protocol/index.js';
import { Readiness } from '../../src/reading/readiness.js';
import { Demonstration } from '../../src/web/pages/demonstration.js';
import { apiRoutes as routes } from '../../src/web/routes.js';
import { openCase, startApi, type Answered, type Api } from '../web/api.js';

const demonstration = new Demonstration();

let api: Api;

beforeAll(async () => {
  api = await startApi({ demonstration });
  await openCase(api, await api.user('nurseAssessor'), { givenName: 'Demo' });
});
afterAll(() => api.close());

const shown = { place: 'sefton', token: 'ccc_for-visitors', persona: 'Sam, nurse assessor' };

/** The page in a demonstration. */
async function inDemonstration(path: string): Promise<Answered> {
  demonstration.shown = shown;
  try {
    return await api.send('GET', path);
  } finally {
    demonstration.shown = null;
  }
}

const linksIn = ({ text }: Answered): string[] =>
  [...text.matchAll(/(?:href=|src=|action=|from )["']([^"']*)["']/g)].map(([, to]) => to ?? '');

describe('the front page of a live service', () => {
  it('shows nobody’s case, leads to signing in, and says how the API is used', async () => {
    const page = await api.send('GET', '/');

    expect(page.status).toBe(200);
    expect(page.text).not.toContain('SEF-');
    expect(page.text).not.toContain('Demo');
    expect(page.text).not.toContain('no real children');
    expect(linksIn(page)).toContain('/sign-in');
    expect(page.text).toContain('Authorization: Bearer');
    expect(page.text).toContain('The service is ready');
  });
});

describe('the front page of a demonstration', () => {
  it('says that no child is real, shows none, and gives a token for the API', async () => {
    const { text } = await inDemonstration('/');

    expect(text).toContain('Demonstration: no real children.');
    expect(text).not.toMatch(/SEF-[0-9A-Z]{6}/);
    expect(text).toContain(shown.token);
  });
});

describe('the page to sign in on', () => {
  it('offers nobody of a demonstration where the database is not one, whatever is said of it', async () => {
    const page = await inDemonstration('/sign-in');

    expect(page.text).toContain('Password');
    expect(page.text).not.toContain('Choose who you are');
  });
});

describe('every page', () => {
  const pages = ['/', '/docs', '/sign-in', '/signed-out'];

  it.each(pages)('%s needs nothing from elsewhere', async (path) => {
    for (const page of [await api.send('GET', path), await inDemonstration(path)]) {
      expect(page.status).toBe(200);
      const outside = linksIn(page).filter((to) => !/^(\/|#)/.test(to));

      expect(outside).toEqual([]);
      for (const to of linksIn(page).filter((each) => each.startsWith('/assets/'))) {
        expect([to, (await api.send('GET', to)).status]).toEqual([to, 200]);
      }
    }
  });

  it.each(pages)('%s runs only its own scripts, is not framed, and is not kept', async (path) => {
    const { headers, text } = await api.send('GET', path);
    const policy = String(headers['content-security-policy']);
    const [, nonce] = /script-src 'self' 'nonce-([0-9a-f]+)'/.exec(policy) ?? [];

    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    const scripts = [...text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    expect(scripts).toHaveLength(2);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    expect(text).not.toMatch(/ style="| on\w+="/);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
  });

  it.each(pages)('%s has a language, one main heading, and a way past the menu', async (path) => {
    const { text } = await api.send('GET', path);

    expect(text).toContain('<html lang="en"');
    expect(text.match(/<h1/g)).toHaveLength(1);
    expect(text).toContain('href="#maincontent"');
    expect(text).toMatch(/<title>[^<]+ - Children/);
  });

  it('has a style sheet that fetches nothing', async () => {
    const { text } = await api.send('GET', '/assets/nhsuk.css');

    expect(text.length).toBeGreaterThan(100_000);
    expect(text).not.toMatch(/https?:\/\/assets|@font-face|sourceMappingURL/);
  });

  it.each([
    ['gzip, br', true],
    ['br, gzip;q=0.5', true],
    ['GZIP', true],
    ['gzip;q=0', false],
    ['br', false],
    ['', false],
  ])('has its style sheet packed for a browser that takes "%s": %s', async (accepted, packed) => {
    const { headers } = await api.send('GET', '/assets/nhsuk.css', {
      headers: { 'accept-encoding': accepted },
    });

    expect(headers['content-encoding']).toBe(packed ? 'gzip' : undefined);
    expect(headers['vary']).toContain('accept-encoding');
    expect(Number(headers['content-length']) < 60_000).toBe(packed);
  });

  it('finds no file but those that pages need', async () => {
    for (const name of ['package.json', '..%2f..%2fpackage.json', 'constructor', 'service.css%00']) {
      expect([404, 422]).toContain((await api.send('GET', `/assets/${name}`)).status);
    }
  });
});

describe('the page about the API', () => {
  it('tells each operation, and each event with its fields and clauses', async () => {
    const { text } = await api.send('GET', '/docs');

    for (const { id, path } of routes) {
      expect(text).toContain(`id="${id}"`);
      expect(text).toContain(path);
    }
    for (const { type, definition } of allEvents()) {
      expect(text).toContain(`id="event-${type}"`);
      for (const name of Object.keys(definition.fields)) expect(text).toContain(`<code>${name}</code>`);
    }
  });

  it('leads to nothing on itself that is not there', async () => {
    const page = await api.send('GET', '/docs');
    const targets = linksIn(page)
      .filter((to) => to.startsWith('#'))
      .map((to) => to.slice(1));

    expect(targets.length).toBeGreaterThan(50);
    expect(targets.filter((id) => !page.text.includes(`id="${id}"`))).toEqual([]);
  });
});

describe('what goes wrong', () => {
  const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

  it.each([
    ['GET', '/nowhere', 404, 'Page not found'],
    ['HEAD', '/nowhere', 404, ''],
    ['GET', '/problems/nothing', 404, 'Page not found'],
    ['GET', '/%zz', 400, 'This address cannot be read'],
    ['GET', '/sign-in?page=2', 422, 'page: is not taken here'],
    ['POST', '/docs', 405, 'There is no page at this address'],
  ])('%s %s is answered to a browser with %i and a page', async (method, path, status, words) => {
    const page = await api.send(method, path, { headers: browser });

    expect([page.status, page.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
    expect(page.text).toContain(words);
    expect(page.text.includes('no real children')).toBe(false);
  });

  it('says nothing of what broke, only under which reference it is logged', async () => {
    demonstration.shown = shown;
    const broken = jest
      .spyOn(api.app.get(Readiness, { strict: false }), 'isReady')
      .mockRejectedValueOnce(new Error('of Petra Marsh'));
    const page = await api.send('GET', '/', { headers: browser });
    demonstration.shown = null;
    broken.mockRestore();
    const [reference = 'none'] = /[0-9a-f-]{36}/.exec(page.text.split('Reference:')[1] ?? '') ?? [];

    expect([page.status, page.headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
    expect(page.text).toContain('Sorry, there is a problem with the service');
    expect(page.text).toContain('Demonstration: no real children.');
    expect(page.text).not.toContain('Petra');
    expect(api.log.some((line) => line.includes(reference) && line.includes('unexpected'))).toBe(true);
  });

  it.each(['/api/v1/nowhere', '/api/v1/cases'])('%s stays a problem for programs', async (path) => {
    const { headers } = await api.send('GET', path, { headers: browser });

    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  it('is a problem for whoever does not ask for a page', async () => {
    const { headers } = await api.send('GET', '/nowhere', { headers: { accept: '*/*' } });

    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });
});

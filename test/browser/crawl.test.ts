import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '../../src/access/roles.js';
import { openBrowser, type OpenBrowser } from './chromium.js';
import { serve, signInAs, type Served } from './served.js';

/** What reading may add to: who read, and who is signed in, and nothing else. */
const MAY_GROW = ['record_reads', 'sessions'];
/** Pages of one kind that are looked at: a hundred cases are one kind of page. */
const MOST_OF_A_KIND = 2;
const MOST_PAGES = 80;
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

let served: Served;
let browser: OpenBrowser;

beforeAll(async () => {
  served = await serve();
  browser = await openBrowser({ javaScript: false });
}, 240_000);
afterAll(async () => {
  await browser.close();
  await served.close();
});

/** The kind of page that an address leads to: addresses with other ids or numbers lead to the same kind. */
const kindOf = (path: string): string =>
  path
    .replaceAll(ID, '{id}')
    .replace(/\/clauses\/[^/]+/, '/clauses/{id}')
    .replaceAll(/=[^&]*/g, '=');

async function tablesNow(): Promise<Record<string, string>> {
  const tables: { name: string }[] = await served.engine.dataSource.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  );
  const sums: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !MAY_GROW.includes(table.name))) {
    const [row]: { sum: string }[] = await served.engine.dataSource.query(
      `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM "${name}" t`,
    );
    sums[name] = row?.sum ?? '';
  }
  return sums;
}

const signsInOrOut = (path: string): boolean => /^\/(sign-in|sign-out|signed-out)/.test(path);

describe('every link', () => {
  it.each(Object.keys(ROLES) as Role[])(
    'that a %s sees leads somewhere, says so in a heading, and changes nothing by being followed',
    async (role) => {
      const page = await browser.context.newPage();
      await signInAs(page, served, role);
      const before = await tablesNow();
      const waiting = ['/'];
      const seen = new Map<string, number>();
      const broken: string[] = [];
      let visited = 0;
      while (waiting.length > 0 && visited < MOST_PAGES) {
        const path = waiting.shift() ?? '';
        const kind = kindOf(path);
        const times = seen.get(kind) ?? 0;
        if (times >= MOST_OF_A_KIND) continue;
        seen.set(kind, times + 1);
        visited += 1;
        const answer = await page.goto(`${served.origin}${path}`);
        const isPage = (answer?.headers()['content-type'] ?? '').includes('text/html');
        if ((answer?.status() ?? 0) !== 200) broken.push(`${path}: ${answer?.status() ?? 0}`);
        if (!isPage) continue;
        if ((await page.locator('h1').count()) !== 1) broken.push(`${path}: not one main heading`);
        const links = await page
          .locator('a[href]')
          .evaluateAll((all) =>
            all.map((a) => (a as unknown as { getAttribute(name: string): string }).getAttribute('href')),
          );
        for (const link of new Set(links)) {
          const to = link.split('#')[0] ?? '';
          if (to.startsWith('/') && !signsInOrOut(to) && (seen.get(kindOf(to)) ?? 0) < MOST_OF_A_KIND)
            waiting.push(to);
          if (/^https?:/.test(link)) broken.push(`${path}: leads away to ${link}`);
        }
      }
      await page.close();

      expect(broken).toEqual([]);
      expect(visited).toBeGreaterThan(role === 'administrator' ? 3 : 10);
      expect(await tablesNow()).toEqual(before);
    },
    240_000,
  );
});

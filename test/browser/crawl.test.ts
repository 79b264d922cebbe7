import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ROLES, type Role } from '../../src/access/roles.js';
import { writeScriptEverywhere } from '../helpers/stored-script.js';
import { crawl, patternOf, type Crawled } from '../web/crawl.js';
import { furnish } from '../web/furnished.js';
import type { Visitor } from '../web/visitor.js';
import { openBrowser, type OpenBrowser } from './chromium.js';
import { expectAccessible, expectNoSidewaysScroll, serve, type Served } from './served.js';

const roles = Object.keys(ROLES) as Role[];
const SESSION = 'session';

let served: Served;
let browser: OpenBrowser;
/** The pages to be looked at: as whom, and which. */
const chosen = new Map<Role, string[]>();
const visitors = new Map<Role, Visitor>();

/** What a page is built from: the classes of its parts. */
const partsOf = ({ shown }: Crawled): string[] => [
  ...new Set(
    [...shown.text.matchAll(/\sclass="([^"]*)"/g)].flatMap(([, classes = '']) => classes.trim().split(/\s+/)),
  ),
];

/** Of each kind of page as many as it takes to see every part that any of them has, for whichever role. */
function choose(all: readonly (readonly [Role, Crawled])[]): void {
  const seen = new Map<string, Set<string>>();
  for (const [role, page] of all) {
    const pattern = patternOf(page.address);
    const parts = seen.get(pattern) ?? new Set();
    const fresh = partsOf(page).filter((part) => !parts.has(part));
    if (seen.has(pattern) && fresh.length === 0) continue;
    seen.set(pattern, new Set([...parts, ...fresh]));
    chosen.set(role, [...(chosen.get(role) ?? []), page.address]);
  }
}

beforeAll(async () => {
  served = await serve();
  browser = await openBrowser();
  const further = await furnish(served.visits);
  await writeScriptEverywhere(served.visits.url);
  const all: [Role, Crawled][] = [];
  for (const role of roles) {
    const visitor = further[role]?.visitor ?? (await served.visits.as(role));
    visitors.set(role, visitor);
    const pages = await crawl(visitor, further[role]?.from);
    all.push(...pages.filter(({ isPage }) => isPage).map((page): [Role, Crawled] => [role, page]));
  }
  // The page that has most parts shows most of its kind at once.
  choose(all.sort(([, a], [, b]) => partsOf(b).length - partsOf(a).length));
}, 400_000);
afterAll(async () => {
  await browser.close();
  await served.close();
});

/** A page for the person whom a visitor is signed in as, and what its console says. */
async function pageOf(role: Role): Promise<{ page: Page; said: string[] }> {
  await browser.context.clearCookies();
  const value = visitors.get(role)?.cookie(SESSION) ?? '';
  await browser.context.addCookies([{ name: SESSION, value, url: served.origin }]);
  const page = await browser.context.newPage();
  const said: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && said.push(message.text())));
  page.on('pageerror', (error) => void said.push(error.message));
  return { page, said };
}

/** Pages that no link leads to: what is answered to something sent, to whoever may not, and to whoever is lost. */
const ANSWERS: readonly (readonly [string, Role, (page: Page, origin: string) => Promise<unknown>])[] = [
  ['a day that cannot be added', 'administrator', (page, origin) => addDay(page, origin, '25')],
  ['what a day would change', 'administrator', (page, origin) => addDay(page, origin, '24')],
  [
    'an absence of nobody',
    'manager',
    async (page, origin) => {
      await page.goto(`${origin}/absences`);
      await page.getByRole('button', { name: 'Record the absence' }).click();
    },
  ],
  [
    'a plan without a chair',
    'panelCoordinator',
    async (page, origin) => {
      await page.goto(`${origin}/meetings/plan`);
      await page.getByRole('button', { name: 'Show the days' }).click();
    },
  ],
  ['a page for others', 'administrator', (page, origin) => page.goto(`${origin}/work`)],
  ['a page there is none of', 'manager', (page, origin) => page.goto(`${origin}/nowhere`)],
];

async function addDay(page: Page, origin: string, day: string): Promise<void> {
  await page.goto(`${origin}/calendar`);
  await page.locator('[name="kind"]').first().check();
  await page.fill('[name="name"]', 'A proclaimed day');
  await page.fill('[name="date-day"]', day);
  await page.fill('[name="date-month"]', '12');
  await page.fill('[name="date-year"]', '2026');
  await page.getByRole('button', { name: 'See what would change' }).click();
}

const ran = (page: Page): Promise<unknown> =>
  page.evaluate(() => (globalThis as unknown as { ran?: number }).ran ?? null);

describe('every kind of page, with a script in everything that somebody wrote,', () => {
  it.each(roles)(
    'meets WCAG 2.2 AA as far as a program can tell, fits 320 pixels, and runs nothing: %s',
    async (role) => {
      const { page, said } = await pageOf(role);
      for (const address of chosen.get(role) ?? []) {
        await page.setViewportSize({ width: 320, height: 900 });
        await page.goto(`${served.origin}${address}`);
        await expectNoSidewaysScroll(page);
        await page.setViewportSize({ width: 1280, height: 900 });
        await expectAccessible(page);
        expect({ address, ran: await ran(page), said }).toEqual({ address, ran: null, said: [] });
      }
      await page.close();
    },
    240_000,
  );
});

describe('a page that no link leads to', () => {
  it.each(ANSWERS)('meets WCAG 2.2 AA and fits 320 pixels: %s', async (_, role, come) => {
    const { page } = await pageOf(role);
    await come(page, served.origin);
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 900 });
    await expectNoSidewaysScroll(page);
    await page.close();
  });

  it('is the bundle of a meeting on paper, which can be read there as well', async () => {
    const { page } = await pageOf('panelCoordinator');
    await page.goto(`${served.origin}/meetings`);
    await page.locator('main tbody a').first().click();
    await page.getByRole('link', { name: 'Bundle to print' }).click();
    await page.emulateMedia({ media: 'print' });
    // The mark lies faintly behind the words; who it is for is said in full at the head of the page.
    await page.evaluate(`document.querySelectorAll('.app-panel__mark').forEach((mark) => mark.remove())`);
    await expectAccessible(page);
    await page.close();
  });
});

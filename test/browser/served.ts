import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { ROLES, type Role } from '../../src/access/roles.js';
import { AppModule } from '../../src/app.module.js';
import { readConfig } from '../../src/config/config.js';
import type { WebSettings } from '../../src/config/web-settings.js';
import { engineOf, type Engine } from '../../src/engine.module.js';
import { createWebApp } from '../../src/web/http/web-app.js';
import { Demonstration } from '../../src/web/pages/demonstration.js';
import { createDemonstrationDatabase } from '../helpers/demonstration.js';
import { createTestDatabase } from '../helpers/database.js';
import { visitsTo, type Visits } from '../web/demonstration-visitors.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PLACE = 'sefton';

/** The service as browsers reach it in a test. */
export interface Served {
  origin: string;
  engine: Engine;
  /** Visitors without a browser. */
  visits: Visits;
  /** Everything written to the log. */
  log: string[];
  close(): Promise<void>;
}

interface Serving {
  /** Without children, where false; anybody can still be signed in as. */
  children?: boolean;
  web?: Partial<WebSettings>;
}

/** Serves the demonstration on a database of its own and a free port: sixty children, on a Wednesday morning. */
export async function serve({ children = true, web = {} }: Serving = {}): Promise<Served> {
  const database = children ? await createDemonstrationDatabase() : await createTestDatabase();
  const demonstration = new Demonstration();
  const log: string[] = [];
  const app = await createWebApp(
    AppModule.on(
      database.url,
      { migrate: false, connections: 6, ...(children ? {} : { purpose: 'demonstration' as const }) },
      demonstration,
      { ...readConfig({}).web, ...web },
    ),
    { level: 'info', stream: { write: (line) => void log.push(line) } },
  );
  await app.init();
  const engine = engineOf(app);
  if (!children) await someOfEach(engine);
  demonstration.shown = { place: PLACE, token: 'ccc_of-a-test', persona: 'someone' };
  await app.listen(0, '127.0.0.1');
  return {
    origin: await app.getUrl(),
    engine,
    visits: visitsTo({
      url: database.url,
      server: app.getHttpAdapter().getInstance(),
      directory: engine.directory,
    }),
    log,
    async close() {
      await app.close();
      await database.drop();
    },
  };
}

async function someOfEach({ directory }: Engine): Promise<void> {
  for (const role of Object.keys(ROLES) as Role[])
    await directory.putPerson(PLACE, { name: `Test ${ROLES[role]}`, roles: [role] });
}

/** Signs in as the first one of the demonstration with that role, or as the one after. */
export async function signInAs(page: Page, { origin }: Served, role: Role, nth = 0): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${origin}/sign-in`);
  const row = page.locator('.nhsuk-summary-list__row', {
    has: page.locator('dt', { hasText: new RegExp(`^\\s*${ROLES[role]}\\s*$`, 'i') }),
  });
  await row.getByRole('button').nth(nth).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** A new page in which somebody of that role is signed in. */
export async function pageAs(context: BrowserContext, served: Served, role: Role, nth = 0): Promise<Page> {
  const page = await context.newPage();
  await signInAs(page, served, role, nth);
  return page;
}

/** Checks the page as it stands against WCAG 2.2 AA, as far as a program can. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const violations: { id: string; nodes: string[] }[] = await page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          of: unknown,
          how: object,
        ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
    };
    const { violations: found } = await axe.run((globalThis as { document?: unknown }).document, {
      runOnly: { type: 'tag', values: rules },
    });
    return found.map(({ id, nodes }) => ({
      id,
      nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)}: ${failureSummary}`),
    }));
  }, RULES);
  expect({ page: new URL(page.url()).pathname, violations }).toEqual({
    page: new URL(page.url()).pathname,
    violations: [],
  });
}

/** Frames within which a page has to have settled: the menu folds up a moment after the width changes. */
const MOST_FRAMES = 60;

/** Checks that nothing has to be scrolled sideways at the width the page has now. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(async (frames) => {
    const { document, requestAnimationFrame } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number; clientWidth: number } };
      requestAnimationFrame(then: () => void): void;
    };
    const wide = (): number => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    for (let frame = 0; frame < frames && wide() > 0; frame += 1)
      await new Promise<void>((then) => requestAnimationFrame(then));
    return wide();
  }, MOST_FRAMES);
  expect({ page: new URL(page.url()).pathname, over: Math.max(0, over) }).toEqual({
    page: new URL(page.url()).pathname,
    over: 0,
  });
}

// Takes the pictures of the documentation: the main pages of the demonstration, as its people see them, always at the
// same moment of the same invented histories.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from '../../src/launch/build.mjs';
import { foundChromium } from '../helpers/chromium.mjs';

/** A Wednesday morning; its demonstration has children at every stage. */
const NOW = '2026-06-10T08:00:00.000Z';
const DATABASE = 'pictures';
const MOST_BYTES = 150_000;
const PATIENCE_MS = 5000;
const WIDE = 1100;
const HIGH = 800;

/** The link of a list to a case at that stage. */
const caseAt = (stage) => (page) =>
  page.locator('tbody tr', { hasText: stage }).locator('a[href^="/cases/"]');
/** The link whose address ends so. */
const to = (ending) => (page) => page.locator(`main a[href$="${ending}"]`);

/** Each picture: whose eyes, where it begins, the links to follow from there, and from which part on. */
const PICTURES = [
  { name: 'work', as: 'Nurse assessor Ahmed', path: '/work' },
  {
    name: 'case',
    as: 'Nurse assessor Ahmed',
    path: '/cases?state=open&whose=me',
    follow: [caseAt('Package designed, being arranged')],
  },
  {
    name: 'domain',
    as: 'Nurse assessor Ahmed',
    path: '/cases?state=open&whose=me',
    follow: [caseAt('Assessment under way'), to('/assessment'), to('/assessment/eating-and-drinking')],
  },
  {
    name: 'course',
    as: 'Nurse assessor Ahmed',
    path: '/cases?state=open&whose=me',
    follow: [caseAt('Package designed, being arranged'), to('/course')],
    from: 'h2:has-text("package")',
  },
  {
    name: 'pack',
    as: 'Panel coordinator Grant',
    path: '/meetings',
    follow: [
      (page) => page.locator('tbody a[href^="/meetings/"]'),
      (page) => page.locator('main a[href*="/items/"]'),
    ],
  },
  { name: 'overdue', as: 'Service manager Lloyd', path: '/queues/overdue', from: '.app-filters' },
  { name: 'performance', as: 'Service manager Lloyd', path: '/performance', from: 'main h2' },
  { name: 'referral', as: 'Community nurse Cole', path: '/refer' },
];

const executablePath = foundChromium();
if (executablePath === undefined) {
  process.stderr.write('There is no Chromium on the PATH to take pictures with.\n');
  process.exit(2);
}
await build();
const { serverOf } = await import('../../dist/src/postgres/database-server.js');
const { startBundledPostgres } = await import('../../dist/src/postgres/bundled-postgres.js');
const { startServiceProcess } = await import('../../dist/src/process/service-process.js');
const { createEngine } = await import('../../dist/src/engine.module.js');
const { loadDemonstration } = await import('../../dist/src/demonstration/load-demonstration.js');
const folder = fileURLToPath(new URL('../../docs/images', import.meta.url));

/** Fills a new database with the demonstration as it is at that moment. */
async function demonstrationOn(url) {
  const engine = await createEngine(url, { purpose: 'demonstration', connections: 4 });
  try {
    await loadDemonstration(engine, { mode: 'test', now: NOW });
  } finally {
    await engine.close();
  }
}

async function take(browser, origin, { name, as, path, follow = [], from }) {
  const page = await browser.newPage({ viewport: { width: WIDE, height: HIGH }, locale: 'en-GB' });
  await page.goto(`${origin}/sign-in`);
  await page.getByRole('button', { name: as }).click();
  await page.goto(`${origin}${path}`);
  for (const link of follow) {
    const address = await link(page).first().getAttribute('href', { timeout: PATIENCE_MS });
    await page.goto(new URL(address, origin).href);
  }
  if (from !== undefined)
    await page
      .locator(from)
      .first()
      .evaluate((part) => part.scrollIntoView());
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  await page.close();
  const { size } = statSync(file);
  process.stdout.write(`docs/images/${name}.png  ${Math.round(size / 1000)} KB\n`);
  if (size > MOST_BYTES) throw new Error(`docs/images/${name}.png is larger than ${MOST_BYTES / 1000} KB.`);
}

const scratch = mkdtempSync(join(tmpdir(), 'ccc-pictures-'));
// The database server may run as another user, who has to pass through.
chmodSync(scratch, 0o755);
mkdirSync(folder, { recursive: true });
const postgres = await startBundledPostgres({
  dataDir: join(scratch, 'data'),
  durable: false,
  log: () => undefined,
});
let service;
let browser;
try {
  const server = serverOf(postgres.url('postgres'));
  await server.createDatabase(DATABASE);
  const url = server.urlOf(DATABASE);
  await demonstrationOn(url);
  service = await startServiceProcess({ DATABASE_URL: url, DEMONSTRATION: 'yes' });
  browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  const origin = `http://${service.host}:${service.port}`;
  for (const picture of PICTURES) await take(browser, origin, picture);
  const names = new Set(PICTURES.map(({ name }) => `${name}.png`));
  for (const old of readdirSync(folder).filter((each) => !names.has(each))) rmSync(join(folder, old));
} finally {
  await browser?.close();
  await service?.stop();
  await postgres.stop();
  rmSync(scratch, { recursive: true, force: true });
}

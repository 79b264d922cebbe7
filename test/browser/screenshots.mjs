// Takes the pictures of the documentation: the main pages of the demonstration, as its people see them.
import { mkdirSync, mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from '../../src/launch/build.mjs';
import { foundChromium } from '../helpers/chromium.mjs';

/** Each picture: whose eyes, which page, and the link to follow from it. */
const PICTURES = [
  { name: 'cases', as: 'Nurse assessor Ahmed', path: '/cases?state=open&overdue=true' },
  { name: 'case', as: 'Nurse assessor Ahmed', path: '/cases?state=open&overdue=true', follow: 'tbody a' },
];
const SIZE = { width: 1200, height: 1000 };

const executablePath = foundChromium();
if (executablePath === undefined) {
  process.stderr.write('There is no Chromium on the PATH to take pictures with.\n');
  process.exit(2);
}
await build();
const { startServiceProcess } = await import('../../dist/src/process/service-process.js');
const folder = fileURLToPath(new URL('../../docs/images', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'ccc-pictures-'));
// The database server may run as another user, who has to pass through.
chmodSync(scratch, 0o755);
mkdirSync(folder, { recursive: true });
const service = await startServiceProcess({
  DATA_DIR: join(scratch, 'data'),
  DATABASE_URL: '',
  DEMONSTRATION: 'yes',
});
const browser = await chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
try {
  const origin = `http://${service.host}:${service.port}`;
  for (const { name, as, path, follow } of PICTURES) {
    const page = await browser.newPage({ viewport: SIZE });
    await page.goto(`${origin}/sign-in`);
    await page.getByRole('button', { name: as }).click();
    await page.goto(`${origin}${path}`);
    if (follow !== undefined) {
      await page.locator(follow).first().click();
      await page.waitForLoadState();
    }
    await page.screenshot({ path: join(folder, `${name}.png`) });
    process.stdout.write(`docs/images/${name}.png\n`);
    await page.close();
  }
} finally {
  await browser.close();
  await service.stop();
  rmSync(scratch, { recursive: true, force: true });
}

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../config/project-folder.js';
import { runCommand, UsageError } from '../protocols/command-line.js';
import { startServiceProcess } from '../process/service-process.js';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
const PAGES: Readonly<Record<string, string>> = { 'front-page': '/' };
const SIZE = '1200,1100';

function browser(): string {
  const found = BROWSERS.find((name) => spawnSync(name, ['--version']).status === 0);
  if (found === undefined) throw new UsageError('There is no Chromium on the PATH to take pictures with.');
  return found;
}

function take(program: string, url: string, file: string, profile: string): void {
  const quiet = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  const { status } = spawnSync(program, [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    ...quiet,
    `--user-data-dir=${profile}`,
    `--window-size=${SIZE}`,
    `--screenshot=${file}`,
    url,
  ]);
  if (status !== 0) throw new Error(`No picture could be taken of ${url}.`);
}

await runCommand(async () => {
  const program = browser();
  const scratch = mkdtempSync(join(tmpdir(), 'ccc-pictures-'));
  // The database server may run as another user, who has to pass through.
  chmodSync(scratch, 0o755);
  const folder = join(projectFolder(), 'docs', 'images');
  mkdirSync(folder, { recursive: true });
  const service = await startServiceProcess({
    DATA_DIR: join(scratch, 'data'),
    DATABASE_URL: '',
    DEMONSTRATION: 'yes',
  });
  try {
    for (const [name, path] of Object.entries(PAGES)) {
      const file = join(folder, `${name}.png`);
      take(program, `http://${service.host}:${service.port}${path}`, file, join(scratch, 'profile'));
      process.stdout.write(`docs/images/${name}.png\n`);
    }
  } finally {
    await service.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
});

// Checks the whole project: types, lint, format, tests. With arguments, only the tests, which get the arguments.
// Every check runs whatever came of the one before; the last line says how many passed and failed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, ensureInstalled } from './install.mjs';

const project = fileURLToPath(new URL('../..', import.meta.url));
const report = join(project, 'node_modules/.cache/test-report.json');
const args = process.argv.slice(2);

checkNode();
ensureInstalled({ development: true });

const checks = [
  ['Types', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['Lint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']],
  ['Format', ['node_modules/prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn']],
];
const failedChecks = args.length > 0 ? [] : checks.filter(([title, command]) => !succeeds(title, command));
const tests = runTests();

const { foundChromium } = await import('../../test/helpers/chromium.mjs');
if (foundChromium() === undefined)
  process.stdout.write('The browser journeys did not run: there is no Chromium on the PATH.\n');
for (const [title] of failedChecks) process.stdout.write(`${title}: failed\n`);
const passed = tests.passed + (args.length > 0 ? 0 : checks.length - failedChecks.length);
const failed = tests.failed + failedChecks.length;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function succeeds(title, command) {
  process.stdout.write(`\n== ${title}\n`);
  return (
    spawnSync(process.execPath, command, { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] }).status ===
    0
  );
}

/** A run that ends badly without a failed test (a suite that does not load, a crash) counts as one failure. */
function runTests() {
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const jest = [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const whole = succeeds('Tests', [...jest, ...args, '--json', `--outputFile=${report}`]);
  const { numPassedTests, numFailedTests } = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0 };
  return { passed: numPassedTests, failed: whole ? numFailedTests : Math.max(1, numFailedTests) };
}

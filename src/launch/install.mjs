import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const oldestNode = [20, 19];

/** Says so and ends the process where Node is older than the program needs. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  process.stderr.write(
    `Node ${oldestNode.join('.')} or later is needed; this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}

/**
 * Installs the dependencies where one that the lockfile names is missing or of another version. Those only
 * developers need are asked for with `development`. What npm says goes to the error stream. Ends the process
 * with npm's code where it fails.
 */
export function ensureInstalled({ development }) {
  const missing = missingDependencies({ development });
  if (missing.length === 0) return;
  process.stderr.write(`Installing dependencies (${missing.length} missing or out of date)\n`);
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: project,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  process.stderr.write(`The dependencies could not be installed${error ? `: ${error.message}` : ''}.\n`);
  process.exit(status ?? 1);
}

/** Names the dependencies of the lockfile that are not installed as it says. */
export function missingDependencies({ development }) {
  const wanted = packagesOf(join(project, 'package-lock.json'));
  const installed = packagesOf(join(project, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted)
    .filter(([path, { dev, devOptional, optional }]) => {
      if (path === '' || optional || devOptional) return false;
      return development || !dev;
    })
    .filter(([path, { version }]) => installed[path]?.version !== version)
    .map(([path]) => path);
}

function packagesOf(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : {};
}

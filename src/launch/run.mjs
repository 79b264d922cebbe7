// Runs a command of the program from its sources: installs what is missing, builds what is stale, then becomes
// the command. Only the command writes to standard output, so that machines can read it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { staleFiles } from './build.mjs';
import { checkNode, ensureInstalled } from './install.mjs';

const project = fileURLToPath(new URL('../..', import.meta.url));
const [name, ...args] = process.argv.slice(2);

checkNode();
ensureInstalled({ development: false });
buildStale();
await become(entryOf(name), args);

/** The compiler runs in a process of its own, so that its memory is not kept for as long as the program runs. */
function buildStale() {
  const { write, remove } = staleFiles();
  if (write.length + remove.length === 0) return;
  const { status } = spawnSync(process.execPath, [join(project, 'src/launch/build.mjs')], {
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status !== 0) fail('The program could not be built.', status ?? 1);
}

function entryOf(command) {
  const entries = { start: 'dist/src/main.js', worker: 'dist/src/worker.js' };
  const entry = join(project, entries[command] ?? `dist/src/cli/${command}.js`);
  if (/^[a-z-]+$/.test(command ?? '') && existsSync(entry)) return entry;
  const commands = existsSync(join(project, 'dist/src/cli'))
    ? readdirSync(join(project, 'dist/src/cli'))
    : [];
  const names = commands.filter((file) => file.endsWith('.js')).map((file) => file.slice(0, -3));
  return fail(`There is no command "${command ?? ''}". There are: ${['start', ...names].join(', ')}.`, 2);
}

function become(entry, rest) {
  process.setSourceMapsEnabled(true);
  process.argv.splice(1, process.argv.length, entry, ...rest);
  return import(pathToFileURL(entry).href);
}

function fail(message, code) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const output = join(project, 'dist');
const stamp = join(output, '.built-with');
const parts = ['src', 'workflows', 'migrations'];

/**
 * Lists what differs between the sources and `dist`: files to write, and files whose source has gone.
 * A change of the compiler or of its settings makes everything stale.
 */
export function staleFiles() {
  const everything = !existsSync(stamp) || readFileSync(stamp, 'utf8') !== tooling();
  const sources = parts.flatMap((part) => filesBelow(join(project, part))).filter(isPartOfProgram);
  const wanted = new Set(sources.flatMap(builtNames));
  return {
    write: sources.filter((source) => everything || isOlder(builtNames(source)[0], source)),
    remove: parts.flatMap((part) => filesBelow(join(output, part))).filter((built) => !wanted.has(built)),
  };
}

/** Brings `dist` up to date; returns how many files were written. */
export async function build() {
  const { write, remove } = staleFiles();
  for (const built of remove) rmSync(built, { force: true });
  if (write.length > 0) {
    const { transformFile } = await import('@swc/core');
    for (const source of write) await buildFile(source, transformFile);
    writeInPlace(stamp, tooling());
  }
  return write.length;
}

async function buildFile(source, transformFile) {
  const [built, map] = builtNames(source);
  mkdirSync(dirname(built), { recursive: true });
  if (map === undefined) return writeInPlace(built, readFileSync(source));
  const result = await transformFile(source, {
    cwd: project,
    sourceFileName: relative(dirname(built), source),
  });
  writeInPlace(map, result.map ?? '');
  writeInPlace(built, `${result.code}\n//# sourceMappingURL=${map.slice(dirname(map).length + 1)}\n`);
}

function builtNames(source) {
  const built = join(output, relative(project, source));
  if (extname(source) !== '.ts') return [built];
  const script = built.replace(/\.ts$/, '.js');
  return [script, `${script}.map`];
}

function isPartOfProgram(source) {
  return !source.endsWith('.d.ts') && !source.startsWith(join(project, 'src', 'launch'));
}

function isOlder(built, source) {
  return !existsSync(built) || statSync(built).mtimeMs < statSync(source).mtimeMs;
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function tooling() {
  const compiler = readFileSync(join(project, 'node_modules/@swc/core/package.json'), 'utf8');
  const settings = readFileSync(join(project, '.swcrc'), 'utf8');
  return createHash('sha256').update(JSON.parse(compiler).version).update(settings).digest('hex');
}

/** Another process may be reading or building the same file: it sees the old one or the new one, whole. */
function writeInPlace(file, content) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const written = await build();
  process.stderr.write(`${written === 0 ? 'Up to date' : `Built ${written} files`}\n`);
}

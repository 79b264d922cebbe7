import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';

interface Needs {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Manifest extends Needs {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
}

interface Locked extends Needs {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
}

/** Nest asks for these, or finds them by itself, whether or not the program imports them. */
const usedByNest = ['@fastify/static', 'class-transformer', 'reflect-metadata', 'rxjs'];

const manifest = json<Manifest>('package.json');
const lock = json<{ packages: Record<string, Locked> }>('package-lock.json');

describe('package.json', () => {
  it('runs on every Node from 20.19', () => {
    expect(manifest.engines).toEqual({ node: '>=20.19' });
  });

  it('names the exact version of everything it depends on', () => {
    const loose = Object.entries(directNeeds(manifest)).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );

    expect(loose).toEqual([]);
  });

  it('depends at run time on nothing the program does not use', () => {
    const sources = ['src', 'workflows', 'migrations'].flatMap(sourcesBelow).join('\n');
    const unused = Object.keys(manifest.dependencies ?? {}).filter((name) => !sources.includes(`'${name}`));

    expect(unused.filter((name) => !usedByNest.includes(name))).toEqual([]);
  });

  it('has no script for a command that is not there', () => {
    const commands = Object.values(manifest.scripts).flatMap(
      (script) => /run\.mjs (\S+)/.exec(script)?.[1] ?? [],
    );
    const missing = commands.filter((command) => !existsSync(join(projectFolder(), entryOf(command))));

    expect(commands).toContain('play');
    expect(missing).toEqual([]);
  });
});

describe('package-lock.json', () => {
  it('holds every package that one of its packages asks for, on every platform', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, locked]) =>
      Object.keys(directNeeds(locked, path === ''))
        .filter((name) => !isFound(path, name))
        .map((name) => `${path || 'the project'} needs ${name}`),
    );

    expect(missing).toEqual([]);
  });

  it('has the digest of every package, and the address of none', () => {
    const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('agrees with package.json', () => {
    const { dependencies, devDependencies, optionalDependencies } = lock.packages[''] ?? {};

    expect({ dependencies, devDependencies, optionalDependencies }).toEqual({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      optionalDependencies: manifest.optionalDependencies,
    });
  });
});

function directNeeds(needs: Needs, development = true): Record<string, string> {
  return {
    ...needs.dependencies,
    ...(development ? needs.devDependencies : {}),
    ...needs.optionalDependencies,
  };
}

/** Where Node would find `name` for the package at `path`: in its own folder or in one above. */
function isFound(path: string, name: string): boolean {
  const parts = path === '' ? [] : path.split(/\/?node_modules\//).slice(1);
  const places = Array.from({ length: parts.length + 1 }, (_, depth) =>
    [...parts.slice(0, depth), name].map((part) => `node_modules/${part}`).join('/'),
  );
  return places.some((place) => place in lock.packages);
}

function entryOf(command: string): string {
  const entries: Record<string, string> = { start: 'src/main.ts', worker: 'src/worker.ts' };
  return entries[command] ?? `src/cli/${command}.ts`;
}

function sourcesBelow(part: string): string[] {
  return readdirSync(join(projectFolder(), part), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .map((path) => readFileSync(join(projectFolder(), part, path), 'utf8'));
}

function json<T>(path: string): T {
  return JSON.parse(readFileSync(join(projectFolder(), path), 'utf8')) as T;
}

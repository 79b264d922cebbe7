import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import type { ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { projectFolder } from '../../src/config/project-folder.js';

interface Service {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly networks?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

describe('docker-compose.yml', () => {
  let text: string;
  let compose: Compose;
  let isCompose: ValidateFunction;

  const service = (name: string): Service => {
    const found = compose.services[name];
    if (found === undefined) throw new Error(`There is no service ${name}`);
    return found;
  };

  beforeAll(() => {
    text = readFileSync(join(projectFolder(), 'docker-compose.yml'), 'utf8');
    compose = parse(text, { merge: true }) as Compose;
    isCompose = composeSchema();
  });

  it('is what the Compose Specification allows', () => {
    expect({ valid: isCompose(compose), errors: isCompose.errors }).toEqual({ valid: true, errors: null });
  });

  it.each([
    ['an unknown service key', { services: { web: { imagine: 'node' } } }],
    ['a health check without a list', { services: { web: { healthcheck: { retries: 'often' } } } }],
    ['services that are a list', { services: [] }],
  ])('would be refused with %s', (_, wrong) => {
    expect(isCompose(wrong)).toBe(false);
  });

  it('runs Postgres, Redis, the web process and the worker', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['postgres', 'redis', 'web', 'worker']);
  });

  it('has a Redis that forgets nothing: no eviction, every write appended to a file that is kept', () => {
    const { command = [], volumes } = service('redis');

    expect(valueAfter(command, '--maxmemory-policy')).toBe('noeviction');
    expect(valueAfter(command, '--appendonly')).toBe('yes');
    expect(volumes).toEqual(['redis:/data']);
  });

  it('keeps the database in a volume', () => {
    expect(service('postgres').volumes).toEqual(['postgres:/var/lib/postgresql']);
  });

  it.each(['postgres', 'redis', 'web'])('knows whether %s is well', (name) => {
    const [how, ...command] = service(name).healthcheck?.test ?? [];
    expect(how).toMatch(/^CMD(-SHELL)?$/);
    expect(command.join(' ')).toMatch(/pg_isready|redis-cli|readyz|healthz/);
  });

  it('takes every password from the surroundings and has none of its own', () => {
    const passwords = [...text.matchAll(/(?:PASSWORD|REDISCLI_AUTH): (\S+)|:([^:@\s]+[^@]*)@/g)];

    expect(passwords.length).toBeGreaterThanOrEqual(4);
    for (const [found] of passwords) expect(found).toMatch(/\$\{(POSTGRES|REDIS)_PASSWORD:\?/);
  });

  it('shows neither Postgres nor Redis to anyone but the application', () => {
    for (const name of ['postgres', 'redis']) {
      expect(service(name).ports).toBeUndefined();
      expect(service(name).networks).toEqual(['data']);
    }
    expect(compose.networks['data']?.internal).toBe(true);
  });
});

function valueAfter(command: readonly string[], option: string): string | undefined {
  return command[command.indexOf(option) + 1];
}

/** The published schema gives ids in the way of an older draft of JSON Schema than the one it says it is. */
function composeSchema(): ValidateFunction {
  const file = join(projectFolder(), 'test/fixtures/compose-spec.json');
  const schema = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
    key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
  ) as object;
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  ajv.addFormat('duration', /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/);
  ajv.addFormat('ports', /^[\w.:\-${}/[\]]+$/);
  ajv.addFormat('expose', /^\d+(-\d+)?(\/[a-z]+)?$/);
  ajv.addFormat('subnet_ip_address', /^[\d.:a-fA-F/]+$/);
  return ajv.compile(schema);
}

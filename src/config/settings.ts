import { isIP } from 'node:net';

export const modes = ['development', 'production', 'test'] as const;
export type Mode = (typeof modes)[number];

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export const openIdMatches = ['email', 'preferred_username'] as const;
export type OpenIdMatch = (typeof openIdMatches)[number];

/** Why a value cannot be used: completes a sentence that begins with the setting's name. */
export interface Problem {
  readonly problem: string;
}

/** The mode named, `development` where none is. */
export function readMode(value: string | undefined): Mode | Problem {
  return value === undefined ? 'development' : oneOf(modes, value);
}

/** The log level named, if any. */
export function readLogLevel(value: string | undefined): LogLevel | undefined | Problem {
  return value === undefined ? undefined : oneOf(logLevels, value.toLowerCase());
}

/** A TCP port from 0 to 65535; 0 asks the system to choose. */
export function readPort(value: string | undefined): number | undefined | Problem {
  if (value === undefined) return undefined;
  const port = Number(value);
  const usable = /^\d{1,5}$/.test(value) && port <= 65535;
  return usable ? port : { problem: `must be a number from 0 to 65535, not "${value}"` };
}

const FASTEST = 100;

/** How many times as often a process that faults are tried on repeats what it repeats: 1 to 100. */
export function readPace(value: string | undefined): number | undefined | Problem {
  if (value === undefined) return undefined;
  const pace = Number(value);
  return pace >= 1 && pace <= FASTEST ? pace : { problem: `must be a number from 1 to ${FASTEST}` };
}

/** `yes` or `no` (also true, false, 1, 0) as a boolean. */
export function readYesNo(value: string | undefined): boolean | undefined | Problem {
  if (value === undefined) return undefined;
  const meaning = new Map([
    ['yes', true],
    ['true', true],
    ['1', true],
    ['no', false],
    ['false', false],
    ['0', false],
  ]);
  return meaning.get(value.toLowerCase()) ?? { problem: `must be yes or no, not "${value}"` };
}

/** A postgres:// address that names a database. The value is never repeated: it can hold a password. */
export function readDatabaseUrl(value: string | undefined): string | undefined | Problem {
  if (value === undefined) return undefined;
  const url = urlWith(value, ['postgres:', 'postgresql:']);
  if (url === undefined) return { problem: 'must look like postgres://user:password@host:5432/database' };
  const database = url.pathname.replace(/^\//, '');
  return database === '' ? { problem: 'must name a database after the last slash' } : value;
}

/** A redis:// or rediss:// address. The value is never repeated: it can hold a password. */
export function readRedisUrl(value: string | undefined): string | undefined | Problem {
  if (value === undefined) return undefined;
  const usable = urlWith(value, ['redis:', 'rediss:']) !== undefined;
  return usable ? value : { problem: 'must look like redis://host:6379' };
}

/** An http:// or https:// address, without the slash at its end. */
export function readHttpUrl(value: string | undefined): string | undefined | Problem {
  if (value === undefined) return undefined;
  const url = urlWith(value, ['http:', 'https:']);
  if (url === undefined || url.username !== '' || url.search !== '' || url.hash !== '')
    return { problem: 'must look like https://continuing-care.example.nhs.uk' };
  return url.href.replace(/\/$/, '');
}

/** A whole number between two bounds, both included. */
export const readWhole =
  (min: number, max: number) =>
  (value: string | undefined): number | undefined | Problem => {
    if (value === undefined) return undefined;
    const number = Number(value);
    const usable = /^\d{1,9}$/.test(value) && number >= min && number <= max;
    return usable ? number : { problem: `must be a whole number from ${min} to ${max}, not "${value}"` };
  };

/** Which claim of an OpenID provider names an account. */
export const readOpenIdMatch = (value: string | undefined): OpenIdMatch | undefined | Problem =>
  value === undefined ? undefined : oneOf(openIdMatches, value);

/** Addresses or networks of proxies in front, parted by commas. */
export function readProxies(value: string | undefined): readonly string[] | undefined | Problem {
  if (value === undefined) return undefined;
  const all = value.split(',').map((each) => each.trim());
  const wrong = all.find((each) => isIP(each.split('/')[0] ?? '') === 0 || !/^[^/]+(\/\d{1,3})?$/.test(each));
  return wrong === undefined ? all : { problem: `must hold addresses such as 10.0.0.0/8, not "${wrong}"` };
}

function urlWith(value: string, schemes: readonly string[]): URL | undefined {
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  return schemes.includes(url.protocol) ? url : undefined;
}

function oneOf<T extends string>(allowed: readonly T[], value: string): T | Problem {
  return (
    allowed.find((candidate) => candidate === value) ?? {
      problem: `must be one of ${allowed.join(', ')}, not "${value}"`,
    }
  );
}

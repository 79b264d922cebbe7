export const modes = ['development', 'production', 'test'] as const;
export type Mode = (typeof modes)[number];

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

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

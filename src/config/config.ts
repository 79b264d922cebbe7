import {
  mailSettings,
  readMailFrom,
  readPublicAddress,
  readSmtpUrl,
  type MailSettings,
} from './mail-settings.js';
import {
  readDatabaseUrl,
  readLogLevel,
  readMode,
  readPace,
  readPort,
  readRedisUrl,
  readYesNo,
} from './settings.js';
import type { LogLevel, Mode, Problem } from './settings.js';
import { webSettingsFrom, type Take, type WebSettings } from './web-settings.js';

/** What the surroundings say about how this process should run. */
export interface Config {
  readonly mode: Mode;
  /** Address to listen on; loopback unless HOST says otherwise. */
  readonly host: string;
  readonly port: number;
  /** True where PORT was given, so that no other port may be taken in its stead. */
  readonly portGiven: boolean;
  /** The Postgres to use; the bundled server where absent. */
  readonly databaseUrl?: string;
  /** The Redis to keep the queue in; the service's own Postgres where absent. */
  readonly redisUrl?: string;
  /** Where a worker process serves what it measures; nowhere where absent. */
  readonly metricsPort?: number;
  /** Where the bundled server keeps its data; the project's `.data` folder where absent. */
  readonly dataDir?: string;
  /** A folder of places, calendars and protocols of one's own, read before the project's. */
  readonly placesDir?: string;
  readonly logLevel: LogLevel;
  /** Where people reach the service, without a slash at its end: what links in e-mails begin with. */
  readonly publicAddress?: string;
  /** How e-mail is sent; where absent it is kept, to be read in the service. */
  readonly mail?: MailSettings;
  /** Whether an empty database is filled with demonstration cases. Never true in production. */
  readonly demonstration: boolean;
  /** Whether the process that started this one may bring about faults in it. Only while NODE_ENV is test. */
  readonly faults: boolean;
  /** How many times as often such a process repeats what it repeats; 1 in every other. */
  readonly pace: number;
  /** How people reach the pages, and how they sign in. */
  readonly web: WebSettings;
}

/** One or more settings that cannot be used; the message lists them all, without their values where secret. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads and checks the settings in `environment`. An empty value counts as absent.
 * @throws ConfigError naming every setting that cannot be used
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const take: Take = (name, read, otherwise) => {
    const value = environment[name]?.trim();
    const result = read(value === '' ? undefined : value);
    if (!isProblem(result)) return result;
    problems.push(`${name} ${result.problem}`);
    return otherwise;
  };
  const text = (value: string | undefined): string | undefined => value;

  const mode = take('NODE_ENV', readMode, 'development');
  const databaseUrl = take('DATABASE_URL', readDatabaseUrl, undefined);
  const redisUrl = take('REDIS_URL', readRedisUrl, undefined);
  const dataDir = take('DATA_DIR', text, undefined);
  const placesDir = take('PLACES_DIR', text, undefined);
  const port = take('PORT', readPort, undefined);
  const metricsPort = take('METRICS_PORT', readPort, undefined);
  const wanted = take<boolean | undefined>('DEMONSTRATION', readYesNo, undefined);
  const faults = take<boolean | undefined>('FAULTS', readYesNo, undefined) ?? false;
  const pace = take('PACE', readPace, undefined) ?? 1;
  const logLevel = take('LOG_LEVEL', readLogLevel, undefined);
  const host = take('HOST', text, undefined);
  const publicAddress = take('PUBLIC_ADDRESS', readPublicAddress, undefined);
  const mail = mailSettings(
    {
      smtp: take('SMTP_URL', readSmtpUrl, undefined),
      from: take('MAIL_FROM', readMailFrom, undefined),
      publicAddress,
    },
    problems,
  );
  const web = webSettingsFrom(take, { mode, publicAddress }, problems);
  if (mode === 'production' && wanted === true) {
    problems.push('DEMONSTRATION cannot be yes while NODE_ENV is production');
  }
  if (mode === 'production' && databaseUrl === undefined) {
    problems.push('DATABASE_URL is needed while NODE_ENV is production');
  }
  if (!faults && pace !== 1) problems.push('PACE can be other than 1 only while FAULTS is yes');
  if (mode !== 'test' && faults) problems.push('FAULTS can be yes only while NODE_ENV is test');
  if (problems.length > 0) throw new ConfigError(problems);

  return {
    mode,
    host: host ?? '127.0.0.1',
    port: port ?? 3000,
    portGiven: port !== undefined,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(metricsPort === undefined ? {} : { metricsPort }),
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(placesDir === undefined ? {} : { placesDir }),
    ...(publicAddress === undefined ? {} : { publicAddress }),
    ...(mail === undefined ? {} : { mail }),
    // Someone at a terminal reads sentences; a service that is operated keeps an account of its requests.
    logLevel: logLevel ?? (mode === 'production' ? 'info' : 'warn'),
    demonstration: wanted ?? mode !== 'production',
    faults,
    pace,
    web,
  };
}

/** Where places of one's own are, and how e-mail is sent, as the engine is told. */
export const ownPlaces = ({
  placesDir,
  publicAddress,
  mail,
}: Config): Pick<Config, 'placesDir' | 'publicAddress' | 'mail'> => ({
  ...(placesDir === undefined ? {} : { placesDir }),
  ...(publicAddress === undefined ? {} : { publicAddress }),
  ...(mail === undefined ? {} : { mail }),
});

let current: Config | undefined;

/**
 * The settings of this process, read once.
 * @throws ConfigError naming every setting that cannot be used
 */
export function config(): Config {
  current ??= readConfig(process.env);
  return current;
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'problem' in value;
}

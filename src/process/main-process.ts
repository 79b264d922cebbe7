import { config, ConfigError, type Config } from '../config/config.js';
import { obeyFaults } from '../faults/obey-faults.js';
import { DataFileError } from '../protocols/data-file.js';
import { failureOf } from '../log/failure.js';
import { jsonLog, type Log } from '../log/service-log.js';
import { hurry } from './pace.js';
import { endOnUncaught, stopOnSignals } from './signals.js';

const FAILED = 1;
const BAD_SETTINGS = 2;

/** What was started, to be stopped again. */
export interface Started {
  stop: () => Promise<void>;
}

const wordsOf = (error: unknown): string =>
  error instanceof ConfigError || error instanceof DataFileError
    ? error.message
    : error instanceof Error
      ? `The service did not start: ${error.message}`
      : 'The service did not start.';

/** Runs a process that lasts: reads its settings, starts it, and stops it cleanly when it is asked to end. */
export async function runProcess(start: (settings: Config, log: Log) => Promise<Started>): Promise<void> {
  try {
    const settings = config();
    const log = jsonLog(settings.logLevel);
    const tryer = settings.faults ? obeyFaults() : null;
    hurry(settings.pace);
    const { stop } = await start(settings, log);
    endOnUncaught(log);
    stopOnSignals(stop, log);
    tryer?.started();
  } catch (error) {
    process.stderr.write(`${wordsOf(error)}\n`);
    if (!(error instanceof ConfigError)) jsonLog('error').error({ failure: failureOf(error) }, 'not started');
    process.exit(error instanceof ConfigError ? BAD_SETTINGS : FAILED);
  }
}

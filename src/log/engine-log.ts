import type { LoggerService } from '@nestjs/common';
import { failureOf } from './failure.js';
import type { Log } from './service-log.js';

const firstLine = (message: unknown): string => String(message).split('\n')[0] ?? '';

/** What parts of the engine say is wrong, told to the log of a process that is no web application; the rest is dropped. */
export function engineLog(log: Log): LoggerService {
  const error = (message: unknown): void =>
    message instanceof Error
      ? log.error({ failure: failureOf(message) }, 'unexpected')
      : log.error({}, firstLine(message));
  const nothing = (): void => undefined;
  return { error, fatal: error, log: nothing, warn: nothing, debug: nothing, verbose: nothing };
}

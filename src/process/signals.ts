import { failureOf } from '../log/failure.js';
import type { Log } from '../log/service-log.js';

const PATIENCE_MS = 15_000;

/**
 * Stops the process cleanly when it is asked to end; at once when it is asked a second time, or when stopping takes too
 * long. What nobody caught is logged without its words, and ends the process.
 */
export function stopOnSignals(stop: () => Promise<void>, log: Log): void {
  let stopping = false;
  const end = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ failure: failureOf(error) }, 'not stopped cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
}

/** Logs what nobody caught, without its words, and ends the process. */
export function endOnUncaught(log: Log): void {
  const end = (error: unknown): void => {
    log.error({ failure: failureOf(error) }, 'uncaught');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

/** Ends the process as one that failed, for whoever supervises it to start it anew. */
export const endFailed = (): void => process.exit(1);

import { failureOf } from '../log/failure.js';
import type { Log } from '../log/service-log.js';

/** How often deadlines that have passed are looked for. */
export const DUE_EVERY_MS = 30_000;

/** A pass that runs again and again until it is stopped. */
export interface Repeated {
  /** Waits for the pass under way, and runs none after it. */
  stop(): Promise<void>;
}

/**
 * Runs the pass at once and then so many milliseconds after each end. A pass that fails is logged and tried again: what
 * is due stays due.
 */
export function repeatDuePass(
  pass: () => Promise<number>,
  log: Log,
  everyMs: number = DUE_EVERY_MS,
): Repeated {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const once = async (): Promise<void> => {
    try {
      log.info({ passed: await pass() }, 'due pass');
    } catch (error) {
      log.error({ failure: failureOf(error) }, 'due pass failed');
    }
    if (!stopped) timer = setTimeout(again, everyMs);
  };
  let running = Promise.resolve();
  const again = (): void => {
    running = once();
  };
  again();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

import { failureOf } from '../log/failure.js';
import type { Log } from '../log/service-log.js';

/** How often deadlines that have passed are looked for. */
export const DUE_EVERY_MS = 30_000;

/** A pass that runs again and again until it is stopped. */
export interface Repeated {
  /** Waits for the pass under way, and runs none after it. */
  stop(): Promise<void>;
}

/** How a pass is repeated. */
export interface Repeating {
  log: Log;
  /** Milliseconds from the end of one pass to the beginning of the next. */
  everyMs?: number;
  /** Whether passes that found nothing are logged too, as a sign of life. */
  heartbeat?: boolean;
}

/** Runs the pass at once and then again and again. One that fails is logged: what is due stays due. */
export function repeatDuePass(
  pass: () => Promise<number>,
  { log, everyMs = DUE_EVERY_MS, heartbeat = false }: Repeating,
): Repeated {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const once = async (): Promise<void> => {
    try {
      const passed = await pass();
      if (passed > 0 || heartbeat) log.info({ passed }, 'due pass');
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

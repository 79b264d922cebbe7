import { paced } from './pace.js';

/** Work that is done again and again until it is stopped. */
export interface Repeated {
  /** Waits for the work under way, and begins none after it. */
  stop(): Promise<void>;
}

/** How work is repeated. */
export interface Repeating {
  /** Milliseconds from the end of one time to the beginning of the next. */
  everyMs: number;
  /** Up to how many milliseconds are added by chance, so that many processes do not do it at the same moment. */
  jitterMs?: number;
  /** Told of what the work throws; it is repeated all the same. */
  onError: (error: unknown) => void;
}

/** Does the work at once, and then again and again. */
export function repeat(
  work: () => Promise<unknown>,
  { everyMs, jitterMs = 0, onError }: Repeating,
): Repeated {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const once = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      onError(error);
    }
    if (!stopped) timer = setTimeout(again, paced(everyMs + Math.random() * jitterMs));
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

import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../log/service-log.js';
import { paced } from '../process/pace.js';

/** How a process keeps the server running that it works with. */
export interface Keeping {
  /** Told that the server ended, what came of each try, and that it runs again. */
  log: Log;
  /** Called once, where it cannot be started again. */
  giveUp: () => void;
}

/** A server that can end, and be started where it was. */
export interface Restartable {
  isRunning(): boolean;
  /** Starts it unless it runs, and waits until it answers. Throws where it does not start. */
  start(): Promise<void>;
}

/** A server that is looked after. */
export interface Kept {
  /** From now on it is not started again. Waits for the try under way. */
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;
/**
 * How long each try waits after the one before, in seconds. Together longer than a statement of the service may take: what an
 * ended server was still doing goes on until then, and no other can start beside it.
 */
const PAUSES_S = [0, 1, 2, 4, 8, 16, 30];
/** A server that ran for so long is given all of the tries again; one that ends time and again is not. */
const STEADY_MS = 600_000;

/** Why Postgres did not start, in its own last words. */
const lastWords = (error: unknown): string => {
  const words = error instanceof Error ? error.message : '';
  return words.match(/(?:FATAL|PANIC): .*/g)?.at(-1) ?? words.split('\n').at(-1) ?? '';
};

/** Looks after the server from now on: where it ended without being asked to, it is started again, or given up. */
export function keepRunning(server: Restartable, { log, giveUp }: Keeping): Kept {
  const ending = new AbortController();
  const { signal } = ending;
  const pause = (ms: number) => wait(ms, undefined, { signal, ref: false });
  let tries = 0;
  let runsSince = performance.now();

  const tryAgain = async (): Promise<boolean> => {
    try {
      await server.start();
    } catch (error) {
      log.error(
        { try: tries, of: PAUSES_S.length, said: lastWords(error) },
        'the bundled Postgres did not start again',
      );
      return false;
    }
    log.info({ try: tries }, 'the bundled Postgres runs again');
    runsSince = performance.now();
    return true;
  };

  const restart = async (): Promise<boolean> => {
    if (performance.now() - runsSince >= STEADY_MS) tries = 0;
    log.error({ tried: tries, of: PAUSES_S.length }, 'the bundled Postgres ended; starting it again');
    for (const seconds of PAUSES_S.slice(tries)) {
      await pause(paced(seconds * 1000));
      tries += 1;
      if (await tryAgain()) return true;
    }
    log.error({ tries }, 'the bundled Postgres cannot be started again; this process ends');
    return false;
  };

  const look = async (): Promise<void> => {
    for (;;) {
      await pause(paced(LOOK_EVERY_MS));
      if (!server.isRunning() && !(await restart())) return giveUp();
    }
  };

  const looking = look().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  return {
    async stop() {
      ending.abort();
      await looking;
    },
  };
}

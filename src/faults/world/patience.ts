import { setTimeout as pause } from 'node:timers/promises';

/** What was waited for did not come about in time. */
export class WaitedInVain extends Error {
  override readonly name = 'WaitedInVain';
}

const LOOK_EVERY_MS = 20;

/** Waits until it is so, looking again and again. Throws WaitedInVain after that many milliseconds. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  { patience = 60_000, every = LOOK_EVERY_MS }: { patience?: number; every?: number } = {},
): Promise<void> {
  const end = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > end) throw new WaitedInVain(`Waited ${patience} ms in vain until ${what}.`);
    await pause(every);
  }
}

/** What the promise comes to, if it does so within that many milliseconds. Throws WaitedInVain where it does not. */
export async function within<T>(patience: number, what: string, promise: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = pause(patience, undefined, { signal: timer.signal }).then(() => {
    throw new WaitedInVain(`Waited ${patience} ms in vain until ${what}.`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}

import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until it is so; throws with the last answer where it is not so in time. */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  isSo: (answer: T) => boolean,
  withinMs = 20_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (Date.now() > until) throw new Error(`It never came to be so: ${JSON.stringify(answer)}`);
    await pause(50);
  }
}

import { performance } from 'node:perf_hooks';
import { percentilesOf, type Percentiles } from './percentiles.js';

/** How fast a kind of work went, at so many at a time. */
export interface RateFigures extends Percentiles {
  concurrent: number;
  commands: number;
  perSecond: number;
}

/** Times of single commands, in milliseconds, and of all of them together. */
export interface Timed {
  times: number[];
  elapsed: number;
}

/** Runs each piece of work once, so many at a time, and times every one. Throws where one fails. */
export async function timed<T>(
  pieces: readonly T[],
  concurrent: number,
  work: (piece: T) => Promise<void>,
): Promise<Timed> {
  const waiting = [...pieces];
  const times: number[] = [];
  const started = performance.now();
  const worker = async (): Promise<void> => {
    for (let piece = waiting.pop(); piece !== undefined; piece = waiting.pop()) {
      const began = performance.now();
      await work(piece);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: concurrent }, worker));
  return { times, elapsed: performance.now() - started };
}

const MS_IN_A_SECOND = 1000;

/** The figures of several rounds taken together. */
export function ratesOf(concurrent: number, rounds: readonly Timed[]): RateFigures {
  const times = rounds.flatMap((round) => round.times);
  const elapsed = rounds.reduce((sum, round) => sum + round.elapsed, 0);
  return {
    concurrent,
    commands: times.length,
    perSecond: (times.length / elapsed) * MS_IN_A_SECOND,
    ...percentilesOf(times),
  };
}

import { createHash } from 'node:crypto';

const STEP = 0x6d2b79f5;
const WHOLE = 2 ** 32;

/** Numbers that look like chance and are the same in every run that begins with the same seed (mulberry32). */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** At least 0 and less than 1. */
  part(): number {
    this.state = (this.state + STEP) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / WHOLE;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.part() * (most - least + 1));
  }

  /** True so often. */
  happens(part: number): boolean {
    return this.part() < part;
  }

  /** One of them. Throws a RangeError where there is none. */
  of<T>(all: readonly T[]): T {
    const one = all[this.between(0, all.length - 1)];
    if (one === undefined) throw new RangeError('There is nothing to choose from.');
    return one;
  }
}

const UUID_PARTS = [8, 12, 16, 20, 32];

/** The same id for the same words, in the shape of a UUID. */
export function idOf(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex');
  return UUID_PARTS.map((end, at) => hex.slice(UUID_PARTS[at - 1] ?? 0, end)).join('-');
}

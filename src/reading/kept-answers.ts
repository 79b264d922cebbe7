import { performance } from 'node:perf_hooks';

interface Kept<T> {
  answer: T;
  at: number;
}

const SLOW_MS = 500;
const FRESH_MS = 60_000;
const KEPT_MS = 600_000;
/** Whoever asks the same so often has it kept: nobody else ever waits for it. */
export const KEEPS_READY_MS = 480_000;
const MOST_KEPT = 100;

/**
 * Answers that were long in the making are given again for a minute, and whoever asks while one is made waits for the same:
 * a report over years is not counted anew for each who looks at it. For ten minutes the last one is given once more while the
 * next is made, so that nobody waits. What is quick is always made anew. The answer says of which moment it is, and must be
 * the same for everybody who may see it.
 */
export class KeptAnswers<T> {
  private readonly kept = new Map<string, Kept<T>>();
  private readonly making = new Map<string, Promise<T>>();

  private readonly now: () => number;
  private readonly most: number;

  /** `most` how many different questions are kept, the oldest going first. */
  constructor({
    now = () => performance.now(),
    most = MOST_KEPT,
  }: { now?: () => number; most?: number } = {}) {
    this.now = now;
    this.most = most;
  }

  /** The answer to what `asked` says in full, made where none is kept. Throws what making it throws; nothing is then kept. */
  of(asked: unknown, make: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(asked);
    const kept = this.kept.get(key);
    const age = kept ? this.now() - kept.at : Infinity;
    if (kept && age < FRESH_MS) return Promise.resolve(kept.answer);
    const made = this.making.get(key) ?? this.make(key, make);
    this.making.set(key, made);
    if (!kept || age >= KEPT_MS) return made;
    // Whoever asks next is told what went wrong with it.
    made.catch(() => this.kept.delete(key));
    return Promise.resolve(kept.answer);
  }

  private async make(key: string, make: () => Promise<T>): Promise<T> {
    const began = this.now();
    try {
      const answer = await make();
      const now = this.now();
      this.kept.delete(key);
      if (now - began > SLOW_MS) this.keep(key, { answer, at: now });
      return answer;
    } finally {
      this.making.delete(key);
    }
  }

  private keep(key: string, answer: Kept<T>): void {
    const oldest = this.kept.keys().next();
    if (this.kept.size >= this.most && !oldest.done) this.kept.delete(oldest.value);
    this.kept.set(key, answer);
  }
}

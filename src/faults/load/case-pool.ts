import type { Random } from '../random.js';

/** A case that is worked on. */
export interface Worked {
  id: string | null;
  /** The version that a form of it would carry. */
  version: number;
  /** How many steps it has taken. */
  steps: number;
}

const MOST_CASES = 40;
const ONE_NEW_IN = 4;

/** The cases that people work on, one command of each at a time. */
export class CasePool {
  private cases: Worked[] = [];
  private readonly atWork = new Set<Worked>();

  /** The ids of those that are opened. */
  get ids(): string[] {
    return this.cases.flatMap(({ id }) => (id === null ? [] : [id]));
  }

  /** Takes one that nobody works on, or a new one, until it is given back. */
  take(random: Random, fresh = false): Worked {
    const free = this.cases.filter((one) => !this.atWork.has(one));
    const isNew = fresh || free.length === 0 || (this.cases.length < MOST_CASES && random.onceIn(ONE_NEW_IN));
    const one = isNew ? { id: null, version: 0, steps: 0 } : random.oneOf(free);
    if (isNew) this.cases.push(one);
    this.atWork.add(one);
    return one;
  }

  /** Takes those of these ids. */
  takeNamed(ids: readonly string[]): Worked[] {
    const named = this.cases.filter(({ id }) => id !== null && ids.includes(id));
    for (const one of named) this.atWork.add(one);
    return named;
  }

  giveBack(one: Worked): void {
    this.atWork.delete(one);
  }

  /** Works on it no more. */
  leave(one: Worked): void {
    this.cases = this.cases.filter((each) => each !== one);
  }

  /** Every case as it is now. */
  mark(): readonly Worked[] {
    return this.cases.map((one) => ({ ...one }));
  }

  /** Goes back to the cases as they were. */
  goBackTo(mark: readonly Worked[]): void {
    this.cases = mark.map((one) => ({ ...one }));
  }
}

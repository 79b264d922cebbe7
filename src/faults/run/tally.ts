import type { Finding } from '../invariants/index.js';

/** What came of one way of bringing about one fault, over all its seeds so far. */
export interface Tally {
  fault: string;
  way: string;
  inProcess: boolean;
  /** How many faults were brought about; those whose point was never reached are not among them. */
  seeds: number;
  missed: number;
  lost: number;
  doubled: number;
  /** The invariants that did not hold once, each once. */
  broken: string[];
  /** The longest that it took until all was well again, in milliseconds. */
  worst: number;
  /** Milliseconds spent on all of them, with what was waited for before and checked after. */
  spent: number;
  /** The first few things that were wrong, each with its seed. */
  wrong: string[];
}

const MOST_WORDS = 20;

/** Nothing counted yet. */
export const noTally = (fault: string, way: string, inProcess: boolean): Tally => ({
  fault,
  way,
  inProcess,
  seeds: 0,
  missed: 0,
  lost: 0,
  doubled: 0,
  broken: [],
  worst: 0,
  spent: 0,
  wrong: [],
});

const count = (found: readonly Finding[], kind: Finding['kind']): number =>
  found.filter((each) => each.kind === kind).length;

/** What came of one fault. */
export interface Came {
  seed: number;
  missed: boolean;
  found: readonly Finding[];
  recoveredIn: number;
  /** Milliseconds spent on it, with what was waited for before and checked after. */
  spent: number;
}

/** The tally with one more fault in it. */
export function counted(tally: Tally, { seed, missed, found, recoveredIn, spent }: Came): Tally {
  const words = found.map(({ invariant, kind, words }) => `seed ${seed}: ${invariant} ${kind}: ${words}`);
  return {
    ...tally,
    seeds: tally.seeds + (missed ? 0 : 1),
    missed: tally.missed + (missed ? 1 : 0),
    lost: tally.lost + count(found, 'lost'),
    doubled: tally.doubled + count(found, 'doubled'),
    broken: [...new Set([...tally.broken, ...found.map(({ invariant }) => invariant)])].sort(),
    worst: missed ? tally.worst : Math.max(tally.worst, recoveredIn),
    spent: tally.spent + spent,
    wrong: [...tally.wrong, ...words].slice(0, MOST_WORDS),
  };
}

/** Whether nothing was lost, doubled or broken. */
export const isClean = ({ lost, doubled, broken }: Tally): boolean =>
  lost === 0 && doubled === 0 && broken.length === 0;

import type { Random } from '../random.js';
import type { Finding } from '../invariants/index.js';
import type { World } from '../world/world.js';

/** What came of bringing a fault about. */
export interface Brought {
  /** Milliseconds from the fault until everyone was served and everything due was done again. */
  recoveredIn: number;
  /** Whether the queue is to be built anew, to see that it comes to hold the same. */
  rebuild?: boolean;
  /** Whether work never got to the point where something was to happen: that counts as no fault. */
  missed?: boolean;
  /** What is wrong beyond what the invariants say. */
  found?: readonly Finding[];
}

/** A way in which a fault is brought about. */
export interface Way {
  /** A word for it, unique among the ways of its fault. */
  name: string;
  /** What is done, in a sentence. */
  how: string;
  /** Whether it is a failure within a process that goes on, counted apart from those that end or cut off something. */
  inProcess?: boolean;
  /** Whether it needs a queue in Redis. */
  redis?: boolean;
  /** Whether it needs pg_dump and pg_restore. */
  dump?: boolean;
  /** How often it is chosen among the ways of its fault; once where absent. */
  weight?: number;
  bring(world: World, random: Random): Promise<Brought>;
}

/** A fault that the service has to survive. */
export interface Fault {
  /** Its number in the matrix of faults. */
  id: string;
  title: string;
  /** What has to hold, in a sentence. */
  holds: string;
  ways: readonly Way[];
}

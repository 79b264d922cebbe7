import { findings, type Finding } from '../invariants/index.js';
import { Random } from '../random.js';
import type { Fault } from '../trials/trial.js';
import { Ground, PLACE } from '../world/ground.js';
import { World } from '../world/world.js';
import { FAULTS_PER_WORLD, homeOf, planned, type Planned } from './plan.js';
import { settle } from './settle.js';
import { counted, noTally, type Tally } from './tally.js';

/** What is to be tried. */
export interface Asked {
  faults: readonly Fault[];
  /** How many faults there are to be in all, those of before among them. */
  count: number;
  /** Where chance begins. */
  seed: number;
}

/** How far a run has come; another one can go on from there. */
export interface Progress {
  seed: number;
  /** How many faults are done. */
  done: number;
  tallies: Tally[];
  /** Milliseconds that were spent on it. */
  spent: number;
}

/** Who is told of a run while it goes on. */
export interface Listener {
  say(line: string): void;
  /** Told after each fault. */
  keep(progress: Progress): void;
}

/** A run, from where an earlier one was left, to its end or until it is stopped. */
export class Run {
  private world: World | undefined;
  private worldOf = -1;
  private stopped = false;

  private constructor(
    private readonly ground: Ground,
    private readonly asked: Asked,
    private readonly listener: Listener,
  ) {}

  /** Prepares the ground for one. Throws where the servers do not start. */
  static async prepare(asked: Asked, listener: Listener): Promise<Run> {
    return new Run(await Ground.prepare(), asked, listener);
  }

  /** Whether there is a Redis here, without which its faults are not run. */
  get hasRedis(): boolean {
    return this.ground.redis !== null;
  }

  /** Brings about one fault after the other, and returns what came of all of them. */
  async go(from: Progress): Promise<Progress> {
    let progress = from;
    while (progress.done < this.asked.count && !this.stopped) {
      const began = Date.now();
      const { seed } = this.asked;
      const plan = planned(this.asked.faults, progress.done, { seed, hasRedis: this.hasRedis });
      const tried = await this.tried(plan, progress.done);
      if (this.stopped) break;
      progress = {
        ...progress,
        done: progress.done + 1,
        spent: progress.spent + Date.now() - began,
        tallies: withOne(progress.tallies, plan, tried),
      };
      this.tell(plan, tried, progress.done);
      this.listener.keep(progress);
    }
    return progress;
  }

  /** Ends it wherever it is, with everything it started. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.leave();
    await this.ground.clear();
  }

  private async tried({ way, seed }: Planned, number: number): Promise<Tried> {
    try {
      const world = await this.worldFor(number);
      const {
        touched,
        recoveredIn,
        rebuild = false,
        missed = false,
        found = [],
      } = await way.bring(world, new Random(seed));
      const began = Date.now();
      await world.reachable();
      await settle(world);
      const { engine, load, mail, queueView: queue } = world;
      const seen = { engine, place: PLACE, ledger: load.ledger, touched, mail, queue, rebuild };
      return {
        missed,
        recoveredIn: recoveredIn + Date.now() - began,
        found: [...found, ...(await findings(seen))],
      };
    } catch (error) {
      // The next fault finds a world that this one has not left in pieces.
      await this.leave();
      return { missed: false, recoveredIn: 0, found: [notTried(error)] };
    }
  }

  private async worldFor(number: number): Promise<World> {
    const which = Math.floor(number / FAULTS_PER_WORLD);
    if (this.world && this.worldOf === which) return this.world;
    await this.leave();
    this.world = await World.start(this.ground, homeOf(number, this.hasRedis));
    this.worldOf = which;
    return this.world;
  }

  private async leave(): Promise<void> {
    const { world } = this;
    this.world = undefined;
    await world?.end().catch(() => undefined);
  }

  private tell({ fault, way, seed }: Planned, { found, missed, recoveredIn }: Tried, number: number): void {
    const words = found.map(({ invariant, words }) => `\n    ${invariant}: ${words}`).join('');
    const done = `${number}/${this.asked.count}`;
    this.listener.say(
      `${done}  ${fault.id} ${way.name}, seed ${seed}: ${missed ? 'its point was not reached' : `${recoveredIn} ms`}${words}`,
    );
  }
}

interface Tried {
  missed: boolean;
  recoveredIn: number;
  found: readonly Finding[];
}

const notTried = (error: unknown): Finding => ({
  invariant: 'trial',
  kind: 'broken',
  words: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
});

function withOne(tallies: readonly Tally[], { fault, way, seed }: Planned, tried: Tried): Tally[] {
  const isOf = (tally: Tally): boolean => tally.fault === fault.id && tally.way === way.name;
  const known = tallies.find(isOf) ?? noTally(fault.id, way.name, way.inProcess ?? false);
  return [...tallies.filter((tally) => !isOf(tally)), counted(known, { seed, ...tried })];
}

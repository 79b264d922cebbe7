import { findings, type Finding } from '../invariants/index.js';
import { Random } from '../random.js';
import { Ground, PLACE } from '../world/ground.js';
import { World } from '../world/world.js';
import { FAULTS_PER_WORLD, homeOf, type Here, type Planned } from './plan.js';
import { settle } from './settle.js';
import { counted, noTally, type Tally } from './tally.js';

/** A world whose clock has been moved this far makes place for another: calendars are not known for ever. */
const LATEST = '2027-01-01T00:00:00.000Z';

/** What is to be tried. */
export interface Asked {
  /** How many faults there are to be in all, those of before among them. */
  count: number;
  /** Milliseconds, those of before among them, after which no fault is begun; as many as it takes where absent. */
  longest?: number;
  /** The fault of that number. */
  planOf(number: number, here: Here): Planned;
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
  private stopping: Promise<void> | undefined;

  private constructor(
    private readonly ground: Ground,
    private readonly asked: Asked,
    private readonly listener: Listener,
  ) {}

  /** Prepares the ground for one. Throws where the servers do not start. */
  static async prepare(asked: Asked, listener: Listener): Promise<Run> {
    return new Run(await Ground.prepare(), asked, listener);
  }

  /** What is here of what only some faults need, which are not run without. */
  get here(): Here {
    const { redis, dumps } = this.ground;
    return { hasRedis: redis !== null, noDump: typeof dumps === 'string' ? dumps : null };
  }

  /** Brings about one fault after the other, and returns what came of all of them. */
  async go(from: Progress): Promise<Progress> {
    const { count, longest = Infinity } = this.asked;
    let progress = from;
    while (progress.done < count && progress.spent < longest && !this.isStopped) {
      const began = Date.now();
      const plan = this.asked.planOf(progress.done, this.here);
      const endsAt = began + longest - progress.spent;
      const tried = await this.tried(plan, progress.done, () => Date.now() >= endsAt);
      if (this.isStopped) break;
      const spent = Date.now() - began;
      progress = {
        ...progress,
        done: progress.done + 1,
        spent: progress.spent + spent,
        tallies: withOne(progress.tallies, plan, { ...tried, spent }),
      };
      this.tell(plan, tried, progress.done);
      this.listener.keep(progress);
    }
    return progress;
  }

  /** Whether it was ended. */
  get isStopped(): boolean {
    return this.stopping !== undefined;
  }

  /** Ends it wherever it is, with everything it started. */
  stop(): Promise<void> {
    this.stopping ??= this.leave().then(() => this.ground.clear());
    return this.stopping;
  }

  private async tried({ way, seed }: Planned, number: number, isOver: () => boolean): Promise<Tried> {
    try {
      const world = await this.worldFor(number);
      const {
        recoveredIn,
        rebuild = false,
        missed = false,
        found = [],
      } = await way.bring(world, new Random(seed));
      const began = Date.now();
      await world.reachable();
      const dueBy = await settle(world);
      const { engine, load, mail, queueView: queue } = world;
      if (this.isLastOfWorld(number) || isOver()) world.proven.clear();
      const { proven } = world;
      const seen = { engine, place: PLACE, ledger: load.ledger, dueBy, proven, mail, queue, rebuild };
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

  /** Whether no fault comes after it on the same world: every case is then told again, whether or not it changed. */
  private isLastOfWorld(number: number): boolean {
    return number + 1 === this.asked.count || (number + 1) % FAULTS_PER_WORLD === 0;
  }

  private async worldFor(number: number): Promise<World> {
    const which = Math.floor(number / FAULTS_PER_WORLD);
    if (this.world && this.worldOf === which && (await this.world.clock.now()) < LATEST) return this.world;
    await this.leave();
    this.world = await World.start(this.ground, homeOf(number, this.here.hasRedis));
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
    const { count, longest } = this.asked;
    const done = longest === undefined ? `${number}/${count}` : String(number);
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

function withOne(
  tallies: readonly Tally[],
  { fault, way, seed }: Planned,
  tried: Tried & { spent: number },
): Tally[] {
  const isOf = (tally: Tally): boolean => tally.fault === fault.id && tally.way === way.name;
  const known = tallies.find(isOf) ?? noTally(fault.id, way.name, way.inProcess ?? false);
  return [...tallies.filter((tally) => !isOf(tally)), counted(known, { seed, ...tried })];
}

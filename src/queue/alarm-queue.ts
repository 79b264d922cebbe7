import { Queue, type IQueueBackend, type Job, type JobType } from 'bullmq';
import { failureOf } from '../log/failure.js';
import { within } from '../process/within.js';
import type { BackEnd } from './back-end.js';

/** The queue's name. */
export const ALARMS = 'alarms';

/** The name of jobs that let an alarm ring, and of the one that marks a queue nobody emptied. */
export const ALARM_JOB = 'alarm';
export const MARKER_JOB = 'marker';

/** All a job carries: an id that says nothing to whoever reads the queue. */
export interface AlarmJob {
  alarm: string;
}

/** An alarm as the queue is told of it. */
export interface Queueable {
  id: string;
  generation: number;
  /** Milliseconds from now. */
  delay: number;
}

/** How often emptying the queue is begun anew. */
const MOST_TRIES = 5;
/** How long a queue that does not answer is waited for. */
const PATIENCE_MS = 5_000;
const LONGEST_LIST_MS = 60_000;
const AT_ONCE = 50;
const DAY_MS = 86_400_000;

/** When the marker comes up, to be put back: a queue keeps no job for good. */
export const MARKER_RETURNS_MS = 180 * DAY_MS;

/** What is still to run, and what is running. */
const PENDING: JobType[] = ['delayed', 'waiting', 'active', 'prioritized'];

/** Same alarm, same generation, same job: adding it again does nothing. A queue takes neither a colon nor a number alone. */
export const jobIdOf = ({ id, generation }: Pick<Queueable, 'id' | 'generation'>): string =>
  `${id}.${generation}`;

const markerOf = (epoch: string): string => `marker.${epoch}`;
const isMarker = (jobId: string): boolean => jobId.startsWith('marker.');

/** Jobs that are done with leave nothing behind: their id would keep the same job from ever coming again. */
const LEAVES_NOTHING = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const;

/** The alarms as jobs of a queue. It can be thrown away at any time; every call ends soon, also where the queue hangs. */
export class AlarmQueue {
  private readonly queue: Queue<object, unknown, string, object, unknown, string, IQueueBackend>;
  private failure: string | null = null;

  private constructor({ queueOptions, factory }: BackEnd) {
    this.queue = new Queue(ALARMS, queueOptions, factory);
    this.queue.on('error', (error) => {
      this.failure = failureOf(error).code ?? failureOf(error).name;
    });
  }

  /**
   * The queue, which is made where it is not there yet. Throws UnfitQueue where jobs could be lost in it, and whatever it
   * fails with where it is not reached: one whose first contact failed never answers, and is not kept.
   */
  static async open(backEnd: BackEnd): Promise<AlarmQueue> {
    await within(PATIENCE_MS * 2, backEnd.check());
    const opened = new AlarmQueue(backEnd);
    try {
      await within(PATIENCE_MS, opened.queue.waitUntilReady());
      return opened;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  /** The last thing the connection complained of, if anything. */
  get complaint(): string | null {
    return this.failure;
  }

  /**
   * Adds jobs; those that are there already stay as they are. Throws where the queue cannot be told in time. Whoever tells it of
   * the same at the same time does so in the same order: in Postgres they would otherwise wait for each other.
   */
  async add(alarms: readonly Queueable[]): Promise<void> {
    const jobs = alarms
      .map((alarm) => ({
        name: ALARM_JOB,
        data: { alarm: alarm.id } satisfies AlarmJob,
        opts: { ...LEAVES_NOTHING, jobId: jobIdOf(alarm), delay: alarm.delay },
      }))
      .sort((a, b) => (a.opts.jobId < b.opts.jobId ? -1 : 1));
    if (jobs.length > 0) await within(PATIENCE_MS * 2, this.queue.addBulk(jobs));
    this.failure = null;
  }

  /** Puts the marker of an epoch in. */
  async mark(epoch: string): Promise<void> {
    const opts = { ...LEAVES_NOTHING, jobId: markerOf(epoch), delay: MARKER_RETURNS_MS };
    await within(PATIENCE_MS, this.queue.add(MARKER_JOB, {}, opts));
  }

  /** Whether the marker of that epoch is in it. */
  async isMarked(epoch: string): Promise<boolean> {
    return ((await within(PATIENCE_MS, this.queue.getJob(markerOf(epoch)))) as Job | undefined) !== undefined;
  }

  /** How many jobs are still to run or running, the marker among them. */
  async count(): Promise<number> {
    const counts = await within(PATIENCE_MS, this.queue.getJobCounts(...PENDING));
    return Object.values(counts).reduce((sum, each) => sum + each, 0);
  }

  /** The ids of all jobs that are still to run or running, but not of the marker. */
  async ids(): Promise<Set<string>> {
    const ids = await within(LONGEST_LIST_MS, this.queue.getRanges(PENDING, 0, -1));
    return new Set(ids.filter((id) => !isMarker(id)));
  }

  /** Takes jobs out that have no use any more; those that are running stay. */
  async remove(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE).map((id) => this.queue.remove(id));
      await within(PATIENCE_MS, Promise.all(some));
    }
  }

  /** Throws everything away. Another process that lets the queue run again meanwhile only makes it begin anew. */
  async empty(tries = 1): Promise<void> {
    try {
      await within(LONGEST_LIST_MS * 2, this.queue.obliterate({ force: true }));
    } catch (error) {
      const letRun = error instanceof Error && error.message.includes('non-paused');
      if (!letRun || tries === MOST_TRIES) throw error;
      return this.empty(tries + 1);
    }
    await this.resume();
  }

  /** Lets it run where something was broken off that held it. */
  async resume(): Promise<void> {
    if (await within(PATIENCE_MS, this.queue.isPaused())) await within(PATIENCE_MS, this.queue.resume());
  }

  /** Gives the connection back; one that hangs is left. */
  async close(): Promise<void> {
    await within(PATIENCE_MS, this.queue.close()).catch(() => undefined);
  }
}

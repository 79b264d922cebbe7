import { createHash } from 'node:crypto';
import { DelayedError, Worker, type IQueueBackend, type Job } from 'bullmq';
import type { DataSource } from 'typeorm';
import type { AlarmRing, Rung } from '../alarms/ring.js';
import { isUuid } from '../cases/content/scalars.js';
import { inTransaction } from '../database/transaction.js';
import type { Log } from '../log/service-log.js';
import { failureOf } from '../log/failure.js';
import { paced } from '../process/pace.js';
import { within } from '../process/within.js';
import { ALARMS, MARKER_JOB, MARKER_RETURNS_MS } from './alarm-queue.js';
import type { BackEnd } from './back-end.js';
import { HORIZON_DAYS } from './drainer.js';
import { KEEP_UNREADABLE } from './queue-statements.js';

/** How jobs are worked off. */
export interface Working {
  backEnd: BackEnd;
  dataSource: DataSource;
  alarms: AlarmRing;
  log: Log;
  /** How many at once. */
  concurrency: number;
}

type AnyJob = Job<unknown, unknown, string>;

const LOCK_MS = 60_000;
const STALLED_EVERY_MS = 10_000;
const RETRY_MS = 2_000;
const AGAIN_IN_MS = 5_000;
const STARTS_WITHIN_MS = 5_000;
const STOPS_WITHIN_MS = 10_000;
const DAY_MS = 86_400_000;

/** After a while, and not all at the same moment. */
const soon = (): number => AGAIN_IN_MS * (1 + Math.random());

/** The alarm a job names, or why it names none. */
function alarmOf({ name, data }: AnyJob): { alarm: string } | { unreadable: string } {
  const { alarm } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  if (name !== 'alarm') return { unreadable: 'a job of another name than any that is put in' };
  return isUuid(alarm) ? { alarm } : { unreadable: 'a job that names no alarm' };
}

/** Which setting of its alarm a job is for. */
const generationOf = ({ id }: AnyJob): number | undefined => {
  const [, generation] = /^[\da-f-]{36}\.(\d{1,9})$/.exec(id ?? '') ?? [];
  return generation === undefined ? undefined : Number(generation);
};

/** What tells one unreadable job from others, without repeating anything of it. */
const fingerprintOf = ({ name, data }: AnyJob): string =>
  createHash('sha256')
    .update(JSON.stringify([name, data]) ?? '')
    .digest('hex')
    .slice(0, 16);

/** In how many milliseconds the job is to come again; null where it is done with. */
const againIn = (rung: Rung): number | null => {
  if (rung.kind === 'newer') return soon();
  if (rung.kind !== 'notDue' || rung.inMs === null) return null;
  return Math.min(rung.inMs, HORIZON_DAYS * DAY_MS);
};

/**
 * Works off the jobs of the queue: each lets its alarm ring. Whatever a job says, nothing is taken from it but an id, and no
 * job holds up another.
 */
export class AlarmWorker {
  private readonly worker: Worker<unknown, unknown, string, IQueueBackend>;

  private constructor(private readonly working: Working) {
    const { backEnd, concurrency, log } = working;
    this.worker = new Worker(
      ALARMS,
      (job, token) => this.work(job, token),
      {
        ...backEnd.workerOptions,
        concurrency,
        lockDuration: paced(LOCK_MS),
        stalledInterval: paced(STALLED_EVERY_MS),
        runRetryDelay: RETRY_MS,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      },
      backEnd.factory,
    );
    this.worker.on('error', (error) => log.info({ failure: failureOf(error) }, 'queue'));
  }

  /** Begins to work jobs off. Throws where the queue is not reached: one whose first contact failed takes no job, ever. */
  static async start(working: Working): Promise<AlarmWorker> {
    const started = new AlarmWorker(working);
    try {
      await within(STARTS_WITHIN_MS, started.worker.waitUntilReady());
      return started;
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  /** Takes no more jobs, and waits for those in hand for a while; whatever is not done then is found by the pass. */
  async stop(): Promise<void> {
    try {
      await within(STOPS_WITHIN_MS, this.worker.close());
    } catch {
      await within(STOPS_WITHIN_MS / 10, this.worker.close(true)).catch(() => undefined);
    }
  }

  private async work(job: AnyJob, token: string | undefined): Promise<void> {
    if (job.name === MARKER_JOB) return this.again(job, token, MARKER_RETURNS_MS);
    const read = alarmOf(job);
    if ('unreadable' in read) return this.keepUnreadable(job, read.unreadable);
    // Whoever had it in hand before died of it, perhaps: the pass takes such alarms one at a time.
    if (job.stalledCounter > 0) return;
    const again = await this.ring(read.alarm, generationOf(job));
    if (again !== null) return this.again(job, token, again);
  }

  private async ring(alarm: string, generation: number | undefined): Promise<number | null> {
    const { alarms, log } = this.working;
    try {
      const rung = await alarms.ring(alarm, {
        leaveBegun: true,
        ...(generation === undefined ? {} : { generation }),
      });
      if (rung.kind === 'failed') log.error({ alarm, failure: rung.failure }, 'alarm failed');
      return againIn(rung);
    } catch (error) {
      log.error({ alarm, failure: failureOf(error) }, 'alarm did not ring');
      return soon();
    }
  }

  private async again(job: AnyJob, token: string | undefined, ms: number): Promise<void> {
    await job.moveToDelayed(Date.now() + ms, token);
    throw new DelayedError();
  }

  private async keepUnreadable(job: AnyJob, words: string): Promise<void> {
    await inTransaction(this.working.dataSource, (tx) =>
      tx.change(KEEP_UNREADABLE, [`job ${fingerprintOf(job)}`, `unreadableJob: ${words}`]),
    );
  }
}

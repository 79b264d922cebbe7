import { setTimeout as pause } from 'node:timers/promises';
import { reading } from '../database/transaction.js';
import type { AlarmRing } from '../alarms/ring.js';
import type { DataSource } from 'typeorm';
import { failureOf } from '../log/failure.js';
import type { Log } from '../log/service-log.js';
import { paced } from '../process/pace.js';
import { NotInTime, within } from '../process/within.js';
import { Agreement, type Compared } from './agreement.js';
import { AlarmQueue } from './alarm-queue.js';
import { AlarmWorker } from './alarm-worker.js';
import { UnfitQueue, type BackEnd, type BackEndKind } from './back-end.js';
import { Drainer } from './drainer.js';
import { openBackEnd } from './open-back-end.js';
import { MARKS } from './queue-statements.js';

/** What a process needs to be linked with the queue. */
export interface Linking {
  dataSource: DataSource;
  databaseUrl: string;
  redisUrl?: string;
  alarms: AlarmRing;
  log: Log;
  /** How many alarms ring here at once. */
  concurrency: number;
}

interface Linked {
  queue: AlarmQueue;
  drainer: Drainer;
  agreement: Agreement;
  worker: AlarmWorker;
}

const ANSWERS_WITHIN_MS = 6_000;
const ANSWERS_EVERY_MS = 5_000;
const BACK_OFF_MS = 2_000;
/** Between batches of a backlog, so that one process does not keep a queue that came back to itself. */
const BREATH_MS = 5;

/** Opens the queue of a database; nothing is asked of it yet. */
export async function backEndOf({
  dataSource,
  databaseUrl,
  redisUrl,
}: Pick<Linking, 'dataSource' | 'databaseUrl' | 'redisUrl'>): Promise<BackEnd> {
  const marks = await reading(dataSource, (tx) => tx.row<{ installation: string }>(MARKS));
  const installation = marks?.installation ?? '';
  return openBackEnd({ databaseUrl, installation, ...(redisUrl === undefined ? {} : { redisUrl }) });
}

/** Redis's client has no name or code of its own for this. */
const hangs = (error: unknown): boolean =>
  error instanceof NotInTime || (error instanceof Error && error.message === 'Command timed out');

function reasonOf(error: unknown): string {
  if (error instanceof UnfitQueue) return error.message;
  if (hangs(error)) return 'It does not answer in time.';
  return failureOf(error).code ?? failureOf(error).name;
}

/**
 * The link of one process with the queue. While the queue is away, hangs or is unfit, the process does without: alarms wait
 * as rows, the pass lets them ring, and what is wrong is said. Once it is back, the queue is told of everything it missed.
 */
export class QueueLink {
  private linked: Linked | null = null;
  private why: string | null = 'not reached yet';
  private answeredAt = 0;
  private notBefore = 0;

  private constructor(
    private readonly linking: Linking,
    private readonly backEnd: BackEnd,
  ) {}

  /** Links the process. Throws UnfitQueue where the queue is there and would lose alarms. */
  static async open(linking: Linking): Promise<QueueLink> {
    const backEnd = await backEndOf(linking);
    const link = new QueueLink(linking, backEnd);
    try {
      await link.reach();
    } catch (error) {
      if (error instanceof UnfitQueue) {
        await backEnd.close();
        throw error;
      }
      link.without(error);
    }
    return link;
  }

  get kind(): BackEndKind {
    return this.backEnd.kind;
  }

  /** Why the process does without the queue; null where it does not. */
  get degraded(): string | null {
    return this.why;
  }

  /** Tells the queue what it was not told, or asks whether it is there. Never throws. */
  async tend(): Promise<void> {
    if (Date.now() < this.notBefore) return;
    try {
      // A queue that became unfit answers as before: it is asked whether it is fit before it is relied on again.
      if (this.linked && this.why !== null) await within(ANSWERS_WITHIN_MS, this.backEnd.check());
      const { queue, drainer } = this.linked ?? (await this.reach());
      const told = await drainer.run(() => pause(BREATH_MS));
      await this.answer(queue, told > 0);
      this.well();
    } catch (error) {
      this.without(error);
    }
  }

  /** Sees to it that the queue holds what it should; null where another process does. Throws where it cannot be asked. */
  async check(): Promise<Compared | null> {
    try {
      await within(ANSWERS_WITHIN_MS, this.backEnd.check());
      return this.linked ? await this.linked.agreement.check() : null;
    } catch (error) {
      this.without(error);
      throw error;
    }
  }

  /** Gives everything back, soon, whatever hangs. */
  async close(): Promise<void> {
    await this.linked?.worker.stop();
    await this.linked?.queue.close();
    await this.backEnd.close();
  }

  private async reach(): Promise<Linked> {
    const { dataSource, alarms, log, concurrency } = this.linking;
    const { backEnd } = this;
    const queue = await AlarmQueue.open(backEnd);
    const drainer = new Drainer(dataSource, queue);
    const agreement = new Agreement(dataSource, queue, drainer);
    try {
      const worker = await AlarmWorker.start({ backEnd, dataSource, alarms, log, concurrency });
      this.linked = { queue, drainer, agreement, worker };
    } catch (error) {
      await queue.close();
      throw error;
    }
    this.why = null;
    return this.linked;
  }

  /** Has the queue say something where it was told nothing for a while, so that one that hangs is noticed. */
  private async answer(queue: AlarmQueue, answered: boolean): Promise<void> {
    const now = Date.now();
    if (!answered && now - this.answeredAt < paced(ANSWERS_EVERY_MS)) return;
    if (!answered) await queue.count();
    this.answeredAt = now;
  }

  private well(): void {
    if (this.why !== null) this.linking.log.info({ queue: this.kind }, 'queue is back');
    this.why = null;
  }

  private without(error: unknown): void {
    const why = reasonOf(error);
    if (this.why !== why) this.linking.log.error({ queue: this.kind, why }, 'doing without the queue');
    this.why = why;
    this.notBefore = Date.now() + BACK_OFF_MS * (1 + Math.random());
  }
}

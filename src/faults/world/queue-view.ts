import { reading } from '../../database/transaction.js';
import type { Engine } from '../../engine.module.js';
import { Agreement } from '../../queue/agreement.js';
import { AlarmQueue } from '../../queue/alarm-queue.js';
import type { BackEnd } from '../../queue/back-end.js';
import { Drainer, HORIZON_DAYS } from '../../queue/drainer.js';
import { backEndOf } from '../../queue/queue-link.js';
import { WANTED } from '../../queue/queue-statements.js';

/** The queue of a world, looked into from outside its processes. */
export class QueueView {
  private constructor(
    private readonly engine: Engine,
    readonly backEnd: BackEnd,
    private readonly queue: AlarmQueue,
  ) {}

  /** Opens the queue of that database. */
  static async open(engine: Engine, databaseUrl: string, redisUrl: string | null): Promise<QueueView> {
    const { dataSource } = engine;
    const backEnd = await backEndOf({ dataSource, databaseUrl, ...(redisUrl === null ? {} : { redisUrl }) });
    return new QueueView(engine, backEnd, await AlarmQueue.open(backEnd));
  }

  /** The jobs that it holds. */
  held(): Promise<Set<string>> {
    return this.queue.ids();
  }

  /** The jobs that it should hold, by the rows. */
  async wanted(): Promise<Set<string>> {
    const { dataSource } = this.engine;
    const rows = await reading(dataSource, (tx) => tx.rows<{ job: string }>(WANTED, [HORIZON_DAYS]));
    return new Set(rows.map(({ job }) => job));
  }

  /** Throws it away and builds it from the rows. */
  async rebuild(): Promise<void> {
    const { dataSource } = this.engine;
    const { queue } = this;
    await new Agreement(dataSource, queue, new Drainer(dataSource, queue)).rebuild();
  }

  async close(): Promise<void> {
    await this.queue.close();
    await this.backEnd.close();
  }
}

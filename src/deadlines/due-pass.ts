import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ALARMS_VERSION } from '../alarms/alarm.js';
import { failureInWords } from '../alarms/alarm-failure.js';
import { BEGIN, DUE_ALARMS } from '../alarms/alarm-statements.js';
import { MOST_BEGUN } from '../alarms/retry-ladder.js';
import { AlarmRing, type Rung } from '../alarms/ring.js';
import { isAway } from '../database/database-failure.js';
import { inTransaction, reading } from '../database/transaction.js';
import { withdrawOvertaken } from '../staff-notices/withdraw.js';
import { ADOPT_ALL, ADOPT_DUE } from './deadline-alarm-statements.js';

/** How one pass is made. */
export interface Passing {
  /** Milliseconds that an alarm is left to the queue before the pass rings it. */
  graceMs?: number;
  /** Whether a process that dies of an alarm is remembered with it; it costs a write. */
  marking?: boolean;
}

interface Due {
  id: string;
  begun: number;
}

const BATCH = 200;

/**
 * The guarantee: finds every alarm that is due, and every deadline whose last moment is over, by the rows in the database,
 * whatever any queue did, and lets each ring. Any number of processes may do so at the same time.
 */
@Injectable()
export class DuePass {
  private readonly logger = new Logger(DuePass.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly alarms: AlarmRing,
  ) {}

  /** Lets everything ring that is due by now; returns how many rang here. Throws where the database is away. */
  async run({ graceMs = 0, marking = false }: Passing = {}): Promise<number> {
    await inTransaction(this.dataSource, async (tx) => {
      const adopted = await tx.rows<{ id: string }>(ADOPT_DUE, [ALARMS_VERSION]);
      await withdrawOvertaken(
        tx,
        adopted.map(({ id }) => id),
      );
    });
    const left: string[] = [];
    let rung = 0;
    for (;;) {
      const due = await this.nextBatch(graceMs, left);
      if (due.length === 0) return rung;
      const rang = await this.ringAll(marking ? await this.begin(due) : due);
      rung += rang.size;
      left.push(...due.map(({ id }) => id).filter((id) => !rang.has(id)));
    }
  }

  /** Gives an alarm to every open deadline that has none; returns how many had none. */
  adoptAll(): Promise<number> {
    return inTransaction(this.dataSource, (tx) => tx.change(ADOPT_ALL, [ALARMS_VERSION]));
  }

  /** Alarms that were begun before and never ended come last, and one at a time: each may take the process down. */
  private async nextBatch(graceMs: number, left: readonly string[]): Promise<Due[]> {
    const due = await reading(this.dataSource, (tx) =>
      tx.rows<Due>(DUE_ALARMS, [graceMs, BATCH, ALARMS_VERSION, left]),
    );
    const unspoilt = due.filter(({ begun }) => begun === 0);
    return unspoilt.length > 0 ? unspoilt : due.slice(0, 1);
  }

  /** Those that nobody else began meanwhile, marked as begun. */
  private async begin(due: readonly Due[]): Promise<Due[]> {
    const marked = await inTransaction(this.dataSource, (tx) =>
      tx.rows<{ id: string }>(BEGIN, [due.map(({ id }) => id), due.map(({ begun }) => begun)]),
    );
    const ids = new Set(marked.map(({ id }) => id));
    return due.filter(({ id }) => ids.has(id));
  }

  /** Lets them ring, those first that nobody else has in hand; returns which did. */
  private async ringAll(due: readonly Due[]): Promise<Set<string>> {
    const rang = new Set<string>();
    const busy: Due[] = [];
    for (const each of due) {
      const rung = await this.rings(each, true);
      if (rung?.kind === 'rung') rang.add(each.id);
      if (rung?.kind === 'elsewhere') busy.push(each);
    }
    for (const each of busy) {
      if ((await this.rings(each, false))?.kind === 'rung') rang.add(each.id);
    }
    return rang;
  }

  /** One alarm that cannot ring does not keep the others waiting; the next pass tries it again. */
  private async rings({ id, begun }: Due, leaveBusy: boolean): Promise<Rung | null> {
    try {
      const rung =
        begun < MOST_BEGUN ? await this.alarms.ring(id, { leaveBusy }) : await this.alarms.giveUp(id);
      if (rung.kind === 'failed') this.report(id, rung);
      return rung;
    } catch (error) {
      if (isAway(error)) throw error;
      this.logger.error(`Alarm ${id} did not ring: ${failureInWords(error)}`);
      return null;
    }
  }

  private report(id: string, { failure, waitsForPerson }: Rung & { kind: 'failed' }): void {
    const next = waitsForPerson ? 'it waits for a person' : 'it will be tried again';
    this.logger.error(`Alarm ${id} could not be handled (${failure}); ${next}`);
  }
}

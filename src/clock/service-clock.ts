import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { instantOf, londonDateOf, type Instant, type LocalDate } from '../../workflows/protocol/index.js';
import type { Mode } from '../config/settings.js';
import { inTransaction, reading } from '../database/transaction.js';
import { DuePass } from '../deadlines/due-pass.js';
import { NEXT_MOMENT } from '../deadlines/deadline-alarm-statements.js';
import { NO_SHIFT, NOW, PURPOSE, SET_PURPOSE, SHIFT_TO } from './clock-statements.js';

/** What a database is for. Only one that is not live has a clock that can be moved. */
export const PURPOSES = ['live', 'demonstration', 'play', 'test'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The clock of a live database is the true one, and cannot be moved. */
export class ClockIsTrue extends Error {
  override readonly name = 'ClockIsTrue';

  constructor() {
    super('This database is live: its clock shows the true time and cannot be moved.');
  }
}

/** The one clock that everything is judged by: the database's time, moved only where nobody's care depends on it. */
@Injectable()
export class ServiceClock {
  constructor(
    private readonly dataSource: DataSource,
    private readonly duePass: DuePass,
  ) {}

  /** The moment it is, UTC. */
  async now(): Promise<Instant> {
    const row = await reading(this.dataSource, (tx) => tx.row<{ at: Instant }>(NOW));
    if (!row) throw new Error('The clock of the service is missing.');
    return row.at;
  }

  /** The day it is in London. */
  async today(): Promise<LocalDate> {
    return londonDateOf(await this.now());
  }

  /** What the database is for. */
  async purpose(): Promise<Purpose> {
    const row = await reading(this.dataSource, (tx) => tx.row<{ purpose: Purpose }>(PURPOSE));
    return row?.purpose ?? 'live';
  }

  /**
   * Moves the clock to that moment. On the way forward it stops at every moment at which an alarm rings or a deadline
   * passes, so that this is recorded when it happened; on the way back nothing is undone. Throws ClockIsTrue in a live database.
   */
  async moveTo(moment: Instant): Promise<void> {
    if ((await this.purpose()) === 'live') throw new ClockIsTrue();
    const target = instantOf(moment);
    let after = await this.now();
    while (after < target) {
      const next = await this.nextMoment(after);
      if (next === null || next > target) break;
      await this.change(SHIFT_TO, [next]);
      await this.duePass.run();
      after = next;
    }
    await this.change(SHIFT_TO, [target]);
    await this.duePass.run();
  }

  /** Lets the clock show the true time again. Nothing is recorded by that; the next pass records what is due. */
  async showTrueTime(): Promise<void> {
    await this.change(NO_SHIFT, []);
  }

  private async nextMoment(after: Instant): Promise<Instant | null> {
    const row = await reading(this.dataSource, (tx) =>
      tx.row<{ moment: Instant | null }>(NEXT_MOMENT, [after]),
    );
    return row?.moment ?? null;
  }

  private change(asked: typeof NOW, values: readonly unknown[]): Promise<number> {
    return inTransaction(this.dataSource, (tx) => tx.change(asked, values));
  }
}

/** A database that is for something else than what it is to be used for. */
export class WrongPurpose extends Error {
  override readonly name = 'WrongPurpose';
}

/** Throws WrongPurpose in production where the cases are made up, or the clock can be moved. */
export async function checkPurpose(clock: Pick<ServiceClock, 'purpose'>, mode: Mode): Promise<void> {
  const purpose = await clock.purpose();
  if (mode !== 'production' || purpose === 'live') return;
  throw new WrongPurpose(
    `This database is for '${purpose}'. While NODE_ENV is production one that is live is needed: use an empty database.`,
  );
}

/** Says what a database is for. Throws a DatabaseFailure where it holds cases and is for something else. */
export async function settlePurpose(dataSource: DataSource, purpose: Purpose): Promise<void> {
  await inTransaction(dataSource, (tx) => tx.change(SET_PURPOSE, [purpose]));
}

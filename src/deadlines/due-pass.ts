import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { advance, deriveDeadlines, hasPassed, londonDateOf, SYSTEM } from '../../workflows/protocol/index.js';
import { caughtUp } from '../cases/recount.js';
import { recordedBySystem } from '../cases/system-step.js';
import { lockSubject } from '../cases/subject.js';
import { LAST_OCCURRENCE } from '../cases/subject-statements.js';
import { NOW } from '../clock/clock-statements.js';
import { isDuplicate } from '../database/database-failure.js';
import { inTransaction, reading, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { DUE } from './deadline-statements.js';

interface Due {
  place: string;
  caseId: string;
  key: string;
}

const nameOf = ({ caseId, key }: Due): string => `${caseId} ${key}`;

/**
 * Finds deadlines whose last moment is over and records that each has passed, exactly once, whoever else does the same at
 * the same time. The rows in the database are what counts; nothing has to remind it.
 */
@Injectable()
export class DuePass {
  private readonly logger = new Logger(DuePass.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** Records everything that has passed by now; returns how many were recorded here. */
  async run(): Promise<number> {
    const left: string[] = [];
    let recorded = 0;
    for (;;) {
      const due = await reading(this.dataSource, (tx) => tx.rows<Due>(DUE, [left]));
      if (due.length === 0) return recorded;
      for (const each of due) {
        if (await this.recordOne(each)) recorded += 1;
        else left.push(nameOf(each));
      }
    }
  }

  /** Records one passed deadline. False where there is nothing to record: someone else did, or it has not passed. */
  private async recordOne(due: Due): Promise<boolean> {
    try {
      return await inTransaction(this.dataSource, (tx) => this.record(tx, due));
    } catch (error) {
      if (isDuplicate(error, 'events_deadline_passes_once')) return false;
      // One case that cannot be recorded does not keep the others waiting; the next pass tries it again.
      this.logger.error(
        `Deadline ${due.key} of case ${due.caseId} was not recorded: ${(error as Error).message}`,
      );
      return false;
    }
  }

  private async record(tx: Transaction, { place, caseId, key }: Due): Promise<boolean> {
    const locked = await lockSubject(tx, place, 'case', caseId);
    const subject = locked && (await caughtUp(tx, locked, this.places));
    const clock = await tx.row<{ at: string }>(NOW);
    if (!subject || !clock) return false;
    const rules = await this.places.rulesFor(place, subject.record.protocol, subject.calendarVersion, tx);
    const deadline = deriveDeadlines(subject.record, rules).find((each) => each.key === key);
    const breach = subject.record.breaches[key];
    const already = breach !== undefined && breach.withdrawn === undefined;
    if (!deadline || deadline.settled !== null || already || !hasPassed(deadline, clock.at)) return false;
    const last = await tx.row<{ occurrence: number | null }>(LAST_OCCURRENCE, [place, caseId, key]);
    const outcome = advance(
      subject.record,
      {
        type: 'DEADLINE_PASSED',
        at: clock.at,
        on: londonDateOf(clock.at),
        by: SYSTEM,
        content: { deadline: key, dueAt: deadline.dueAt, occurrence: (last?.occurrence ?? 0) + 1 },
        evidence: {},
      },
      rules,
    );
    if (outcome.kind === 'refused') return false;
    await recordedBySystem(tx, subject, outcome, rules);
    return true;
  }
}

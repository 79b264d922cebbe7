import { Injectable } from '@nestjs/common';
import { DeadlineAlarmKind, type Reached } from '../deadlines/deadline-alarm-kind.js';
import type { Transaction } from '../database/transaction.js';
import { StaffNotices } from './staff-notices.js';

/** Tells staff of the moments of deadlines, in the transaction in which these are handled. */
@Injectable()
export class DeadlineTeller {
  constructor(
    deadlines: DeadlineAlarmKind,
    private readonly notices: StaffNotices,
  ) {
    deadlines.tellBy((tx, reached) => this.tell(tx, reached));
  }

  private async tell(tx: Transaction, { subject, deadline, moments, at, rules }: Reached): Promise<void> {
    const { place, id: caseId, reference } = subject;
    for (const moment of moments) {
      await this.notices.tellOfDeadline(tx, { place, caseId, reference, deadline, moment, at }, rules);
    }
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Instant } from '../../workflows/protocol/index.js';
import type { Alarm } from '../alarms/alarm.js';
import { AlarmKinds, type AlarmKind } from '../alarms/alarm-kinds.js';
import type { Transaction } from '../database/transaction.js';
import { DELIVERY } from './delivery-alarm.js';
import type { DeliveryState } from './delivery-states.js';
import { GIVE_UP, STANDS } from './delivery-statements.js';
import { Postman } from './postman.js';

interface Stands {
  state: DeliveryState;
  endedBy: Instant | null;
  lookAgain: Instant;
}

/**
 * Rings when an e-mail is to be tried, and afterwards to see whether whoever tried it is still there. It sends nothing
 * itself: no transaction waits for a mail server.
 */
@Injectable()
export class DeliveryAlarms implements AlarmKind, OnModuleInit {
  readonly kind = DELIVERY;
  readonly ownerRole = 'administrator';

  constructor(
    private readonly kinds: AlarmKinds,
    private readonly postman: Postman,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  /** Has a waiting e-mail sent, and looks again later; one that was left while it was sent is uncertain from then on. */
  async ring(tx: Transaction, { about, place }: Alarm, now: Instant): Promise<Instant | null> {
    const stands = await tx.row<Stands>(STANDS, [about]);
    if (!stands || place === null) return null;
    const { state, endedBy, lookAgain } = stands;
    if (state === 'waiting') {
      this.postman.begin(about, place);
      return lookAgain;
    }
    if (state !== 'sending' || endedBy === null) return null;
    if (endedBy > now) return endedBy;
    return (await tx.row(GIVE_UP, [about])) ? null : lookAgain;
  }
}

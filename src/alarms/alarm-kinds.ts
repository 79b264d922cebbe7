import { Injectable } from '@nestjs/common';
import type { Instant } from '../../workflows/protocol/index.js';
import type { Subject } from '../cases/subject.js';
import type { Transaction } from '../database/transaction.js';
import type { Role } from '../access/roles.js';
import type { Alarm } from './alarm.js';

/** What happens when alarms of a kind ring. */
export interface AlarmKind {
  kind: string;
  /** Whose it is to sort out one that keeps failing. */
  ownerRole: Role;
  /**
   * Does what is due, in the transaction in which the alarm is locked, and before it its case where it is about one.
   * Returns when it rings next; null where it is done with. What it throws undoes everything and is tried again later.
   */
  ring(tx: Transaction, alarm: Alarm, now: Instant, subject: Subject | undefined): Promise<Instant | null>;
}

/** Every kind of alarm the service knows; each is registered by whatever handles it. */
@Injectable()
export class AlarmKinds {
  private readonly kinds = new Map<string, AlarmKind>();

  /** Lets alarms of that kind ring. Throws where the kind is already handled. */
  register(kind: AlarmKind): void {
    if (this.kinds.has(kind.kind)) throw new Error(`Alarms of the kind ${kind.kind} are handled twice.`);
    this.kinds.set(kind.kind, kind);
  }

  /** How alarms of that kind are handled, if they are. */
  find(kind: string): AlarmKind | undefined {
    return this.kinds.get(kind);
  }
}

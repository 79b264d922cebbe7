import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { Instant } from '../../workflows/protocol/index.js';
import { setAlarms, stopAlarms } from '../alarms/alarms.js';
import { inTransaction, type Transaction } from '../database/transaction.js';
import { killPoint } from '../faults/kill-points.js';
import { failureOf } from '../log/failure.js';
import { Places } from '../places/places.js';
import { DELIVERY } from './delivery-alarm.js';
import { AT_ONCE, DELIVERY_LADDER } from './delivery-ladder.js';
import type { DeliveryState } from './delivery-states.js';
import { SETTLE } from './delivery-statements.js';
import { sendMessage, type Sending } from './smtp.js';
import { Deliveries, type Mailing, type TakenDelivery } from './take-delivery.js';

/** How e-mail leaves the service: what a `Mailing` is provided under. */
export const MAILING = Symbol('mailing');

/** How long what is under way may take to end when the process is stopped; what then still is, is uncertain. */
const ENDING_MS = 10_000;
/** How many milliseconds apart it is tried to write down what came of an attempt while the database is away. */
const WRITING_AGAIN_MS: readonly number[] = [200, 1_000, 5_000, 15_000, 30_000];

interface Came {
  state: DeliveryState;
  failure: string | null;
  /** Minutes until it is tried again; 0 where it is not. */
  again: number;
}

/** What an attempt came to: taken, to be tried again by the ladder, failed, or for a person to find out. */
function cameOf(sending: Sending, attempt: number): Came {
  switch (sending.kind) {
    case 'taken':
      return { state: 'sent', failure: null, again: 0 };
    case 'refused':
      return { state: 'failed', failure: `refused ${sending.why}`, again: 0 };
    case 'unsure':
      return { state: 'uncertain', failure: 'lost', again: 0 };
    case 'later': {
      const again = DELIVERY_LADDER[attempt - 1];
      return again === undefined
        ? { state: 'failed', failure: `gaveUp ${sending.why}`, again: 0 }
        : { state: 'waiting', failure: `later ${sending.why}`, again };
    }
  }
}

/**
 * Sends e-mails, a few at once. No transaction is open while the mail server is spoken with: an e-mail is marked as being
 * sent before, and what came of it is written down after.
 */
@Injectable()
export class Postman implements OnModuleDestroy {
  private readonly logger = new Logger(Postman.name);
  private readonly deliveries: Deliveries;
  private readonly waiting: { id: string; place: string }[] = [];
  private readonly inHand = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    places: Places,
    @Inject(MAILING) private readonly mailing: Mailing,
  ) {
    this.deliveries = new Deliveries(dataSource, places, mailing);
  }

  /** Has an e-mail sent, if it still is to be; returns at once. */
  begin(id: string, place: string): void {
    const known = this.inHand.has(id) || this.waiting.some((each) => each.id === id);
    if (this.stopped || known) return;
    this.waiting.push({ id, place });
    this.next();
  }

  /** Waits until nothing is in hand. */
  async idle(): Promise<void> {
    while (this.inHand.size > 0) await Promise.all(this.inHand.values());
  }

  /** Begins nothing more, and lets what is under way end. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    this.waiting.length = 0;
    await Promise.race([this.idle(), pause(ENDING_MS, undefined, { ref: false })]);
  }

  private next(): void {
    while (this.inHand.size < AT_ONCE) {
      const each = this.waiting.shift();
      if (!each) return;
      const done = this.deliver(each.id, each.place).finally(() => {
        this.inHand.delete(each.id);
        this.next();
      });
      this.inHand.set(each.id, done);
    }
  }

  private async deliver(id: string, place: string): Promise<void> {
    try {
      const taken = await this.deliveries.take(id, place);
      const { mail } = this.mailing;
      if (!taken || !mail) return;
      await killPoint('delivery-begun');
      const sending = await sendMessage(mail, taken.message);
      await killPoint('delivery-answered');
      await this.settle(taken, sending);
    } catch (error) {
      // Its alarm rings again; a log has no word of the message or of whom it is for.
      this.logger.error(`E-mail ${id} was left: ${JSON.stringify(failureOf(error))}`);
    }
  }

  /** Writes down what came of it; where the database is away, some times more. What cannot be written stays 'sending'. */
  private async settle(taken: TakenDelivery, sending: Sending): Promise<void> {
    for (const wait of [...WRITING_AGAIN_MS, null]) {
      try {
        return await inTransaction(this.dataSource, (tx) => this.write(tx, taken, sending));
      } catch (error) {
        if (wait === null || this.stopped) throw error;
        await pause(wait);
      }
    }
  }

  private async write(tx: Transaction, { id, attempt }: TakenDelivery, sending: Sending): Promise<void> {
    const { state, failure, again } = cameOf(sending, attempt);
    const settled = await tx.row<{ place: string; state: DeliveryState; tryAt: Instant }>(SETTLE, [
      id,
      attempt,
      state,
      failure,
      again,
    ]);
    if (!settled) return;
    const { place, tryAt } = settled;
    if (state === 'waiting') await setAlarms(tx, [{ kind: DELIVERY, place, about: id, ringsAt: tryAt }]);
    else await stopAlarms(tx, { kind: DELIVERY, place, about: [id] });
    if (failure !== null) this.logger.error(`E-mail ${id} at attempt ${attempt}: ${state}, ${failure}`);
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Instant } from '../../workflows/protocol/index.js';
import { setAlarms } from '../alarms/alarms.js';
import { note } from '../audit/audit-trail.js';
import { once, type Done, type Request } from '../database/once.js';
import { DELIVERY } from './delivery-alarm.js';
import { TO_DECIDE, type DeliveryDecision, type DeliveryState } from './delivery-states.js';
import { DECIDE, TO_BE_DECIDED } from './delivery-statements.js';

/** What came of a decision: done; there is no such e-mail; or there is nothing to decide on it, and why. */
export type Decided = 'decided' | 'unknown' | { open: false; why: string };

const BECOMES: Readonly<Record<DeliveryDecision, DeliveryState>> = {
  arrived: 'sent',
  sendAgain: 'waiting',
  setAside: 'withdrawn',
};

/** People's decisions on e-mails that failed or may not have arrived. */
@Injectable()
export class DeliveryReview {
  constructor(private readonly dataSource: DataSource) {}

  /** Decides, under a key and noted for good. Only an e-mail that is uncertain can be said to have arrived. */
  decide(request: Request, id: string, decision: DeliveryDecision): Promise<Done<Decided>> {
    const { place, by } = request;
    return once(this.dataSource, request, async (tx): Promise<Decided> => {
      const found = await tx.row<{ state: DeliveryState; now: Instant }>(TO_BE_DECIDED, [place, id]);
      if (!found) return 'unknown';
      if (!(TO_DECIDE as readonly string[]).includes(found.state)) {
        return { open: false, why: `is not open: the e-mail is ${found.state}` };
      }
      if (decision === 'arrived' && found.state !== 'uncertain') {
        return { open: false, why: 'cannot be arrived: the mail server refused it' };
      }
      await tx.change(DECIDE, [place, id, BECOMES[decision], by, decision]);
      if (decision === 'sendAgain') {
        await setAlarms(tx, [{ kind: DELIVERY, place, about: id, ringsAt: found.now }]);
      }
      const detail = { delivery: id, decision, was: found.state };
      await note(tx, { place, person: by, action: 'deliveryDecided', detail });
      return 'decided';
    });
  }
}

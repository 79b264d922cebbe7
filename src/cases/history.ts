import type { Rules, StoredEvent } from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import type { Places } from '../places/places.js';
import { HISTORY } from './subject-statements.js';
import type { History } from './taken-step.js';

interface Row extends StoredEvent {
  protocol: string;
  machines: number;
  calendarVersion: string;
}

/** Every event of a case or meeting in order, each with the rules it was recorded under. */
export async function historyOf(
  tx: Transaction,
  places: Places,
  { place, id }: { place: string; id: string },
): Promise<History> {
  const rows = await tx.rows<Row>(HISTORY, [place, id]);
  const rules = new Map<number, Rules>();
  const rulesAfter = new Map<number, Rules>();
  for (const { seq, type, content, protocol, calendarVersion } of rows) {
    rules.set(seq, await places.rulesFor(place, protocol, calendarVersion, tx));
    if (type !== 'PROTOCOL_MOVED') continue;
    rulesAfter.set(seq, await places.rulesFor(place, String(content['to']), calendarVersion, tx));
  }
  const events = rows.map(({ protocol: _p, machines: _m, calendarVersion: _c, ...event }) => event);
  return {
    events,
    rulesAt: ({ seq }, after) => {
      const found = (after && rulesAfter.get(seq)) ?? rules.get(seq);
      if (!found) throw new RangeError(`There is no event ${seq}.`);
      return found;
    },
  };
}

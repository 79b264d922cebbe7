import {
  deriveDeadlines,
  type Calendar,
  type CaseRecord,
  type LocalDate,
} from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import type { Places } from '../places/places.js';
import { CASES_WITH_OPEN_DEADLINES } from './deadline-statements.js';

/** An open deadline that would be due on another day. */
export interface MovedDeadline {
  case: { id: string; reference: string };
  key: string;
  timescale: string;
  dueOn: LocalDate;
  wouldBeDueOn: LocalDate;
}

/** Open deadlines that would move, and whether there are more of them than are listed. */
export interface MovedDeadlines {
  items: MovedDeadline[];
  more: boolean;
}

interface OpenCase {
  id: string;
  reference: string;
  record: CaseRecord;
}

const MOST = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The open deadlines of a place that another calendar would move, up to 500 of them. Nothing is changed. */
export async function movedBy(
  tx: Transaction,
  places: Places,
  place: string,
  calendar: Calendar,
): Promise<MovedDeadlines> {
  const { calendarVersion } = await places.present(place, tx);
  const items: MovedDeadline[] = [];
  for (let after = FIRST_ID; ;) {
    const cases = await tx.rows<OpenCase>(CASES_WITH_OPEN_DEADLINES, [place, after]);
    for (const { id, reference, record } of cases) {
      const present = await places.rulesFor(place, record.protocol, calendarVersion, tx);
      const now = new Map(deriveDeadlines(record, present).map((each) => [each.key, each]));
      for (const { key, timescale, settled, dueOn, dueAt } of deriveDeadlines(record, {
        ...present,
        calendar,
      })) {
        const before = now.get(key);
        if (!before || settled !== null || before.dueAt === dueAt) continue;
        if (items.length === MOST) return { items, more: true };
        items.push({ case: { id, reference }, key, timescale, dueOn: before.dueOn, wouldBeDueOn: dueOn });
      }
    }
    const last = cases.at(-1);
    if (!last) return { items, more: false };
    after = last.id;
  }
}

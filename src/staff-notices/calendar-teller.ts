import { dateInWords, type LocalDate } from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import type { StaffNotices } from './staff-notices.js';
import { withdrawSeenTo } from './withdraw.js';

/** How far the calendar of a place is known, and how far it should be. */
export interface ShortCalendar {
  place: string;
  knownUntil: LocalDate | null;
  /** Calendar days ahead. */
  neededDays: number;
}

const KIND = 'calendarEnds';

/** Tells administrators and managers, once for each last day, that deadlines may soon be counted over days nobody knows. */
export async function tellOfShortCalendar(
  tx: Transaction,
  notices: StaffNotices,
  { place, knownUntil, neededDays }: ShortCalendar,
): Promise<void> {
  const about = `${KIND} ${knownUntil}`;
  const known = knownUntil === null ? 'for no day' : `only up to ${dateInWords(knownUntil)}`;
  await withdrawSeenTo(tx, { place, kind: KIND, about: KIND, but: about });
  await notices.tell(tx, {
    place,
    kind: KIND,
    to: { roles: ['administrator', 'manager'] },
    about,
    words: `Bank holidays are known ${known}, and should be known ${neededDays} days ahead: deadlines after that may be counted wrongly. Whoever runs the service adds those published since to the calendar.`,
    link: '/exceptions',
  });
}

/** Withdraws what was told of a calendar that is known far enough by now. */
export function withdrawShortCalendar(tx: Transaction, place: string): Promise<void> {
  return withdrawSeenTo(tx, { place, kind: KIND, about: KIND });
}

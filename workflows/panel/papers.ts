import { dateInWords, type LocalDate } from '../calendar/local-date.js';
import type { Calendar } from '../calendar/working-days.js';
import { refuse } from '../protocol/refusal.js';
import type { ProtocolData } from '../timescales/protocol-data.js';

interface Rules {
  protocol: ProtocolData;
  calendar: Calendar;
}

/**
 * The last day on which papers are taken for a meeting on that day: so many working days before (a parameter), or the day
 * itself where it is held at short notice (PAN-1).
 */
export const papersCloseOn = (
  heldOn: LocalDate,
  { calendar, protocol }: Rules,
  shortNotice = false,
): LocalDate =>
  shortNotice ? heldOn : calendar.addWorkingDays(heldOn, -protocol.panel.papersCloseWorkingDaysBefore.value);

/** The first day on which the panel can meet with papers that are still taken on that day. */
function firstWithPapers(on: LocalDate, rules: Rules): LocalDate {
  const { calendar, protocol } = rules;
  let day = calendar.addWorkingDays(on, protocol.panel.papersCloseWorkingDaysBefore.value);
  while (papersCloseOn(day, rules) < on) day = calendar.nextWorkingDay(day);
  return day;
}

/**
 * PAN-1 (local): a meeting whose papers would be closed by the day it is arranged or moved could take no case, unless it is
 * said why it is held at short notice; and only such a meeting is. Null where that is as it should be.
 */
export function shortNoticeSaid(
  { heldOn, shortNotice }: { heldOn: LocalDate; shortNotice: boolean },
  on: LocalDate,
  rules: Rules,
) {
  if (heldOn < on || !rules.calendar.isWorkingDay(heldOn)) return null;
  const closes = papersCloseOn(heldOn, rules);
  const closed = closes < on;
  if (closed === shortNotice) return null;
  return closed
    ? refuse(
        'PAN-1',
        `Papers for a meeting on ${dateInWords(heldOn)} would have closed on ${dateInWords(closes)}: it could take no case.`,
        [
          `a day from ${dateInWords(firstWithPapers(on, rules))} on; or why it is held at short notice, its papers then being taken until the day itself`,
        ],
      )
    : refuse(
        'PAN-1',
        `Papers for a meeting on ${dateInWords(heldOn)} are taken until ${dateInWords(closes)}: it is not held at short notice.`,
        ['the reason for short notice left out'],
      );
}

import { addDays, compare, daysBetween, type LocalDate } from '../calendar/local-date.js';
import {
  addMilliseconds,
  endOfDay,
  lateFrom,
  londonDateOf,
  londonTimeOfDay,
  millisecondsOf,
  onLondonDay,
  startOfDay,
  type Instant,
} from '../calendar/london-time.js';
import type { Calendar } from '../calendar/working-days.js';
import type { Due } from './count-due.js';
import type { ProtocolParameters } from './protocol-data.js';
import type { Timescale } from './timescale.js';

/** When someone is to hear of a deadline that is still open. */
export interface Moments {
  /** When that part of the clock's whole length has passed at which the owner is warned. */
  warnAt: Instant;
  /** From when it is due soon. */
  dueSoonFrom: Instant;
  /** The first moment at which it is late. */
  lateFrom: Instant;
  /** From when it is critically overdue; null for guidance, which is never a breach. */
  criticalFrom: Instant | null;
  /** Who hears of the breach, and from when; none for guidance. */
  escalations: readonly { to: string; at: Instant }[];
}

type Marks = Pick<ProtocolParameters, 'warning' | 'dueSoon' | 'critical' | 'escalation'>;

const DAY_MS = 86_400_000;

/** Where counting begins: the moment itself for clocks in hours, the close of day 0 for clocks in days. */
const countedFrom = (due: Due): Instant =>
  due.inHours && due.startedAt !== undefined ? due.startedAt : endOfDay(due.startedOn);

const between = (from: Instant, to: Instant, part: number): Instant => {
  const start = millisecondsOf(from);
  const seconds = Math.round(((millisecondsOf(to) - start) * part) / 1000);
  return addMilliseconds(from, Math.max(0, seconds * 1000));
};

/** The moment at which so many days have passed since the close of day 0: within a day, that part of it. */
function afterDays(days: number, dayAfter: (days: number) => LocalDate): Instant {
  const whole = Math.floor(days);
  return Number.isInteger(days)
    ? endOfDay(dayAfter(whole))
    : onLondonDay(dayAfter(whole + 1), Math.round((days - whole) * DAY_MS));
}

function warnAt(timescale: Timescale, due: Due, marks: Marks, calendar: Calendar): Instant {
  const { part, of } = marks.warning.value.lengthPassed;
  const { startedOn, dueOn } = due;
  if (due.inHours) return between(countedFrom(due), due.dueAt, part / of);
  return timescale.length?.unit === 'workingDays'
    ? afterDays((calendar.workingDaysBetween(startedOn, dueOn) * part) / of, (days) =>
        calendar.addWorkingDays(startedOn, days),
      )
    : afterDays((daysBetween(startedOn, dueOn) * part) / of, (days) => addDays(startedOn, days));
}

const notBefore = (day: LocalDate, floor: LocalDate): LocalDate => (compare(day, floor) < 0 ? floor : day);

function dueSoonFrom(due: Due, marks: Marks, calendar: Calendar): Instant {
  const { lastWorkingDays, lastPartOfHours } = marks.dueSoon.value;
  if (due.inHours) {
    return between(countedFrom(due), due.dueAt, 1 - lastPartOfHours.part / lastPartOfHours.of);
  }
  const lastDay = calendar.workingDayOnOrBefore(due.dueOn);
  const day = calendar.addWorkingDays(lastDay, 1 - lastWorkingDays);
  return startOfDay(notBefore(day, due.startedOn));
}

function criticalFrom(due: Due, marks: Marks, calendar: Calendar): Instant {
  const { overByWorkingDays, overByOwnLengths } = marks.critical.value;
  if (!due.inHours) return startOfDay(addDays(calendar.addWorkingDays(due.dueOn, overByWorkingDays), 1));
  const length = millisecondsOf(due.dueAt) - millisecondsOf(countedFrom(due));
  return lateFrom(addMilliseconds(due.dueAt, length * overByOwnLengths));
}

/** The same time of day so many working days after the due moment; for day clocks, once those days have passed. */
function escalateAt(due: Due, workingDaysOver: number, calendar: Calendar): Instant {
  if (workingDaysOver === 0) return lateFrom(due.dueAt);
  const day = calendar.addWorkingDays(londonDateOf(due.dueAt), workingDaysOver);
  return lateFrom(onLondonDay(day, londonTimeOfDay(due.dueAt)));
}

/** When to warn, when it is due soon, and who hears of a breach when, as the protocol version's parameters say. */
export function moments(timescale: Timescale, due: Due, calendar: Calendar, marks: Marks): Moments {
  const breaches = !timescale.guidance;
  return {
    warnAt: warnAt(timescale, due, marks, calendar),
    dueSoonFrom: dueSoonFrom(due, marks, calendar),
    lateFrom: lateFrom(due.dueAt),
    criticalFrom: breaches ? criticalFrom(due, marks, calendar) : null,
    escalations: breaches
      ? marks.escalation.value.map(({ to, overByWorkingDays }) => ({
          to,
          at: escalateAt(due, overByWorkingDays, calendar),
        }))
      : [],
  };
}

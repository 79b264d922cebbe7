import {
  addDays,
  changedDue,
  dueOf,
  londonDateOf,
  londonTimeOfDay,
  onLondonDay,
  timescaleOf,
  type Deadline,
  type LocalDate,
  type Rules,
} from '../../../workflows/protocol/index.js';
import type { Panels } from './panels.js';
import type { Said } from './telling.js';

const WEEK = 7;
const DAY_OR_MOMENT = /"(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}\.\d{3}Z)?"/g;

/** Moves days and moments by whole weeks, so that every weekday stays: moments keep their time of day in London. */
export class Shift {
  private readonly known = new Map<string, string>();

  constructor(readonly weeks: number) {}

  /** That day so many weeks on. */
  day(day: LocalDate): LocalDate {
    return addDays(day, this.weeks * WEEK);
  }

  /** JSON with every day and moment in it moved. */
  text(json: string): string {
    if (this.weeks === 0) return json;
    return json.replace(DAY_OR_MOMENT, (quoted, day: string, time: string | undefined) => {
      const known = this.known.get(quoted);
      if (known !== undefined) return known;
      const moved =
        time === undefined
          ? this.day(day as LocalDate)
          : onLondonDay(this.day(londonDateOf(day + time)), londonTimeOfDay(day + time));
      this.known.set(quoted, `"${moved}"`);
      return `"${moved}"`;
    });
  }
}

/** What was said, so many weeks on; about the meetings of those weeks. Null where the panel did not meet then. */
export function saidOn(said: Said, json: string, shift: Shift, panels: Panels): Said | null {
  if (shift.weeks === 0) return said;
  const moved = JSON.parse(shift.text(json)) as Said;
  const { meeting, nextMeeting } = moved.evidence;
  const meetings = [meeting, nextMeeting].filter((each) => each !== undefined && each !== null);
  if (!meetings.every(({ heldOn }) => panels.meetsOn(heldOn))) return null;
  for (const each of meetings) each.id = panels.idOn(each.heldOn);
  if (meeting && 'meeting' in moved.content) moved.content['meeting'] = meeting.id;
  return moved;
}

/**
 * A deadline whose days were moved, counted anew by the real calendar. Null where it would have ended otherwise than it
 * did: met in time what was late, or late what was in time.
 */
export function countedAnew(deadline: Deadline, dateOfBirth: LocalDate, rules: Rules): Deadline | null {
  const row = timescaleOf(rules.protocol, deadline.timescale);
  if (!row || deadline.startedAt !== null) return null;
  const birthday =
    row.starts.birthday === undefined
      ? {}
      : { dob: dateOfBirth, leap: rules.protocol.parameters.leapDayBirthday.value };
  const original = dueOf(
    row,
    { on: deadline.startedOn, ...birthday },
    rules.calendar,
    deadline.originalDueOn,
  );
  const { dueOn, dueAt } = changedDue(row, original, deadline, rules.calendar);
  const { settled } = deadline;
  const endsAlike = settled === null || isLate(settled, dueOn) === isLate(settled, deadline.dueOn);
  if (!endsAlike) return null;
  return { ...deadline, dueOn, dueAt, originalDueOn: original.dueOn, originalDueAt: original.dueAt };
}

const isLate = ({ on }: { on: LocalDate }, dueOn: LocalDate): boolean => on > dueOn;

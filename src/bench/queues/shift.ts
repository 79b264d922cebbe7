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
/** A day or a moment that is the whole of a string in JSON, or the whole of a value in a line of COPY text. */
const DAY_OR_MOMENT = /(?<=^|["\t])(\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}\.\d{3}Z)?)(?=["\t]|$)/;
const DAY_LENGTH = 10;

/** Text with its days and moments apart, to be moved as often as wanted. */
export class Dated {
  private readonly parts: readonly string[];

  /** Of JSON, or a line of COPY text. */
  constructor(text: string) {
    this.parts = text.split(DAY_OR_MOMENT);
  }

  /** The text with every day and moment in it moved. */
  moved(shift: Shift): string {
    return this.parts.map((part, at) => (at % 2 === 0 ? part : shift.dayOrMoment(part))).join('');
  }
}

/** Moves days and moments by whole weeks, so that every weekday stays: moments keep their time of day in London. */
export class Shift {
  private readonly known = new Map<string, string>();

  constructor(readonly weeks: number) {}

  /** That day so many weeks on. */
  day(day: LocalDate): LocalDate {
    return addDays(day, this.weeks * WEEK);
  }

  /** That day, or that moment, so many weeks on. */
  dayOrMoment(text: string): string {
    if (this.weeks === 0) return text;
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const moved =
      text.length === DAY_LENGTH
        ? this.day(text as LocalDate)
        : onLondonDay(this.day(londonDateOf(text)), londonTimeOfDay(text));
    this.known.set(text, moved);
    return moved;
  }
}

/** What was said, so many weeks on; about the meetings of those weeks. Null where the panel did not meet then. */
export function saidOn(said: Said, shift: Shift, panels: Panels): Said | null {
  if (shift.weeks === 0) return said;
  const moved = JSON.parse(new Dated(JSON.stringify(said)).moved(shift)) as Said;
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

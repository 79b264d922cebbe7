import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  buildCalendar,
  dateInWords,
  isLocalDate,
  londonDateOf,
  withDays,
  yearOfDate,
  type Calendar,
  type CalendarData,
  type HolidayChange,
  type Instant,
  type LocalDate,
} from '../../workflows/protocol/index.js';
import { note } from '../audit/audit-trail.js';
import { CalendarChanges } from '../changes/calendar-changes.js';
import type { Preview, PreviewAsked } from '../changes/preview.js';
import { NOW } from '../clock/clock-statements.js';
import { once, type Done, type Request } from '../database/once.js';
import { inTransaction, type Transaction } from '../database/transaction.js';
import { addCalendarVersion, Places } from './places.js';

/** A day cannot be added as it was described. */
export class WrongDay extends Error {
  override readonly name = 'WrongDay';

  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** A day that was added: the version of the calendar that has it, and the change that counts deadlines by it. */
export interface AddedDay {
  version: string;
  change: string;
}

const LONGEST_NAME = 100;
/** A day is not added later than so many years after it, or earlier than so many before it. */
const YEARS_BACK = 1;
const YEARS_AHEAD = 10;

/** The days that an administrator adds to a place's calendar: proclaimed, moved or cancelled ones. */
@Injectable()
export class ProclaimedDays {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
    private readonly changes: CalendarChanges,
  ) {}

  /**
   * Adds the day as a new version of the calendar, by which open deadlines are counted from now on: case by case, as a
   * change that it answers. Throws WrongDay for a day that is none, too far away, no working day already, and for one to
   * be moved or cancelled that is no holiday.
   */
  add(place: string, change: HolidayChange, by: string | null): Promise<AddedDay> {
    return inTransaction(this.dataSource, (tx) => this.addIn(tx, place, change, by));
  }

  /** Adds the day under a key, so that it is added once; otherwise as `add`. */
  addOnce(request: Request, change: HolidayChange): Promise<Done<AddedDay>> {
    const { place, by } = request;
    return once(this.dataSource, request, (tx) => this.addIn(tx, place, change, by));
  }

  /** Throws WrongDay for a change of the calendar that cannot be. */
  async check(place: string, change: HolidayChange): Promise<void> {
    await inTransaction(this.dataSource, (tx) => this.withDay(tx, place, change));
  }

  /** What the day would do to open deadlines, before it is added. Throws WrongDay as `add` does; nothing is kept. */
  async preview(place: string, change: HolidayChange, page: PreviewAsked): Promise<Preview> {
    const data = await inTransaction(this.dataSource, (tx) => this.withDay(tx, place, change));
    const from = change.kind === 'moved' && change.from < change.date ? change.from : change.date;
    return this.changes.preview(place, buildCalendar(data), from, page);
  }

  private async addIn(
    tx: Transaction,
    place: string,
    day: HolidayChange,
    by: string | null,
  ): Promise<AddedDay> {
    const data = await this.withDay(tx, place, day);
    const { version } = data;
    await addCalendarVersion(tx, place, data, by);
    await note(tx, { place, person: by, action: 'calendarChanged', detail: { version, change: day } });
    const change = await this.changes.begin(tx, place, {
      version,
      what: { version, day },
      by,
      reason: day.name.trim(),
    });
    if (change === null) throw new Error('A version of the calendar that is new was counted by already.');
    return { version, change };
  }

  private async withDay(tx: Transaction, place: string, change: HolidayChange): Promise<CalendarData> {
    const { calendarVersion } = await this.places.present(place, tx);
    const data = await this.places.calendarData(place, calendarVersion, tx);
    const clock = await tx.row<{ at: Instant }>(NOW);
    check(change, buildCalendar(data), londonDateOf(clock?.at as Instant));
    return withDays(data, nextVersion(calendarVersion), [change]);
  }
}

/** '2026-1', then '2026-1+1', '2026-1+2'. */
function nextVersion(version: string): string {
  const [base = version, added = '0'] = version.split('+');
  return `${base}+${Number(added) + 1}`;
}

/** The day's name on that calendar, null where it is no holiday there. */
const holidayOn = (calendar: Calendar, date: LocalDate): string | null =>
  calendar.holidaysOf(yearOfDate(date)).find((holiday) => holiday.date === date)?.name ?? null;

function check(change: HolidayChange, calendar: Calendar, today: LocalDate): void {
  const dates = change.kind === 'moved' ? [change.date, change.from] : [change.date];
  if (!dates.every(isLocalDate)) throw new WrongDay('date', 'A day is written as 2026-03-29.');
  const years = yearOfDate(change.date) - yearOfDate(today);
  if (years < -YEARS_BACK || years > YEARS_AHEAD) {
    throw new WrongDay(
      'date',
      `A day lies from ${yearOfDate(today) - YEARS_BACK} to ${yearOfDate(today) + YEARS_AHEAD}.`,
    );
  }
  const name = change.name.trim();
  if (name === '' || name.length > LONGEST_NAME) {
    throw new WrongDay('name', `The day's name has from 1 to ${LONGEST_NAME} characters.`);
  }
  const given = change.kind === 'moved' ? change.from : change.kind === 'cancelled' ? change.date : null;
  if (given !== null && holidayOn(calendar, given) === null) {
    const field = change.kind === 'moved' ? 'from' : 'date';
    throw new WrongDay(
      field,
      `${dateInWords(given)} is no holiday of the calendar, so it cannot be ${change.kind}.`,
    );
  }
  const there = change.kind === 'cancelled' ? null : holidayOn(calendar, change.date);
  if (there !== null)
    throw new WrongDay('date', `${dateInWords(change.date)} is a holiday already: ${there}.`);
  const why = change.kind === 'cancelled' ? null : calendar.whyNotWorking(change.date);
  if (why !== null) {
    throw new WrongDay(
      'date',
      `${dateInWords(change.date)} is not a working day anyway. Name the day that is kept instead.`,
    );
  }
}

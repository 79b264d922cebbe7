import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  buildCalendar,
  isLocalDate,
  withDays,
  yearOfDate,
  type Calendar,
  type CalendarData,
  type HolidayChange,
  type LocalDate,
} from '../../workflows/protocol/index.js';
import { note } from '../audit/audit-trail.js';
import { once, type Done, type Request } from '../database/once.js';
import { inTransaction, reading, type Transaction } from '../database/transaction.js';
import { movedBy, type MovedDeadlines } from '../deadlines/moved-deadlines.js';
import { RecountPass } from '../deadlines/recount-pass.js';
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

const LONGEST_NAME = 100;

/** The days that an administrator adds to a place's calendar: proclaimed, moved or cancelled ones. */
@Injectable()
export class ProclaimedDays {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
    private readonly recount: RecountPass,
  ) {}

  /**
   * Adds the day as a new version of the calendar and counts open deadlines by it; returns the version. Throws WrongDay
   * for a day that is none, a holiday that is there already, and one to be moved or cancelled that is none.
   */
  async add(place: string, change: HolidayChange, by: string | null): Promise<string> {
    const version = await inTransaction(this.dataSource, (tx) => this.addIn(tx, place, change, by));
    await this.recount.run();
    return version;
  }

  /** Adds the day under a key, so that it is added once; otherwise as `add`. */
  async addOnce(request: Request, change: HolidayChange): Promise<Done<string>> {
    const { place, by } = request;
    const done = await once(this.dataSource, request, (tx) => this.addIn(tx, place, change, by));
    // Also for a request sent again: whoever sends it cannot know whether the count that goes with it was finished.
    await this.recount.run();
    return done;
  }

  /** The open deadlines that the day would move, before it is added. Throws WrongDay as `add` does; nothing is changed. */
  async preview(place: string, change: HolidayChange): Promise<MovedDeadlines> {
    const calendar = buildCalendar(await this.withDay(place, change));
    return reading(this.dataSource, (tx) => movedBy(tx, this.places, place, calendar));
  }

  private async addIn(
    tx: Transaction,
    place: string,
    change: HolidayChange,
    by: string | null,
  ): Promise<string> {
    const data = await this.withDay(place, change, tx);
    const { version } = data;
    await addCalendarVersion(tx, place, data, by);
    await note(tx, { place, person: by, action: 'calendarChanged', detail: { version, change } });
    return version;
  }

  private async withDay(place: string, change: HolidayChange, tx?: Transaction): Promise<CalendarData> {
    const { calendarVersion } = await this.places.present(place, tx);
    const data = await this.places.calendarData(place, calendarVersion, tx);
    check(change, buildCalendar(data));
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

function check(change: HolidayChange, calendar: Calendar): void {
  const dates = change.kind === 'moved' ? [change.date, change.from] : [change.date];
  if (!dates.every(isLocalDate)) throw new WrongDay('date', 'A day is written as 2026-03-29.');
  const name = change.name.trim();
  if (name === '' || name.length > LONGEST_NAME) {
    throw new WrongDay('name', `The day's name has from 1 to ${LONGEST_NAME} characters.`);
  }
  const given = change.kind === 'moved' ? change.from : change.kind === 'cancelled' ? change.date : null;
  if (given !== null && holidayOn(calendar, given) === null) {
    const field = change.kind === 'moved' ? 'from' : 'date';
    throw new WrongDay(field, `${given} is no holiday of the calendar, so that it cannot be ${change.kind}.`);
  }
  const there = change.kind === 'cancelled' ? null : holidayOn(calendar, change.date);
  if (there !== null) throw new WrongDay('date', `${change.date} is a holiday already: ${there}.`);
}

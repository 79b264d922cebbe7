import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addDays, londonDateOf, type Instant, type LocalDate } from '../../workflows/protocol/index.js';
import { ALARMS_VERSION } from '../alarms/alarm.js';
import { NOW } from '../clock/clock-statements.js';
import { inTransaction, reading, statement, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { tellOfShortCalendar, withdrawShortCalendar } from '../staff-notices/calendar-teller.js';
import { StaffNotices } from '../staff-notices/staff-notices.js';
import { LIMITS } from './limits.js';

/** How far the calendar of a place is known. */
export interface KnownCalendar {
  place: string;
  /** The last day whose holidays are known; null where the calendar does not say. */
  knownUntil: LocalDate | null;
  /** Whether that is far enough ahead. */
  enough: boolean;
}

const RAISE = statement(
  'raise-calendar-exception',
  `INSERT INTO alarms (id, kind, place_id, about, rings_at, queued, version, state, attempts, failure, failed_first_at,
     failed_last_at, owner_role)
   SELECT gen_random_uuid(), 'calendar', p.place, 'calendar', service_now(), true, $2, 'exception', 1, p.failure,
     service_now(), service_now(), 'administrator'
   FROM jsonb_to_recordset($1::jsonb) AS p (place text, failure text)
   ON CONFLICT (kind, place_id, about) DO UPDATE SET failure = excluded.failure, failed_last_at = service_now()
   WHERE alarms.failure <> excluded.failure`,
);

const CLEAR = statement(
  'clear-calendar-exceptions',
  `DELETE FROM alarms WHERE kind = 'calendar' AND place_id = ANY($1::text[]) RETURNING place_id AS place`,
);

/** Sees to it that no deadline is counted over days whose holidays nobody knows yet. */
@Injectable()
export class CalendarHorizon {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
    private readonly notices: StaffNotices,
  ) {}

  /** How far the calendar of each place is known, and whether that is enough. */
  known(): Promise<KnownCalendar[]> {
    return reading(this.dataSource, (tx) => this.read(tx));
  }

  /** Gives a person the calendars that are not known far enough and tells them, and takes back those that are by now. */
  async check(): Promise<KnownCalendar[]> {
    return inTransaction(this.dataSource, async (tx) => {
      const known = await this.read(tx);
      const short = known.filter(({ enough }) => !enough);
      const failures = short.map(({ place, knownUntil }) => ({
        place,
        failure: `calendarEnds: the holidays are known up to ${knownUntil ?? 'no day'}, not ${LIMITS.calendarDays} days ahead`,
      }));
      const enough = known.filter((each) => each.enough).map(({ place }) => place);
      const cleared = await tx.rows<{ place: string }>(CLEAR, [enough]);
      await tx.change(RAISE, [JSON.stringify(failures), ALARMS_VERSION]);
      for (const { place } of cleared) await withdrawShortCalendar(tx, place);
      for (const each of short)
        await tellOfShortCalendar(tx, this.notices, { ...each, neededDays: LIMITS.calendarDays });
      return short;
    });
  }

  private async read(tx: Transaction): Promise<KnownCalendar[]> {
    const clock = await tx.row<{ at: Instant }>(NOW);
    if (!clock) throw new Error('The clock of the service is missing.');
    const needed = addDays(londonDateOf(clock.at), LIMITS.calendarDays);
    const known: KnownCalendar[] = [];
    for (const { id } of this.places.all()) {
      const { protocol, calendarVersion } = await this.places.present(id, tx);
      const { calendar } = await this.places.rulesFor(id, protocol, calendarVersion, tx);
      const { knownUntil } = calendar;
      known.push({ place: id, knownUntil, enough: knownUntil !== null && knownUntil >= needed });
    }
    return known;
  }
}

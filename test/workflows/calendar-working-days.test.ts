import { describe, expect, it } from '@jest/globals';
import Holidays from 'date-holidays';
import { fc } from '../helpers/properties.js';
import { loadCalendar } from '../../src/protocols/load-calendar.js';
import { easterSunday, type HolidayChange } from '../../workflows/calendar/holiday-rules.js';
import {
  addDays,
  dayNumber,
  dayOfWeek,
  fromDayNumber,
  localDate,
} from '../../workflows/calendar/local-date.js';
import { buildCalendar, withDays } from '../../workflows/calendar/working-days.js';

const data = loadCalendar('england-and-wales');
const calendar = buildCalendar(data);

const OBSERVED: Record<number, string> = {
  2019: '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26',
  2020: '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28',
  2021: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28',
  2022: '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27',
  2023: '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26',
  2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
  2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
};

const anyDay = fc
  .integer({ min: dayNumber(localDate('2019-01-01')), max: dayNumber(localDate('2030-12-31')) })
  .map(fromDayNumber);
const count = fc.integer({ min: 0, max: 120 });

describe('the working days of England', () => {
  it.each(Object.entries(OBSERVED))('keep the bank holidays of %s', (year, days) => {
    const kept = calendar.holidaysOf(Number(year)).map(({ date }) => date);
    expect(kept).toEqual(days.split(' ').map((day) => `${year}-${day}`));
  });

  it('agree with an independent list for 2019 to 2030', () => {
    const england = new Holidays('GB', 'ENG');
    for (let year = 2019; year <= 2030; year += 1) {
      const theirs = england
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => localDate(date.slice(0, 10)))
        .filter((date) => dayOfWeek(date) <= 5);
      const ours = calendar.holidaysOf(year).map(({ date }) => date);
      expect(ours).toEqual([...new Set(theirs)].sort());
    }
  });

  it('give the reason a day is not worked', () => {
    expect(calendar.whyNotWorking(localDate('2026-04-03'))).toBe('bank holiday: Good Friday');
    expect(calendar.whyNotWorking(localDate('2026-12-28'))).toBe('bank holiday: Boxing Day (substitute day)');
    expect(calendar.whyNotWorking(localDate('2026-04-04'))).toBe('Saturday');
    expect(calendar.whyNotWorking(localDate('2026-04-05'))).toBe('Sunday');
    expect(calendar.whyNotWorking(localDate('2026-04-07'))).toBeNull();
    expect(calendar.whyNotWorking(localDate('2020-05-04'))).toBeNull();
  });

  it.each([
    [2019, '2019-04-21'],
    [2024, '2024-03-31'],
    [2026, '2026-04-05'],
    [2038, '2038-04-25'],
    [2285, '2285-03-22'],
  ])('find Easter of %i on %s', (year, day) => {
    expect(easterSunday(year)).toBe(day);
  });

  it('follow days that are added, moved and cancelled, as a new version', () => {
    const changed = buildCalendar(
      withDays(data, '2026-2', [
        { kind: 'proclaimed', date: localDate('2026-06-15'), name: 'A day of thanks' },
        {
          kind: 'moved',
          from: localDate('2026-08-31'),
          date: localDate('2026-08-24'),
          name: 'Summer bank holiday',
        },
        { kind: 'cancelled', date: localDate('2026-05-25'), name: 'Spring bank holiday' },
      ]),
    );
    expect(changed.version).toBe('2026-2');
    expect(changed.whyNotWorking(localDate('2026-06-15'))).toBe('bank holiday: A day of thanks');
    expect(changed.isWorkingDay(localDate('2026-08-31'))).toBe(true);
    expect(changed.isWorkingDay(localDate('2026-08-24'))).toBe(false);
    expect(changed.isWorkingDay(localDate('2026-05-25'))).toBe(true);
    expect(calendar.isWorkingDay(localDate('2026-06-15'))).toBe(true);
  });

  it('go by the last of several changes of a day', () => {
    const day = localDate('2026-06-15');
    const proclaimed = { kind: 'proclaimed', date: day, name: 'A day of thanks' } as const;
    const cancelled = { kind: 'cancelled', date: day, name: 'Called off' } as const;
    const after = (...days: HolidayChange[]) =>
      buildCalendar(withDays(data, '2026-2', days)).isWorkingDay(day);
    expect(after(proclaimed, cancelled)).toBe(true);
    expect(after(proclaimed, cancelled, proclaimed)).toBe(false);
    expect(
      after(proclaimed, { kind: 'moved', from: day, date: localDate('2026-06-16'), name: 'A day of thanks' }),
    ).toBe(true);
  });

  it('carry a substitute day into the next year', () => {
    const yearEnd = buildCalendar({
      ...data,
      days: [],
      rules: [{ name: 'Old Year', kind: 'fixed', month: 12, day: 31, substitute: true }],
    });
    expect(yearEnd.whyNotWorking(localDate('2023-01-02'))).toBe('bank holiday: Old Year (substitute day)');
  });

  it('refuse a week without a working day', () => {
    expect(() => buildCalendar({ ...data, weekend: [1, 2, 3, 4, 5, 6, 7] })).toThrow(RangeError);
  });
});

describe('adding working days', () => {
  it('lands on a working day, that many working days on', () => {
    fc.assert(
      fc.property(anyDay, count, (day, days) => {
        const on = calendar.addWorkingDays(day, days);
        expect(days === 0 || calendar.isWorkingDay(on)).toBe(true);
        expect(calendar.workingDaysBetween(day, on)).toBe(days);
      }),
    );
  });

  it('is undone by taking as many away from a working day', () => {
    fc.assert(
      fc.property(anyDay, count, (day, days) => {
        const from = calendar.workingDayOnOrAfter(day);
        expect(calendar.addWorkingDays(calendar.addWorkingDays(from, days), -days)).toBe(from);
      }),
    );
  });

  it('never comes earlier for a later start or for more days', () => {
    fc.assert(
      fc.property(anyDay, count, fc.integer({ min: 0, max: 30 }), (day, days, more) => {
        const on = calendar.addWorkingDays(day, days + 1);
        expect(calendar.addWorkingDays(addDays(day, more), days + 1) >= on).toBe(true);
        expect(calendar.addWorkingDays(day, days + 1 + more) >= on).toBe(true);
      }),
    );
  });

  it('passes over exactly the days it lists', () => {
    fc.assert(
      fc.property(anyDay, count, (day, days) => {
        const on = calendar.addWorkingDays(day, days);
        const skipped = calendar.skippedBetween(day, on);
        expect(skipped.length + days).toBe(dayNumber(on) - dayNumber(day));
        expect(skipped.every(({ date }) => !calendar.isWorkingDay(date))).toBe(true);
      }),
    );
  });

  it('rolls a day that is not worked to the next or the previous one', () => {
    expect(calendar.workingDayOnOrAfter(localDate('2026-04-03'))).toBe('2026-04-07');
    expect(calendar.workingDayOnOrBefore(localDate('2026-04-06'))).toBe('2026-04-02');
    expect(calendar.nextWorkingDay(localDate('2026-04-02'))).toBe('2026-04-07');
    expect(calendar.workingDaysBetween(localDate('2026-04-13'), localDate('2026-04-02'))).toBe(-5);
  });
});

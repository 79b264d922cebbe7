import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import {
  addDays,
  addMonths,
  ageOn,
  birthdayOn,
  dateInWords,
  dayNumber,
  dayOfWeek,
  daysBetween,
  fromDayNumber,
  isLocalDate,
  localDate,
} from '../../workflows/calendar/local-date.js';

const anyDay = fc
  .integer({ min: dayNumber(localDate('1950-01-01')), max: dayNumber(localDate('2100-12-31')) })
  .map(fromDayNumber);

describe('a day of the calendar', () => {
  it.each([
    '2023-02-29',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-4-1',
    '1900-02-29',
    '0000-01-01',
    '',
  ])('refuses %j', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => localDate(text)).toThrow(RangeError);
  });

  it.each(['2024-02-29', '2000-02-29', '2026-12-31', '0001-01-01', '9999-12-31'])('takes %j', (text) => {
    expect(localDate(text)).toBe(text);
  });

  it('does not run past the year 9999', () => {
    expect(() => addDays(localDate('9999-12-31'), 1)).toThrow(RangeError);
    expect(() => addMonths(localDate('9999-12-31'), 1)).toThrow(RangeError);
  });

  it('agrees with the days of the proleptic calendar the machine knows', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (day, days) => {
        const utc = new Date(`${day}T00:00:00Z`);
        expect(dayOfWeek(day)).toBe(((utc.getUTCDay() + 6) % 7) + 1);
        utc.setUTCDate(utc.getUTCDate() + days);
        expect(addDays(day, days)).toBe(utc.toISOString().slice(0, 10));
        expect(daysBetween(day, addDays(day, days))).toBe(days);
      }),
    );
  });

  it('is written out with its weekday', () => {
    expect(dateInWords(localDate('2026-04-13'))).toBe('Monday 13 April 2026');
    expect(dateInWords(localDate('2026-04-03'), { year: false })).toBe('Friday 3 April');
  });
});

describe('months', () => {
  it.each([
    ['2025-08-31', 6, '2026-02-28'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(localDate(from), months)).toBe(to);
  });

  it('keep the day of the month, or end on the last of a shorter one', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -240, max: 240 }), (day, months) => {
        const moved = addMonths(day, months);
        const nextDayIsAnotherMonth = addDays(moved, 1).slice(8) === '01';
        expect(
          moved.slice(8) === day.slice(8) || (moved.slice(8) < day.slice(8) && nextDayIsAnotherMonth),
        ).toBe(true);
      }),
    );
  });
});

describe('reaching an age', () => {
  it.each([
    ['2008-02-29', 14, '2022-03-01'],
    ['2008-02-29', 16, '2024-02-29'],
    ['2008-02-29', 18, '2026-03-01'],
    ['2010-07-14', 17, '2027-07-14'],
  ])('[SCO-1] someone born on %s is %i on %s', (born, age, on) => {
    expect(birthdayOn(localDate(born), age)).toBe(on);
  });

  it('can be on 28 February where a protocol version says so', () => {
    expect(birthdayOn(localDate('2008-02-29'), 17, '28 February')).toBe('2025-02-28');
  });

  it.each([
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2010-07-14', '2028-07-13', 17],
    ['2010-07-14', '2028-07-14', 18],
    ['2026-07-14', '2026-07-13', -1],
    ['2026-07-14', '2026-07-14', 0],
  ])('[SCO-1] someone born on %s is on %s aged %i', (born, on, age) => {
    expect(ageOn(localDate(born), localDate(on))).toBe(age);
  });

  it('comes on the birthday and not the day before', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 30 }), (born, age) => {
        const birthday = birthdayOn(born, age);
        expect(ageOn(born, birthday)).toBe(age);
        expect(ageOn(born, addDays(birthday, -1))).toBe(age - 1);
      }),
    );
  });
});

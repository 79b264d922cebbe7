import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { loadPlace } from '../../src/protocols/load-place.js';
import { addDays, dayNumber, fromDayNumber, localDate } from '../../workflows/calendar/local-date.js';
import {
  AGEING_UNITS,
  ageingRanges,
  bucketOf,
  escalatedDue,
  overdueBy,
} from '../../workflows/timescales/ageing.js';

const { protocol, calendar } = loadPlace('sefton');
const rules = protocol.parameters.queues.value;

const anyDay = fc
  .integer({ min: dayNumber(localDate('2024-01-01')), max: dayNumber(localDate('2028-12-31')) })
  .map(fromDayNumber);

const within = (day: string, from: string | null, to: string | null): boolean =>
  (from === null || day >= from) && (to === null || day <= to);

describe('how long something is overdue', () => {
  it.each([
    ['2026-04-02', '2026-04-07', 1, 5],
    ['2026-04-02', '2026-04-04', 0, 2],
    ['2026-04-01', '2026-04-01', 0, 0],
    ['2025-12-24', '2026-01-05', 5, 12],
  ])('due on %s is over by working and calendar days on %s', (due, today, workingDays, calendarDays) => {
    expect(overdueBy(localDate(due), localDate(today), calendar)).toEqual({ workingDays, calendarDays });
  });

  it.each([
    ['workingDays', 0, 'wd-1-5'],
    ['workingDays', 5, 'wd-1-5'],
    ['workingDays', 6, 'wd-6-10'],
    ['workingDays', 20, 'wd-11-20'],
    ['workingDays', 40, 'wd-21-40'],
    ['workingDays', 41, 'wd-over-40'],
    ['calendarDays', 28, 'days-28'],
    ['calendarDays', 29, 'days-29-182'],
    ['calendarDays', 182, 'days-29-182'],
    ['calendarDays', 183, 'days-183'],
  ] as const)('[ROL-4] by %s %d is in the bucket %s', (unit, days, slug) => {
    expect(bucketOf(days, rules.ageing[unit])?.slug).toBe(slug);
  });

  it('[ROL-4] falls into exactly one bucket of each kind, the one that its count of days says', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 700 }), (today, ago) => {
        const dueOn = addDays(today, -ago);
        for (const unit of AGEING_UNITS) {
          const found = ageingRanges(unit, rules, today, calendar).filter(({ dueFrom, dueTo }) =>
            within(dueOn, dueFrom, dueTo),
          );
          const over = overdueBy(dueOn, today, calendar)[unit];
          expect(found.map(({ slug }) => slug)).toEqual([bucketOf(over, rules.ageing[unit])?.slug]);
        }
      }),
    );
  });

  it('[ROL-5] is escalated once so many working days have passed since its due moment, weekends and holidays too', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: -5, max: 60 }),
        fc.integer({ min: 1, max: 10 }),
        (today, ago, n) => {
          const dueOn = addDays(today, -ago);
          const due = escalatedDue(n, today, calendar);
          const on = calendar.addWorkingDays(dueOn, n);

          expect({ before: dueOn <= due.by, today: dueOn <= due.today }).toEqual({
            before: on < today,
            today: on <= today,
          });
        },
      ),
    );
  });
});

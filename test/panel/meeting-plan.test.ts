import { describe, expect, it } from '@jest/globals';
import { plannedDays, type WhichOfMonth } from '../../src/panel/meeting-plan.js';
import { loadCalendar } from '../../src/protocols/load-calendar.js';
import { buildCalendar } from '../../workflows/calendar/working-days.js';
import { localDate } from '../../workflows/protocol/index.js';

const CALENDAR = buildCalendar(loadCalendar('england-and-wales'));

describe('[PAN-1] the days of a rhythm of meetings', () => {
  it.each<[string, WhichOfMonth, number, string[]]>([
    ['the first Wednesday', 1, 3, ['2026-04-01', '2026-05-06', '2026-06-03']],
    ['the third Friday', 3, 5, ['2026-04-17', '2026-05-15', '2026-06-19']],
    ['the last Thursday', 'last', 4, ['2026-04-30', '2026-05-28', '2026-06-25']],
    ['the first Monday, of which two are holidays', 1, 1, ['2026-04-07', '2026-05-05', '2026-06-01']],
  ])('are, of %s', (_words, which, weekday, days) => {
    const planned = plannedDays({ from: localDate('2026-04-20'), months: 3, which, weekday }, CALENDAR);

    expect(planned.map(({ on }) => on)).toEqual(days);
  });

  it('say what they are instead of', () => {
    const [april] = plannedDays({ from: localDate('2026-04-01'), months: 1, which: 1, weekday: 1 }, CALENDAR);

    expect(april?.instead).toMatchObject({ of: '2026-04-06' });
    expect(april?.instead?.why).toContain('Easter');
  });

  it('go on over the end of a year', () => {
    const planned = plannedDays({ from: localDate('2026-12-31'), months: 2, which: 2, weekday: 2 }, CALENDAR);

    expect(planned.map(({ on }) => on)).toEqual(['2026-12-08', '2027-01-12']);
  });
});

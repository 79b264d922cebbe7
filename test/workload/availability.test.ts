import { describe, expect, it } from '@jest/globals';
import { loadPlace } from '../../src/protocols/load-place.js';
import { availabilityOf } from '../../src/workload/availability.js';
import { localDate } from '../../workflows/protocol/index.js';

const { calendar } = loadPlace('sefton');
const day = localDate;
const roomOn = (today: string, absences: { from: string; to: string | null }[], points = 20) =>
  availabilityOf(
    {
      points,
      capacity: 40,
      absences: absences.map(({ from, to }) => ({ from: day(from), to: to === null ? null : day(to) })),
    },
    { today: day(today), workingDays: 10, calendar },
  );

describe('[ROL-1] the room an assessor has', () => {
  it.each([
    ['there throughout', [], { present: 10, available: 40, percent: 50 }],
    [
      'away for a week',
      [{ from: '2026-03-09', to: '2026-03-13' }],
      { present: 5, available: 20, percent: 100 },
    ],
    [
      'away over a weekend only',
      [{ from: '2026-03-07', to: '2026-03-08' }],
      { present: 10, available: 40, percent: 50 },
    ],
    [
      'away until further notice',
      [{ from: '2026-03-02', to: null }],
      { present: 0, available: 0, percent: null },
    ],
    [
      'away later than the days looked at',
      [{ from: '2026-03-16', to: null }],
      { present: 10, available: 40, percent: 50 },
    ],
  ])('is what is left of their capacity in ten working days: %s', (_how, absences, room) => {
    expect(roomOn('2026-03-02', absences)).toMatchObject({ workingDays: 10, ...room });
  });

  it('passes over Good Friday and Easter Monday, which are no days to be away', () => {
    // From Monday 30 March ten working days reach to Tuesday 14 April.
    const room = roomOn('2026-03-30', [{ from: '2026-04-03', to: '2026-04-07' }]);

    expect(room).toMatchObject({ present: 9, available: 36, percent: 56 });
  });

  it('says whether they are away today, and until when', () => {
    expect(roomOn('2026-03-03', [{ from: '2026-03-02', to: '2026-03-04' }])).toMatchObject({
      absentToday: true,
      absentUntil: '2026-03-04',
    });
    expect(roomOn('2026-03-05', [{ from: '2026-03-02', to: '2026-03-04' }])).toMatchObject({
      absentToday: false,
      absentUntil: null,
    });
  });
});

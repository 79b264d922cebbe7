import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { latestMorning, nextMorning } from '../../src/staff-notices/mornings.js';
import { addMilliseconds, londonToInstant } from '../../workflows/protocol/index.js';
import { SEFTON } from '../helpers/story.js';

const { calendar } = SEFTON;
const AT = '07:30';
const on = (london: string) => londonToInstant(london);

describe('working mornings', () => {
  it.each([
    ['a working day after the hour', '2026-11-26T09:00', '2026-11-26', '2026-11-27'],
    ['a working day before the hour', '2026-11-26T07:29', '2026-11-25', '2026-11-26'],
    ['the very moment', '2026-11-26T07:30', '2026-11-26', '2026-11-27'],
    ['a Saturday', '2026-11-28T10:00', '2026-11-27', '2026-11-30'],
    ['Monday before the hour', '2026-11-30T06:00', '2026-11-27', '2026-11-30'],
    ['Christmas, Boxing Day moved to the Monday', '2026-12-27T12:00', '2026-12-24', '2026-12-29'],
    ['Good Friday to Easter Monday', '2026-04-04T12:00', '2026-04-02', '2026-04-07'],
    ['the week the clocks go forward', '2026-03-30T07:30', '2026-03-30', '2026-03-31'],
  ])('[ROL-4] around %s', (_, now, latest, next) => {
    expect(latestMorning(on(now), AT, calendar).on).toBe(latest);
    expect(nextMorning(on(now), AT, calendar).on).toBe(next);
  });

  it('the latest has come, the next has not, and no working morning lies between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 * 365 * 24 * 60 }), (minutes) => {
        const now = addMilliseconds(on('2024-01-01T00:00'), minutes * 60_000);
        const [latest, next] = [latestMorning(now, AT, calendar), nextMorning(now, AT, calendar)];
        return (
          latest.at <= now &&
          next.at > now &&
          calendar.isWorkingDay(latest.on) &&
          calendar.nextWorkingDay(latest.on) === next.on
        );
      }),
    );
  });
});

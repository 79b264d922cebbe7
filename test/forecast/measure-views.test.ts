import { describe, expect, it } from '@jest/globals';
import { measureView, type MeasureRow } from '../../src/forecast/measure-views.js';
import { localDate } from '../../workflows/protocol/index.js';

const FEWEST = 3;

const month = (said: number, came: number, named: number): MeasureRow => ({
  as_of: localDate('2026-02-28'),
  until: localDate('2026-03-27'),
  open: 30,
  looked: 30,
  said_certain: said,
  said_likely: 0,
  came,
  named_certain: named,
  named_likely: 0,
});

describe('how right the forecast was, in words', () => {
  it.each([
    [0, 4, 0, 'named no deadline as late to come; 4 deadlines were missed.'],
    [0, 0, 0, 'named no deadline as late to come; none was missed.'],
    [
      5,
      4,
      3,
      'named 5 deadlines as late to come: 3 of them were missed, 2 were met after all; 1 besides was missed.',
    ],
    [
      1,
      1,
      1,
      'named 1 deadline as late to come: 1 of them was missed, 0 were met after all; no other was missed.',
    ],
  ])('[PAN-1] of %i foreseen and %i that came, %i of them foreseen', (said, came, named, words) => {
    const [measured] = measureView([month(said, came, named)], FEWEST).months;

    expect(measured?.words).toBe(`On Saturday 28 February 2026 it would have ${words}`);
  });

  it.each([
    ['of nothing yet', [], false, /^Not measured yet/],
    ['of too few that came', [month(5, 2, 2)], false, /^Too little has happened yet .* takes 3 deadlines/],
    ['of too few that were foreseen', [month(0, 4, 0)], false, /^Too little has happened yet/],
    ['of enough in all', [month(2, 2, 1), month(2, 1, 1)], true, /^At the last 2 month ends together/],
  ])('says how much it is worth: %s', (_what, rows, enough, words) => {
    const measured = measureView(rows, FEWEST);

    expect(measured.enough).toBe(enough);
    expect(measured.words).toMatch(words);
  });
});

import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { refuse } from '../../workflows/protocol/index.js';
import type { Assessor } from '../../src/workload/assessor.js';
import { spread } from '../../src/workload/spread.js';

const assessor = (id: string, points: number, available = 40): Assessor =>
  ({ id, points, available }) as Assessor;
const free = () => [];

describe('[ROL-1] cases spread among assessors', () => {
  it('go to whoever is least loaded with them, the heaviest first', () => {
    const cases = [
      { id: 'light', points: 1 },
      { id: 'heavy', points: 6 },
      { id: 'middle', points: 3 },
    ];

    const spreading = spread(cases, [assessor('ann', 0), assessor('bea', 4)], free);

    expect(spreading.map(({ each, to }) => [each.id, to])).toEqual([
      ['heavy', 'ann'],
      ['middle', 'bea'],
      ['light', 'ann'],
    ]);
  });

  it('weigh more on someone who is there for half the time', () => {
    const [first] = spread([{ id: 'one', points: 2 }], [assessor('ann', 10, 20), assessor('bea', 15)], free);

    expect(first?.to).toBe('bea');
  });

  it('[ROL-7] [PAN-3] pass over whoever may not, and say every reason where nobody may', () => {
    const notCompetent = refuse('ROL-7', 'not competent');
    const onPanel = refuse('PAN-3', 'on the panel');
    const reasons = (each: { id: string }, { id }: Assessor) =>
      id === 'ann' ? [notCompetent] : each.id === 'judged' ? [onPanel] : [];

    const spreading = spread(
      [
        { id: 'judged', points: 2 },
        { id: 'other', points: 1 },
      ],
      [assessor('ann', 0), assessor('bea', 30)],
      reasons,
    );

    expect(spreading).toMatchObject([
      { to: null, refusals: [notCompetent, onPanel] },
      { to: 'bea', refusals: [] },
    ]);
  });

  it('never leave two assessors further apart than the heaviest case, where all begin alike', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        (weights, people) => {
          const cases = weights.map((points, at) => ({ id: String(at).padStart(2, '0'), points }));
          const assessors = Array.from({ length: people }, (_, at) => assessor(`nurse${at}`, 0));
          const carried = assessors.map(({ id }) =>
            spread(cases, assessors, free)
              .filter(({ to }) => to === id)
              .reduce((sum, { each }) => sum + each.points, 0),
          );

          expect(carried.reduce((sum, points) => sum + points, 0)).toBe(
            weights.reduce((sum, points) => sum + points, 0),
          );
          expect(Math.max(...carried) - Math.min(...carried)).toBeLessThanOrEqual(Math.max(...weights));
        },
      ),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { annualPence, splitPence, type Share } from '../../workflows/funding/shares.js';
import { FUNDERS } from '../../workflows/timescales/protocol-data.js';

const threeShares = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
  .map(([a, b]): Share[] => {
    const [low, high] = a <= b ? [a, b] : [b, a];
    return [
      { body: 'health', percent: low },
      { body: 'socialCare', percent: high - low },
      { body: 'education', percent: 100 - high },
    ];
  });
const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });

describe('splitting a cost between the bodies that pay', () => {
  test('[FUN-2] an odd penny of a 50/50 split goes to health, the first in the order', () => {
    const half: Share[] = [
      { body: 'socialCare', percent: 50 },
      { body: 'health', percent: 50 },
    ];
    expect(splitPence(100_001, half, FUNDERS)).toEqual([
      { body: 'socialCare', pence: 50_000 },
      { body: 'health', pence: 50_001 },
    ]);
  });

  test('[FUN-9] two pennies left of three shares go one each, in the order given', () => {
    const thirds: Share[] = [
      { body: 'health', percent: 33 },
      { body: 'socialCare', percent: 33 },
      { body: 'education', percent: 34 },
    ];
    expect(splitPence(5, thirds, ['education', 'health', 'socialCare'])).toEqual([
      { body: 'health', pence: 2 },
      { body: 'socialCare', pence: 1 },
      { body: 'education', pence: 2 },
    ]);
  });

  test('[FUN-9] for any amount and any shares the parts add up to the penny, and none is a penny off its share', () => {
    fc.assert(
      fc.property(amount, threeShares, (total, shares) => {
        const parts = splitPence(total, shares, FUNDERS);
        expect(parts.reduce((sum, { pence }) => sum + pence, 0)).toBe(total);
        parts.forEach(({ pence }, i) => {
          const exact = BigInt(total) * BigInt(shares[i]?.percent ?? 0);
          const off = BigInt(pence) * 100n - exact;
          expect(off > -100n && off < 100n).toBe(true);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  test('[FUN-9] a body without a share is given no penny of the remainder', () => {
    fc.assert(
      fc.property(amount, threeShares, (total, shares) => {
        const unpaid = shares.filter(({ percent }) => percent === 0).map(({ body }) => body);
        const parts = splitPence(total, shares, FUNDERS);
        expect(parts.filter(({ body, pence }) => unpaid.includes(body) && pence > 0)).toEqual([]);
      }),
    );
  });

  test('[FUN-3] shares that do not total exactly 100 cannot be split', () => {
    expect(() => splitPence(1_000, [{ body: 'health', percent: 99 }], FUNDERS)).toThrow(/exactly 100/);
  });

  test('[FUN-9] a body named twice, or an amount with a fraction of a penny, cannot be split', () => {
    const twice: Share[] = [
      { body: 'health', percent: 50 },
      { body: 'health', percent: 50 },
    ];
    expect(() => splitPence(1_000, twice, FUNDERS)).toThrow(/one share/);
    expect(() => splitPence(10.5, [{ body: 'health', percent: 100 }], FUNDERS)).toThrow(/whole pence/);
  });

  test('[PRV-10] a year costs the weeks the protocol counts', () => {
    expect(annualPence(123_456, 52)).toBe(6_419_712);
  });
});

import type { Funder } from '../timescales/protocol-data.js';

/** A body's part of the cost, in whole per cent. */
export interface Share {
  readonly body: Funder;
  readonly percent: number;
}

/** A body's part of the cost, in pence. */
export interface Part {
  readonly body: Funder;
  readonly pence: number;
}

const WHOLE = 100;

/** What the shares add up to, in per cent. */
export const totalPercent = (shares: readonly Share[]): number =>
  shares.reduce((sum, { percent }) => sum + percent, 0);

/**
 * An amount in pence split by shares that total 100: each part rounded down to the penny, and the pennies left over given
 * one each to those that were rounded down, in the order of `remainderTo`, so that the parts add up to the amount (FUN-9). Throws a
 * RangeError for shares that do not total 100, a body named twice, or an amount that is no whole number of pence.
 */
export function splitPence(
  totalPence: number,
  shares: readonly Share[],
  remainderTo: readonly Funder[],
): Part[] {
  if (!Number.isInteger(totalPence) || !Number.isSafeInteger(totalPence * WHOLE) || totalPence < 0) {
    throw new RangeError('An amount is split in whole pence, from nothing up.');
  }
  if (totalPercent(shares) !== WHOLE) throw new RangeError('Shares total exactly 100 per cent.');
  if (new Set(shares.map(({ body }) => body)).size !== shares.length)
    throw new RangeError('Each body has one share.');
  const roundedDown = shares.map(({ body, percent }) => ({
    body,
    pence: Math.floor((totalPence * percent) / WHOLE),
  }));
  const left = totalPence - roundedDown.reduce((sum, { pence }) => sum + pence, 0);
  const order = (body: Funder): number =>
    remainderTo.includes(body) ? remainderTo.indexOf(body) : remainderTo.length;
  const first = shares
    .filter(({ percent }) => (totalPence * percent) % WHOLE > 0)
    .map(({ body }) => body)
    .sort((a, b) => order(a) - order(b))
    .slice(0, left);
  return roundedDown.map(({ body, pence }) => ({ body, pence: pence + (first.includes(body) ? 1 : 0) }));
}

/** A year's cost in pence of a weekly cost in pence (PRV-10). */
export const annualPence = (weeklyPence: number, weeksPerYear: number): number => weeklyPence * weeksPerYear;

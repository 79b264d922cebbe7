/** Where a part of the measured values lies, in the unit they were measured in. */
export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

const at = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

/** The median, and below what 95 and 99 in a hundred lie. */
export function percentilesOf(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  return { p50: at(sorted, 0.5), p95: at(sorted, 0.95), p99: at(sorted, 0.99) };
}

const DIGITS = 3;

/** A figure as it is shown, to three digits that count. */
export const shown = (figure: number): string => String(Number(figure.toPrecision(DIGITS)));

const WEIGHTS = [10, 9, 8, 7, 6, 5, 4, 3, 2];
const MODULUS = 11;
const NO_CHECK_DIGIT = 10;

/** The check digit of nine digits; 10 where there is none. */
const checkDigit = (digits: string): number =>
  (MODULUS - (WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % MODULUS)) % MODULUS;

/** So many NHS numbers that nobody has: they begin 999, and their check digit is right. */
export function inventedNhsNumbers(count: number): string[] {
  const found: string[] = [];
  for (let next = 500_000; found.length < count; next += 1) {
    const digits = `999${next}`;
    const check = checkDigit(digits);
    if (check !== NO_CHECK_DIGIT) found.push(`${digits}${check}`);
  }
  return found;
}

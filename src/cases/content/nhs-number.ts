const WEIGHTS = [10, 9, 8, 7, 6, 5, 4, 3, 2];

/** The digits alone, as the number is kept. */
export const withoutSpaces = (text: string): string => text.replace(/[\s-]/g, '');

/** Whether it is ten digits with the right check digit: eleven less the weighted sum's remainder of eleven. */
export function isNhsNumber(text: string): boolean {
  const digits = withoutSpaces(text);
  if (!/^\d{10}$/.test(digits)) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  const check = (11 - (sum % 11)) % 11;
  return check !== 10 && check === Number(digits[9]);
}

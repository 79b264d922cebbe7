import { UsageError } from '../protocols/command-line.js';

/** The whole number an option asks for, or the usual one where it is not given. Throws UsageError for anything else. */
export function wholeAsked(
  option: string,
  given: string | boolean | undefined,
  { usual, least, most }: { usual: number; least: number; most: number },
): number {
  const asked = given === undefined ? usual : Number(given);
  if (Number.isInteger(asked) && asked >= least && asked <= most) return asked;
  throw new UsageError(`--${option} takes a whole number from ${least} to ${most}.`);
}

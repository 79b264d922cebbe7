import { failureOf } from '../log/failure.js';

/** Why an alarm cannot be handled, in words that are safe to keep and to show: a code and a sentence. */
export class AlarmFailure extends Error {
  override readonly name = 'AlarmFailure';

  constructor(
    readonly code: string,
    readonly words: string,
    /** Whether trying again may help; where not, it waits for a person at once. */
    readonly passing = true,
  ) {
    super(`${code}: ${words}`);
  }
}

/** A failure as it is kept: never the words of an error, which can repeat what was stored. */
export function failureInWords(error: unknown): string {
  if (error instanceof AlarmFailure) return error.message;
  const { name, code, about } = failureOf(error);
  return [name, code, about && `on ${about}`].filter(Boolean).join(' ');
}

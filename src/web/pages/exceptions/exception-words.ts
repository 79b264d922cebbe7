import { choiceInWords } from '../words/choice-words.js';

const KINDS: Readonly<Record<string, string>> = {
  deadline: 'A deadline of a case',
  delivery: 'An e-mail to staff',
  digest: 'The morning digest',
  batch: 'A change carried out case by case',
  forecast: 'Looking back on the forecast',
};

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** What an alarm was to do, in words. */
export const kindInWords = (kind: string): string => KINDS[kind] ?? choiceInWords(kind);

const CODE_AND_WORDS = /^([\w-]+): (.+)$/s;

/** Why something could not be done, in words, with the code by which whoever runs the service finds it in the log. */
export function reasonInWords(reason: string): { words: string; code: string } {
  const [, code, words] = CODE_AND_WORDS.exec(reason) ?? [];
  return code === undefined || words === undefined
    ? { words: 'The service met a fault of its own', code: reason }
    : { words: `It failed: ${words}`, code };
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** How long something has waited, in the greatest unit that says it. */
export function ageOfWaiting(seconds: number): string {
  if (seconds < HOUR) return counted(Math.max(1, Math.floor(seconds / MINUTE)), 'minute');
  return seconds < DAY
    ? counted(Math.floor(seconds / HOUR), 'hour')
    : counted(Math.floor(seconds / DAY), 'day');
}

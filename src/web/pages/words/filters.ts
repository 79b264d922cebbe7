import {
  ageOn,
  dateInWords,
  formatLondon,
  isLocalDate,
  londonTimeInWords,
  type LocalDate,
  type QuorumCount,
} from '../../../../workflows/protocol/index.js';
import { choiceInWords } from './choice-words.js';

const PENCE = 100;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const day = (date: unknown): string => (isLocalDate(date) ? dateInWords(date) : '');

/** A day without its weekday, for lists: '9 Apr 2026'. */
export function shortDay(date: unknown): string {
  if (!isLocalDate(date)) return '';
  const [year = '', month = '', ofMonth = ''] = date.split('-');
  return `${Number(ofMonth)} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
}

/** An amount of pence as people write it: '£1,250' or '£1,250.50'. */
export function pounds(pence: unknown): string {
  if (typeof pence !== 'number') return '';
  const whole = Math.trunc(Math.abs(pence) / PENCE);
  const rest = Math.abs(pence) % PENCE;
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${pence < 0 ? '−' : ''}£${grouped}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`}`;
}

/** An NHS number as it is read out: three, three and four digits. */
export const nhsNumberInWords = (number: unknown): string =>
  typeof number === 'string' ? number.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3') : '';

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** How long is left until a due day, by working days. */
export function leftInWords(workingDays: number): string {
  if (workingDays === 0) return 'due today';
  return workingDays > 0
    ? `${counted(workingDays, 'working day', 'working days')} left`
    : `${counted(-workingDays, 'working day', 'working days')} over`;
}

/** How old a child is on a day: in months until two, then in years. */
export function ageInWords(born: LocalDate, on: LocalDate): string {
  const years = ageOn(born, on);
  if (years >= 2) return `${years} years`;
  const [y = 0, m = 0, d = 0] = born.split('-').map(Number);
  const [ty = 0, tm = 0, td = 0] = on.split('-').map(Number);
  const months = Math.max(0, (ty - y) * 12 + tm - m - (td < d ? 1 : 0));
  return counted(months, 'month', 'months');
}

/** Words as they begin a line: the first letter is a capital, the others stay as they are. */
export const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

/** What templates can put values through. */
export const FILTERS: Readonly<Record<string, (value: never, ...more: never[]) => unknown>> = {
  day,
  shortDay,
  pounds,
  nhsNumber: nhsNumberInWords,
  left: leftInWords,
  codeInWords: choiceInWords,
  sentence,
  /** The parts of a quorum of which there are too few. */
  lackingIn: (counts: readonly QuorumCount[]) => counts.filter(({ needed, there }) => there < needed),
  moment: (instant: string) => (instant ? formatLondon(instant) : ''),
  timeOfDay: (instant: string) => (instant ? londonTimeInWords(instant) : ''),
};

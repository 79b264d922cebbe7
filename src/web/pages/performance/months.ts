import { addMonths, localDate, type LocalDate } from '../../../../workflows/protocol/index.js';

const SHORT = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The month of a day, such as 2026-03. */
export const monthOf = (day: string): string => day.slice(0, 7);

/** A month as people write it: 'Mar 2026'. */
export function monthInWords(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${SHORT[Number(number) - 1] ?? ''} ${year}`;
}

/** Every month from one to another, both among them. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let day: LocalDate = localDate(`${from}-01`); monthOf(day) <= to; day = addMonths(day, 1)) {
    months.push(monthOf(day));
  }
  return months;
}

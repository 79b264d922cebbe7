declare const brand: unique symbol;

/** A day of the calendar, 'YYYY-MM-DD', without a time or a zone. Such dates sort as text. */
export type LocalDate = string & { readonly [brand]: 'LocalDate' };

/** On which day someone born on 29 February reaches an age in a year without one. */
export type LeapBirthday = '1 March' | '28 February';

/** The law of England: the age is reached on 1 March. */
export const LAW_OF_ENGLAND: LeapBirthday = '1 March';

const SHAPE = /^\d{4}-\d{2}-\d{2}$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
]; // prettier-ignore
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const FIRST_YEAR = 1;
const LAST_YEAR = 9999;

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const monthLength = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);

const yearOf = (date: string): number => Number(date.slice(0, 4));
const monthOf = (date: string): number => Number(date.slice(5, 7));
const dayOf = (date: string): number => Number(date.slice(8, 10));

/** Whether it is the text of a day that exists, such as '2024-02-29'. */
export function isLocalDate(text: unknown): text is LocalDate {
  if (typeof text !== 'string' || !SHAPE.test(text)) return false;
  const [year, month, day] = [yearOf(text), monthOf(text), dayOf(text)];
  return year >= FIRST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month);
}

/** That text as a date. Throws a RangeError for one that is not in the calendar, such as 30 February. */
export function localDate(text: string): LocalDate {
  if (isLocalDate(text)) return text;
  throw new RangeError(
    `"${String(text).slice(0, 40)}" is not a date: write the year, month and day as 2026-03-29.`,
  );
}

/** The day of that year, month (1 to 12) and day of the month. Throws a RangeError for one that does not exist. */
export function dateOf(year: number, month: number, day: number): LocalDate {
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  return localDate(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
}

/** Days since 1 January 1970; whole and exact, so that adding days is adding numbers. */
export function dayNumber(date: LocalDate): number {
  const month = monthOf(date);
  // Years are counted from March, so that the leap day is the last of its year.
  const year = yearOf(date) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOf(date) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The day that is so many days after 1 January 1970. Throws a RangeError beyond the year 9999. */
export function fromDayNumber(days: number): LocalDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR))
    throw new RangeError('A date beyond the calendar, years 1 to 9999.');
  const twoDigits = (value: number) => (value < 10 ? `0${value}` : `${value}`);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}` as LocalDate;
}

/** The day so many calendar days later, or earlier where negative. */
export const addDays = (date: LocalDate, days: number): LocalDate => fromDayNumber(dayNumber(date) + days);

/** The same day of the month so many months later; the last of the month where it has no such day. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const index = yearOf(date) * 12 + monthOf(date) - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR))
    throw new RangeError('A date beyond the calendar, years 1 to 9999.');
  return dateOf(year, month, Math.min(dayOf(date), monthLength(year, month)));
}

/** The day on which someone born on `dateOfBirth` reaches `age` in whole years. */
export function birthdayOn(
  dateOfBirth: LocalDate,
  age: number,
  leap: LeapBirthday = LAW_OF_ENGLAND,
): LocalDate {
  const sameDay = addMonths(dateOfBirth, age * 12);
  const movedBack = dayOf(sameDay) !== dayOf(dateOfBirth);
  return movedBack && leap === '1 March' ? addDays(sameDay, 1) : sameDay;
}

/** Whole years of age on `date`; negative before birth. */
export function ageOn(dateOfBirth: LocalDate, date: LocalDate, leap: LeapBirthday = LAW_OF_ENGLAND): number {
  const years = yearOf(date) - yearOf(dateOfBirth);
  return compare(birthdayOn(dateOfBirth, years, leap), date) > 0 ? years - 1 : years;
}

/** The day of the week, 1 for Monday to 7 for Sunday. */
export const dayOfWeek = (date: LocalDate): number => weekdayOfDayNumber(dayNumber(date));

/** The day of the week of a day number, 1 for Monday to 7 for Sunday. */
export const weekdayOfDayNumber = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1;

/** How many days `to` lies after `from`; negative where it is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => dayNumber(to) - dayNumber(from);

/** Below zero where `a` is the earlier day, above where it is the later, zero where they are one. */
export const compare = (a: LocalDate, b: LocalDate): number => (a < b ? -1 : a > b ? 1 : 0);

/** The earlier of two days. */
export const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a <= b ? a : b);

/** The later of two days. */
export const later = (a: LocalDate, b: LocalDate): LocalDate => (a >= b ? a : b);

/** The year of a day. */
export const yearOfDate = (date: LocalDate): number => yearOf(date);

/** The English name of a day of the week, 1 for Monday to 7 for Sunday. */
export const weekdayName = (weekday: number): string => WEEKDAYS[weekday - 1] ?? '';

/** A day in words, 'Thursday 2 April 2026'; without its year where `year` is false. */
export function dateInWords(date: LocalDate, { year = true }: { year?: boolean } = {}): string {
  const words = `${weekdayName(dayOfWeek(date))} ${dayOf(date)} ${MONTHS[monthOf(date) - 1]}`;
  return year ? `${words} ${yearOf(date)}` : words;
}

import type { CalendarData, HolidayChange, HolidayRule } from '../../workflows/protocol/index.js';
import {
  date,
  group,
  list,
  oneOf,
  optional,
  whole,
  withDefault,
  words,
  yesNo,
  type Check,
} from './checks.js';
import { DataFileError, readDataFile } from './data-file.js';
import { findData, type DataFolders } from './load-protocol.js';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const MOST_DAYS_FROM_EASTER = 100;

/** A day of the week by name, as its number: 1 for Monday to 7 for Sunday. */
const weekday: Check<number> = (value, path, report) =>
  WEEKDAYS.indexOf(oneOf(WEEKDAYS)(value, path, report)) + 1;
const month = whole(1, 12);

type OfKind<T, K> = Extract<T, { kind: K }>;

/** One of several groups, told apart by their `kind`. */
const byKind =
  <T extends { kind: string }>(kinds: { [K in T['kind']]: Check<OfKind<T, K>> }): Check<T> =>
  (value, path, report) => {
    const names = Object.keys(kinds) as T['kind'][];
    const kind = (value as { kind?: T['kind'] } | null)?.kind;
    if (kind !== undefined && names.includes(kind)) return kinds[kind](value, path, report);
    oneOf(names)(kind, [...path, 'kind'], report);
    return value as T;
  };

const rule = byKind<HolidayRule>({
  fixed: group<OfKind<HolidayRule, 'fixed'>>({
    name: words,
    kind: oneOf(['fixed']),
    month,
    day: whole(1, 31),
    substitute: withDefault(yesNo, false),
  }),
  easter: group<OfKind<HolidayRule, 'easter'>>({
    name: words,
    kind: oneOf(['easter']),
    offset: whole(-MOST_DAYS_FROM_EASTER, MOST_DAYS_FROM_EASTER),
  }),
  nthWeekday: group<OfKind<HolidayRule, 'nthWeekday'>>({
    name: words,
    kind: oneOf(['nthWeekday']),
    month,
    weekday,
    nth: whole(-4, 4),
  }),
});

const change = byKind<HolidayChange>({
  proclaimed: group<OfKind<HolidayChange, 'proclaimed'>>({ kind: oneOf(['proclaimed']), date, name: words }),
  cancelled: group<OfKind<HolidayChange, 'cancelled'>>({ kind: oneOf(['cancelled']), date, name: words }),
  moved: group<OfKind<HolidayChange, 'moved'>>({ kind: oneOf(['moved']), from: date, date, name: words }),
});

const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A rule gives a day every year: the 29th of February does not, nor does a 0th weekday. */
const rightRule: Check<HolidayRule> = (value, path, report) => {
  const checked = rule(value, path, report);
  if (checked.kind === 'nthWeekday' && checked.nth === 0)
    report([...path, 'nth'], 'is 0, but is counted from 1 or -1');
  if (checked.kind === 'fixed' && checked.day > (LONGEST_MONTHS[checked.month - 1] ?? 0)) {
    report([...path, 'day'], `is ${checked.day}, which that month never has`);
  }
  if (checked.kind === 'fixed' && checked.month === 2 && checked.day === 29) {
    report([...path, 'day'], 'is 29, which February does not have every year');
  }
  return checked;
};

const calendar: Check<CalendarData> = (value, path, report) => {
  const checked = group<CalendarData>({
    id: words,
    version: words,
    name: words,
    weekend: list(weekday),
    rules: list(rightRule),
    days: withDefault(list(change), []),
    knownUntil: optional(date),
  })(value, path, report);
  if (new Set(checked.weekend).size === WEEKDAYS.length)
    report([...path, 'weekend'], 'leaves no working day');
  return checked;
};

/** The calendar of that name as data, checked. Throws a DataFileError naming file, line and field. */
export function loadCalendar(id: string, folders: DataFolders = {}): CalendarData {
  const file = findData('calendars', `${id}.yaml`, folders);
  if (file === undefined) throw new DataFileError([`There is no calendar '${id}'.`]);
  const { data, problem } = readDataFile(file, calendar);
  if (data.id !== id) throw new DataFileError([problem(['id'], `is not '${id}', the file's name`)]);
  return data;
}

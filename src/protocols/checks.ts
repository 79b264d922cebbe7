import { isLocalDate, type LocalDate } from '../../workflows/protocol/index.js';

/** Where in a file something is. */
export type Path = readonly (string | number)[];
/** Notes that the value at that path is wrong, and how. */
export type Report = (path: Path, message: string) => void;
/** Takes a value as a `T`, or reports why it is none; what it then returns is never used. */
export type Check<T> = (value: unknown, path: Path, report: Report) => T;

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

const primitive =
  <T>(is: (value: unknown) => value is T, what: string): Check<T> =>
  (value, path, report) => {
    if (value === undefined) report(path, 'is missing');
    else if (!is(value)) report(path, `is ${shown(value)}, but must be ${what}`);
    return value as T;
  };

/** Words, at least one character. */
export const words: Check<string> = primitive(
  (value): value is string => typeof value === 'string' && value.trim() !== '',
  'words',
);

export const yesNo: Check<boolean> = primitive(
  (value): value is boolean => typeof value === 'boolean',
  'true or false',
);

export const date: Check<LocalDate> = primitive(isLocalDate, 'a date such as 2026-03-29');

/** A time of day in London, from 00:00 to 23:59. */
export const timeOfDay: Check<string> = primitive(
  (value): value is string => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value),
  'a time of day such as 07:30',
);

/** A whole number from `min` to `max`. */
export const whole = (min: number, max = Number.MAX_SAFE_INTEGER): Check<number> =>
  primitive(
    (value): value is number =>
      Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
    max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`,
  );

/** One of the words given. */
export const oneOf = <T extends string>(allowed: readonly T[]): Check<T> =>
  primitive(
    (value): value is T => (allowed as readonly unknown[]).includes(value),
    `one of ${allowed.join(', ')}`,
  );

/** The value, or null where it is written so. */
export const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value, path, report) =>
    value === null ? null : check(value, path, report);

interface Optional<T> extends Check<T | undefined> {
  optional: true;
}

/** A field that may be left out. */
export const optional = <T>(check: Check<T>): Optional<T> =>
  Object.assign(
    (value: unknown, path: Path, report: Report) =>
      value === undefined ? undefined : check(value, path, report),
    { optional: true as const },
  );

/** A field that has a value of its own where it is left out. */
export const withDefault =
  <T>(check: Check<T>, otherwise: T): Check<T> =>
  (value, path, report) =>
    value === undefined ? otherwise : check(value, path, report);

/** A list, each entry checked. */
export const list =
  <T>(entry: Check<T>, { min = 0 }: { min?: number } = {}): Check<readonly T[]> =>
  (value, path, report) => {
    if (value === undefined) report(path, 'is missing');
    else if (!Array.isArray(value)) report(path, `is ${shown(value)}, but must be a list`);
    if (!Array.isArray(value)) return [];
    if (value.length < min) report(path, `needs at least ${min} ${min === 1 ? 'entry' : 'entries'}`);
    return value.map((each, at) => entry(each, [...path, at], report));
  };

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A group whose names are free, each value checked. */
export const byName =
  <T>(entry: Check<T>): Check<Readonly<Record<string, T>>> =>
  (value, path, report) => {
    if (value === undefined) report(path, 'is missing');
    else if (!isGroup(value)) report(path, `is ${shown(value)}, but must be a group of fields`);
    if (!isGroup(value)) return {};
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, entry(each, [...path, name], report)]),
    );
  };

type Shape<T> = { readonly [K in keyof T]-?: Check<T[K]> };

/** A group of exactly these fields; one it does not know is reported. */
export const group =
  <T extends object>(shape: Shape<T>): Check<T> =>
  (value, path, report) => {
    if (value === undefined) report(path, 'is missing');
    else if (!isGroup(value)) report(path, `is ${shown(value)}, but must be a group of fields`);
    if (!isGroup(value)) return {} as T;
    const names = Object.keys(shape);
    for (const name of Object.keys(value).filter((each) => !names.includes(each))) {
      report([...path, name], `is not known here; known are ${names.join(', ')}`);
    }
    const checked = Object.entries<Check<unknown>>(shape).map(([name, check]) => [
      name,
      check(value[name], [...path, name], report),
    ]);
    return Object.fromEntries(checked.filter(([, each]) => each !== undefined)) as T;
  };

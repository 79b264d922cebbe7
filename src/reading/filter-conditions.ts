/** The filters of a list that are set: as part of the name of a statement, as conditions, and their values in that order. */
export interface Wanted {
  name: string;
  where: string;
  values: string[];
}

/** The moment a day begins in London, where that day is a value of a statement. */
export const beginningOf = (day: string): string => `(${day}::date)::timestamp AT TIME ZONE 'Europe/London'`;

/** The conditions of the days from the first to the last, both included, for the moment in that column. */
export const daysOf = (column: string) => ({
  from: (value: string) => `${column} >= ${beginningOf(value)}`,
  to: (value: string) => `${column} < ${beginningOf(`(${value}::date + 1)`)}`,
});

/**
 * Each filter that is set as a condition with its own value, so that every question has a plan of its own. The values begin
 * at the number given.
 */
export function wantedOf<Key extends string>(
  conditions: Readonly<Record<Key, (value: string) => string>>,
  filter: Readonly<Partial<Record<Key, string>>>,
  first: number,
): Wanted {
  const set = (Object.keys(conditions) as Key[]).flatMap((key) => {
    const value = filter[key];
    return value === undefined ? [] : [{ key, value }];
  });
  return {
    name: set.map(({ key }) => `_${key}`).join(''),
    where: set.map(({ key }, at) => ` AND ${conditions[key](`$${first + at}`)}`).join(''),
    values: set.map(({ value }) => value),
  };
}

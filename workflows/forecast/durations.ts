/** How long something took, by how often: days and count, the shortest first. */
export type Durations = readonly (readonly [days: number, count: number])[];

/** How often it was observed. */
export const observations = (durations: Durations): number =>
  durations.reduce((total, [, count]) => total + count, 0);

/** The median in days, the lower of two middle ones; null where nothing was observed. */
export function median(durations: Durations): number | null {
  const half = observations(durations) / 2;
  let passed = 0;
  for (const [days, count] of durations) {
    passed += count;
    if (passed >= half) return days;
  }
  return null;
}

/** What those that took at least so long still took from then on. */
export const lasting = (durations: Durations, days: number): Durations =>
  durations.filter(([each]) => each >= days).map(([each, count]) => [each - days, count] as const);

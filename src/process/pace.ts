let times = 1;

/** From now on what this process repeats comes so many times as often: in a process that faults are tried on. */
export function hurry(by: number): void {
  times = by;
}

/** So many milliseconds, or seconds, at the pace of this process; whole ones, since queues take no others. */
export const paced = (span: number): number => Math.ceil(span / times);

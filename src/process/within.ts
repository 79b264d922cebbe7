/** Something that was not done in time. */
export class NotInTime extends Error {
  override readonly name = 'NotInTime';

  constructor(readonly ms: number) {
    super(`Not done within ${ms / 1000} s.`);
  }
}

/** What the work comes to; throws NotInTime where that takes longer than so many milliseconds. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotInTime(ms)), ms);
  });
  // Where the work fails after it was given up, nobody is left to hear of it.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

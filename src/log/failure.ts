/** What a failure may tell a log: never its message, which can repeat what was stored. */
export interface Failure {
  name: string;
  code: string | null;
  /** The constraint or table the database named. */
  about: string | null;
  /** Where it came from, without its words. */
  frames: readonly string[];
}

const DEEPEST = 5;

const causes = (error: unknown, depth = 0): Record<string, unknown>[] => {
  if (typeof error !== 'object' || error === null || depth > DEEPEST) return [];
  const it = error as Record<string, unknown>;
  const inner = Array.isArray(it['errors']) ? (it['errors'] as unknown[]) : [];
  return [it, ...[it['cause'], ...inner].flatMap((each) => causes(each, depth + 1))];
};

/** The failure as a log may have it. */
export function failureOf(error: unknown): Failure {
  const all = causes(error);
  const first = (name: string): string | null =>
    all.map((each) => each[name]).find((text): text is string => typeof text === 'string') ?? null;
  return {
    name: first('name') ?? typeof error,
    code: first('code'),
    about: first('constraint') ?? first('table'),
    frames: (first('stack') ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
  };
}

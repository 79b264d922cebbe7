import type { Path, Report } from '../protocols/checks.js';
import { offered } from './nearest.js';

/** The names a history gives to days and words, as they hold for one of its steps. */
export interface Scope {
  days: Readonly<Record<string, string>>;
  words: Readonly<Record<string, unknown>>;
}

const WHOLE = /^\$\{([A-Za-z][A-Za-z0-9]*)\}$/;
const WITHIN = /\$\{([A-Za-z][A-Za-z0-9]*)\}/g;

/** The names within a part: what it is given, then what is known around it, then its own. */
export const within = (around: Scope, own: Scope, given: Partial<Scope>): Scope => ({
  days: { ...own.days, ...around.days, ...given.days },
  words: { ...own.words, ...around.words, ...given.words },
});

/** The value with every `${name}` in its words put in; a value that is one name alone becomes what the name stands for. */
export function withWords(value: unknown, words: Scope['words'], path: Path, report: Report): unknown {
  const named = (name: string): unknown => {
    if (Object.hasOwn(words, name)) return words[name];
    report(
      path,
      `speaks of \${${name}}, which is not among the words of this history; ${offered(name, Object.keys(words))}`,
    );
    return '';
  };
  if (typeof value === 'string') {
    const whole = WHOLE.exec(value);
    if (whole) return named(whole[1] ?? '');
    return value.replace(WITHIN, (_all, name: string) => String(named(name)));
  }
  if (Array.isArray(value))
    return value.map((each: unknown, at) => withWords(each, words, [...path, at], report));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withWords(each, words, [...path, name], report)]),
  );
}

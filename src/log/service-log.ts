import type { LogLevel } from '../config/settings.js';

/** Where a process writes what it does: facts and a word or two, never anything of a child. */
export interface Log {
  info(facts: object, words: string): void;
  error(facts: object, words: string): void;
}

const LEVELS: Readonly<Record<LogLevel, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: Infinity,
};

/** A log of JSON lines in the form that the web process writes too. */
export function jsonLog(level: LogLevel, to: { write(line: string): unknown } = process.stderr): Log {
  const line = (at: number, facts: object, msg: string): void => {
    if (at < LEVELS[level]) return;
    const frame = { level: at, time: Date.now(), service: 'childrens-continuing-care' };
    to.write(`${JSON.stringify({ ...frame, ...facts, msg })}\n`);
  };
  return {
    info: (facts, words) => line(LEVELS.info, facts, words),
    error: (facts, words) => line(LEVELS.error, facts, words),
  };
}

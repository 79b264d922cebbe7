import { hasCode } from '../config/error-code.js';

interface FromPostgres {
  code?: string;
  constraint?: string;
  table?: string;
  severity?: string;
}

/** Why the database did not do what it was asked: its code and the rule that was broken, never what was in the row. */
export class DatabaseFailure extends Error {
  override readonly name = 'DatabaseFailure';

  constructor(
    readonly code: string,
    readonly constraint: string | null,
    readonly table: string | null,
  ) {
    super(
      [`The database refused (${code})`, constraint && `by the rule ${constraint}`, table && `on ${table}`]
        .filter(Boolean)
        .join(' '),
    );
  }
}

const UNIQUE_VIOLATION = '23505';

/** Whether it failed because of that rule, such as a key that is already there. */
export const brokeRule = (error: unknown, constraint: string): boolean =>
  error instanceof DatabaseFailure && error.constraint === constraint;

/** Whether it failed because something is already there. */
export const isDuplicate = (error: unknown, constraint: string): boolean =>
  hasCode(error, UNIQUE_VIOLATION) && brokeRule(error, constraint);

/** Codes that say the server is away, shutting down or waited on for too long. */
const UNAVAILABLE = /^(08|53|57P0|57014|55P03|40P01|25P03)/;
const UNREACHABLE = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'];

const AWAY = /^(08|53|57P0)/;

/** Whether the database is away, starting or stopping, so that nothing else can be done with it either. */
export const isAway = (error: unknown): boolean =>
  hasCode(error, ...UNREACHABLE) || (error instanceof DatabaseFailure && AWAY.test(error.code));

/** Whether it is worth trying again later: the database is away, starting, stopping, or too busy. */
export const isUnavailable = (error: unknown): boolean =>
  hasCode(error, ...UNREACHABLE) || (error instanceof DatabaseFailure && UNAVAILABLE.test(error.code));

const CONNECTION_LOST = '08006';
/** What pg, its pool and TypeORM say of a connection that went away between two statements. */
const LOST_WORDS = /Connection terminated|not queryable|timeout exceeded/i;
const LOST_NAME = 'QueryRunnerAlreadyReleasedError';

/** The error without the values Postgres quotes: its detail repeats what stood in the row. */
export function withoutValues(error: unknown): unknown {
  const { code, constraint, table, severity } = error as FromPostgres;
  const fromPostgres = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && severity !== undefined;
  if (fromPostgres) return new DatabaseFailure(code, constraint ?? null, table ?? null);
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  return name === LOST_NAME || LOST_WORDS.test(message)
    ? new DatabaseFailure(CONNECTION_LOST, null, null)
    : error;
}

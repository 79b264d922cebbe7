import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { isDuplicate } from './database-failure.js';
import { inTransaction, statement, type Transaction } from './transaction.js';

/** Something asked for under a key, so that asking again does no more. */
export interface Request {
  /** A uuid made of the key, and of whose it is. */
  commandId: string;
  place: string;
  by: string;
  /** What is asked for, such as `addPerson`. */
  type: string;
  /** All that makes it the same or another request. */
  said: unknown;
}

/** What was done, and whether it had been done before; or that the key came with something else. */
export type Done<T> = { kind: 'done'; answer: T; replayed: boolean } | { kind: 'keyReused' };

const BEFORE = statement('request-before', `SELECT digest, outcome FROM commands WHERE command_id = $1`);
const KEEP = statement(
  'keep-request',
  `INSERT INTO commands (command_id, place_id, person_id, subject_kind, subject_id, type, digest, outcome, at)
   VALUES ($1, $2, $3, $4, NULL, $5, $6, $7, service_now())`,
);

const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null
    ? value
    : Array.isArray(value)
      ? value.map(sorted)
      : Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, each]) => [name, sorted(each)]),
        );

/** The SHA-256 of a value, whatever the order of its fields. */
export const digestOfValue = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex');

/** Whether something was done, or refused, under that key before. */
export const wasAsked = async (tx: Transaction, commandId: string): Promise<boolean> =>
  (await tx.row(BEFORE, [commandId])) !== undefined;

/**
 * Does the work, unless it was done before under the same key: then its answer is what it was. The answer is kept, in the
 * transaction of the work, and so must hold nothing secret.
 */
export async function once<T>(
  dataSource: DataSource,
  request: Request,
  work: (tx: Transaction) => Promise<T>,
): Promise<Done<T>> {
  const { commandId, place, by, type, said } = request;
  const digest = digestOfValue([place, by, type, said]);
  try {
    return await inTransaction(dataSource, async (tx): Promise<Done<T>> => {
      const before = await tx.row<{ digest: string; outcome: T }>(BEFORE, [commandId]);
      if (before && before.digest !== digest) return { kind: 'keyReused' };
      if (before) return { kind: 'done', answer: before.outcome, replayed: true };
      const answer = await work(tx);
      await tx.change(KEEP, [commandId, place, by, 'administration', type, digest, JSON.stringify(answer)]);
      return { kind: 'done', answer, replayed: false };
    });
  } catch (error) {
    if (isDuplicate(error, 'pk_commands')) return once(dataSource, request, work);
    throw error;
  }
}

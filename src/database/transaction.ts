import type { DataSource, QueryRunner } from 'typeorm';
import { withoutValues } from './database-failure.js';

/** A statement with a name, under which the server keeps its plan. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const LONGEST_NAME = 63;
const texts = new Map<string, string>();

/**
 * A statement under the name it has in the source. Throws a RangeError where another has that name, or the server would cut
 * it short: a connection that has sent the one would refuse the other.
 */
export function statement(name: string, text: string): Statement {
  if (name.length > LONGEST_NAME) throw new RangeError(`${name} is too long for the name of a statement.`);
  const known = texts.get(name);
  if (known !== undefined && known !== text) throw new RangeError(`Two statements are called ${name}.`);
  texts.set(name, text);
  return { name, text };
}

interface Client {
  query(query: { name: string; text: string; values: readonly unknown[] }): Promise<{
    rows: unknown[];
    rowCount: number | null;
  }>;
}

/** Told of each statement as it is sent: by whoever measures what the engine adds to them. */
export type Listener = (statement: Statement, values: readonly unknown[]) => void;

/** One transaction on one connection. Everything it does is kept, or nothing. */
export class Transaction {
  constructor(
    private readonly client: Client,
    private readonly listener: Listener | undefined,
  ) {}

  /** The rows it answers. Throws a DatabaseFailure without the values of any row. */
  async rows<Row>(asked: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.send(asked, values)).rows as Row[];
  }

  /** The first row it answers, if any. */
  async row<Row>(asked: Statement, values: readonly unknown[] = []): Promise<Row | undefined> {
    return (await this.rows<Row>(asked, values))[0];
  }

  /** How many rows it changed. */
  async change(asked: Statement, values: readonly unknown[] = []): Promise<number> {
    return (await this.send(asked, values)).rowCount ?? 0;
  }

  private async send(asked: Statement, values: readonly unknown[]) {
    this.listener?.(asked, values);
    try {
      return await this.client.query({ name: asked.name, text: asked.text, values });
    } catch (error) {
      throw withoutValues(error);
    }
  }
}

/** Runs the work in a transaction of its own. Throws what the work throws, after everything is undone. */
export async function inTransaction<T>(
  dataSource: DataSource,
  work: (tx: Transaction) => Promise<T>,
  listener?: Listener,
): Promise<T> {
  const runner: QueryRunner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as Client;
    await runner.startTransaction();
    try {
      const result = await work(new Transaction(client, listener));
      await runner.commitTransaction();
      return result;
    } catch (error) {
      // A connection that is gone cannot be rolled back, and need not be: the server has done so.
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw withoutValues(error);
  } finally {
    await runner.release();
  }
}

const SAVEPOINT = statement('savepoint', 'SAVEPOINT part');
const RELEASE = statement('release-savepoint', 'RELEASE SAVEPOINT part');
const ROLLBACK = statement('rollback-savepoint', 'ROLLBACK TO SAVEPOINT part');

/** Does part of a transaction. Where it throws, this part is undone and the rest of the transaction can go on. */
export async function inSavepoint<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
  await tx.change(SAVEPOINT);
  try {
    const result = await work();
    await tx.change(RELEASE);
    return result;
  } catch (error) {
    await tx.change(ROLLBACK);
    await tx.change(RELEASE);
    throw error;
  }
}

/** Reads outside any transaction: each statement sees what is committed at its moment. */
export async function reading<T>(dataSource: DataSource, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner('slave');
  try {
    return await work(new Transaction((await runner.connect()) as Client, undefined));
  } catch (error) {
    throw withoutValues(error);
  } finally {
    await runner.release();
  }
}

/** A view of everything as it was committed at one moment. */
export interface Snapshot {
  tx: Transaction;
  /** Gives the connection back; call it once. */
  close: () => Promise<void>;
}

/** Looks at everything as it is committed now, for as long as that takes. Writes nothing. */
export async function openSnapshot(dataSource: DataSource): Promise<Snapshot> {
  const runner = dataSource.createQueryRunner('slave');
  try {
    const client = (await runner.connect()) as Client & { query(text: string): Promise<unknown> };
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return {
      tx: new Transaction(client, undefined),
      close: async () => {
        await client.query('COMMIT').catch(() => undefined);
        await runner.release();
      },
    };
  } catch (error) {
    await runner.release();
    throw withoutValues(error);
  }
}

/** Reads everything as it is committed at one moment: what is counted is what is listed. */
export async function readingAtOnce<T>(
  dataSource: DataSource,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const { tx, close } = await openSnapshot(dataSource);
  try {
    return await work(tx);
  } finally {
    await close();
  }
}

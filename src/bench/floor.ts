import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { columnTypes } from '../database/column-types.js';
import type { Statement } from '../database/transaction.js';
import type { BenchCase } from './bench-cases.js';

/** The statements one command sent, with their values. */
export type Recording = readonly { statement: Statement; values: readonly unknown[] }[];

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The same value for another case: its id put in, and every id the command made for itself made anew. */
function forAnother(value: unknown, renamed: (uuid: string) => string): unknown {
  if (typeof value === 'string') return value.replace(UUID, renamed);
  return Array.isArray(value) ? value.map((each) => forAnother(each, renamed)) : value;
}

/** Ids that stay as they are wherever they stand, and the case whose id gives way. */
export interface Kept {
  recordedOf: string;
  ids: readonly string[];
}

/** The floor: the statements of a recorded command, for other cases, through `pg` and nothing else. */
export class Floor {
  private readonly pool: Pool;

  constructor(
    url: string,
    connections: number,
    private readonly recording: Recording,
    private readonly kept: Kept,
  ) {
    this.pool = new Pool({ connectionString: url, max: connections, types: columnTypes });
  }

  /** Sends the statements for that case in one transaction. */
  async send({ id }: BenchCase): Promise<void> {
    const made = new Map<string, string>([[this.kept.recordedOf, id]]);
    const renamed = (uuid: string): string => {
      if (this.kept.ids.includes(uuid)) return uuid;
      const known = made.get(uuid) ?? randomUUID();
      made.set(uuid, known);
      return known;
    };
    const client = await this.pool.connect();
    try {
      await client.query('START TRANSACTION');
      for (const { statement, values } of this.recording) {
        const own = values.map((value) => forAnother(value, renamed));
        await client.query({ name: statement.name, text: statement.text, values: own });
      }
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  }

  /** Gives the connections back. */
  close(): Promise<void> {
    return this.pool.end();
  }
}

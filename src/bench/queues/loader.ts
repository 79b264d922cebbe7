import { Client } from 'pg';
import { TABLES, type Row, type Table } from './rows.js';

const BATCH = 8_000_000;
/** Ids that only have to differ are made by the server. */
const MADE_THERE: Readonly<Record<string, string>> = {
  'events.event_id': 'gen_random_uuid()',
  'alarms.id': 'gen_random_uuid()',
};

interface Index {
  name: string;
  definition: string;
}

/** The indexes of tables, but those that are constraints too. */
const INDEXES = `
  SELECT indexname AS name, indexdef AS definition FROM pg_indexes
  WHERE schemaname = 'public' AND tablename = ANY($1) AND indexname NOT IN (SELECT conname FROM pg_constraint)`;

interface Waiting {
  columns: readonly string[];
  rows: string[];
}

/** Puts rows into tables, many at a time: what leans on something goes in after it. */
export class Loader {
  private readonly waiting = new Map<Table, Waiting>();
  private characters = 0;
  private sending: Promise<void> = Promise.resolve();
  /** How many rows went into each table. */
  readonly counts = new Map<Table, number>();

  private constructor(
    private readonly client: Client,
    private readonly indexes: readonly Index[],
  ) {}

  /**
   * Connects, and leaves out indexes until everything is there: they are built faster at once than row by row. A crash of the
   * server may lose the last of what is loaded, which is then made again.
   */
  static async on(url: string): Promise<Loader> {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('SET synchronous_commit = off');
    const { rows } = await client.query<Index>(INDEXES, [TABLES]);
    for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
    return new Loader(client, rows);
  }

  /** Adds rows that are written as JSON already, all with the same columns. */
  add(table: Table, columns: readonly string[], rows: readonly string[]): void {
    if (rows.length === 0) return;
    const waiting = this.waiting.get(table) ?? { columns, rows: [] };
    this.waiting.set(table, waiting);
    for (const row of rows) {
      waiting.rows.push(row);
      this.characters += row.length;
    }
    this.counts.set(table, (this.counts.get(table) ?? 0) + rows.length);
  }

  /** Between one case and the next: sends what is waiting once there is enough of it. */
  async breathe(): Promise<void> {
    if (this.characters > BATCH) await this.send();
  }

  /** Adds rows. */
  addRows(table: Table, rows: readonly Row[]): void {
    const [first] = rows;
    if (first)
      this.add(
        table,
        Object.keys(first),
        rows.map((row) => JSON.stringify(row)),
      );
  }

  /** Sends what is waiting, waits until everything is there, and builds the indexes. */
  async finish(): Promise<void> {
    await this.send();
    await this.sending;
    for (const { definition } of this.indexes) await this.client.query(definition);
  }

  /** Gives the connection back. */
  close(): Promise<void> {
    return this.client.end();
  }

  /** While the server takes in one batch the next is made; a third has to wait. */
  private async send(): Promise<void> {
    const batch = TABLES.flatMap((table) => {
      const waiting = this.waiting.get(table);
      return waiting ? [{ table, ...waiting }] : [];
    });
    this.waiting.clear();
    this.characters = 0;
    await this.sending;
    this.sending = this.insert(batch);
    // Whoever waits for it hears of a failure; nobody else has to.
    this.sending.catch(() => undefined);
  }

  private async insert(batch: readonly ({ table: Table } & Waiting)[]): Promise<void> {
    await this.client.query('START TRANSACTION');
    for (const { table, columns, rows } of batch) {
      const values = columns.map((column) => MADE_THERE[`${table}.${column}`] ?? column).join(', ');
      await this.client.query(
        `INSERT INTO ${table} (${columns.join(', ')})
         SELECT ${values} FROM json_populate_recordset(NULL::${table}, $1::json)`,
        [`[${rows.join(',')}]`],
      );
    }
    await this.client.query('COMMIT');
  }
}

import { Client } from 'pg';
import { copyIn } from './copy-in.js';
import { lineOf, type Column, type Written } from './copy-line.js';
import { leaveOut } from './left-out.js';
import { TABLES, type Row, type Table } from './rows.js';

const BATCH = 8_000_000;
/** Ids that only have to differ are made by the server. */
const MADE_THERE: ReadonlyMap<Table, string> = new Map([
  ['events', 'event_id'],
  ['alarms', 'id'],
]);
/** Judged row by row by what others hold, so that it goes in once they can be looked up. */
const LAST: readonly Table[] = ['decision_makers'];

const COLUMNS = `
  SELECT table_name AS table, column_name AS name,
    CASE data_type WHEN 'json' THEN 'json' WHEN 'jsonb' THEN 'json' WHEN 'ARRAY' THEN 'array' ELSE 'plain' END AS written
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ANY($1)`;

/** Rows of one table as lines of COPY text, all with the same columns. */
export interface Lines {
  table: Table;
  columns: readonly Column[];
  lines: string[];
}

/** Puts rows into tables, many at a time, without the keys and indexes: those are built at once when all is there. */
export class Loader {
  private readonly waiting = new Map<Table, Lines>();
  private readonly last = new Map<Table, Lines>();
  private characters = 0;
  private sending: Promise<void> = Promise.resolve();
  /** How many rows went into each table. */
  readonly counts = new Map<Table, number>();

  private constructor(
    private readonly client: Client,
    private readonly written: ReadonlyMap<string, Written>,
    private readonly restore: readonly string[],
  ) {}

  /** Connects. A crash of the server may lose the last of what is loaded, which is then made again. */
  static async on(url: string): Promise<Loader> {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`SET synchronous_commit = off; SET maintenance_work_mem = '256MB'`);
    const { rows } = await client.query<{ table: Table; name: string; written: Written }>(COLUMNS, [TABLES]);
    const restore = await leaveOut(client);
    for (const [table, column] of MADE_THERE) {
      await client.query(`ALTER TABLE ${table} ALTER ${column} SET DEFAULT gen_random_uuid()`);
      restore.push(`ALTER TABLE ${table} ALTER ${column} DROP DEFAULT`);
    }
    return new Loader(
      client,
      new Map(rows.map(({ table, name, written }) => [`${table}.${name}`, written])),
      restore,
    );
  }

  /** The rows as they are sent; those of one table have the same columns. Throws a RangeError for a column there is none of. */
  linesOf(table: Table, rows: readonly Row[]): Lines {
    const names = Object.keys(rows[0] ?? {}).filter((name) => MADE_THERE.get(table) !== name);
    const columns = names.map((name) => {
      const written = this.written.get(`${table}.${name}`);
      if (written === undefined) throw new RangeError(`There is no column ${table}.${name}.`);
      return { name, written };
    });
    return { table, columns, lines: rows.map((row) => lineOf(columns, row)) };
  }

  /** Adds lines. */
  add({ table, columns, lines }: Lines): void {
    if (lines.length === 0) return;
    const pool = LAST.includes(table) ? this.last : this.waiting;
    const waiting = pool.get(table) ?? { table, columns, lines: [] };
    pool.set(table, waiting);
    for (const line of lines) {
      waiting.lines.push(line);
      if (pool === this.waiting) this.characters += line.length;
    }
    this.counts.set(table, (this.counts.get(table) ?? 0) + lines.length);
  }

  /** Adds rows. */
  addRows(table: Table, rows: readonly Row[]): void {
    this.add(this.linesOf(table, rows));
  }

  /** Between one case and the next: sends what is waiting once there is enough of it. */
  async breathe(): Promise<void> {
    if (this.characters > BATCH) await this.send();
  }

  /** Sends what is waiting, waits until everything is there, and builds keys and indexes. */
  async finish(): Promise<void> {
    await this.send();
    await this.sending;
    await this.client.query('ANALYZE');
    for (const statement of this.restore) await this.client.query(statement);
    await this.insert([...this.last.values()]);
  }

  /** Gives the connection back. */
  close(): Promise<void> {
    return this.client.end();
  }

  /** While the server takes in one batch the next is made; a third has to wait. */
  private async send(): Promise<void> {
    const batch = [...this.waiting.values()];
    this.waiting.clear();
    this.characters = 0;
    await this.sending;
    this.sending = this.insert(batch);
    // Whoever waits for it hears of a failure; nobody else has to.
    this.sending.catch(() => undefined);
  }

  private async insert(batch: readonly Lines[]): Promise<void> {
    for (const { table, columns, lines } of batch) {
      const names = columns.map(({ name }) => name).join(', ');
      await copyIn(this.client, `COPY ${table} (${names}) FROM STDIN`, lines);
    }
  }
}

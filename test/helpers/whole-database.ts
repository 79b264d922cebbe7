import { withDatabase } from './database.js';

/** Every row that is kept, by table: how many there are and the sum of the transactions that wrote them. */
export type WholeDatabase = Readonly<Record<string, string>>;

/** What reading adds to: who read what. */
const GROWS_BY_READING = 'record_reads';
/** What reading moves: the moment a session was last seen. */
const MOVES_BY_READING = `md5(coalesce(string_agg((to_jsonb(t) - 'last_seen_at')::text, '|' ORDER BY digest), ''))`;
/** Who took a list out of the service as a file is noted among what was done. */
const NOTED_BY_READING = `action = 'queueExported'`;
const EVERY_ROW = `count(*) || ' rows, written by ' || coalesce(sum(xmin::text::bigint), 0)`;

/** The whole database as it stands, but for the audit of reading and the ends of sessions. */
export async function wholeDatabase(url: string): Promise<WholeDatabase> {
  return withDatabase(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> $1`,
      [GROWS_BY_READING],
    );
    const sums: [string, string][] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ sum: string }>(
        `SELECT ${name === 'sessions' ? MOVES_BY_READING : EVERY_ROW} AS sum FROM ${client.escapeIdentifier(name)} t
         ${name === 'audit_entries' ? `WHERE NOT (${NOTED_BY_READING})` : ''}`,
      );
      sums.push([name, rows[0]?.sum ?? '']);
    }
    return Object.fromEntries(sums);
  });
}

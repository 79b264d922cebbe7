import type { Client } from 'pg';
import { withDatabase } from './database.js';

/** Ends whatever it may stand in, and would then run. A number counts how often it ran. */
export const SCRIPT = `"'><script>ran=1</script><img src=x onerror=ran=1>`;

/** That, as the words of a page. */
export const AS_WORDS = '&quot;&#39;&gt;&lt;script&gt;ran=1&lt;/script&gt;&lt;img src=x onerror=ran=1&gt;';

/** Every piece of it that would be markup stands nowhere in that. */
export const isOnlyWords = (html: string): boolean =>
  [`"'>`, '<script>ran', '</script><img', '<img src=x'].every((piece) => !html.includes(piece));

/** What programs keep for programs though a blank stands in it: nobody writes it. */
const CODED = [
  'heartbeats',
  'mail_homes',
  'service_clock',
  'alarms.about',
  'cases.stage_words',
  'deadlines.owner',
  'ended_processes.cut_short',
  'open_deadlines.owner',
  'staff_notices.about_key',
];

/** Columns that hold words though none of a demonstration has any in them. */
const ALSO = ['changes.reason', 'alarms.set_aside_why', 'panel_entries.reasons'];

interface Column {
  table: string;
  column: string;
}

/** The columns of a database in which people's words are: those where a blank stands somewhere. */
async function columnsOfWords(client: Client): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'text' ORDER BY 1, 2`,
  );
  const found: Column[] = [];
  for (const { table, column } of rows) {
    const name = `${table}.${column}`;
    if (CODED.includes(table) || CODED.includes(name)) continue;
    const { rowCount } = await client.query(
      `SELECT 1 FROM ${client.escapeIdentifier(table)} WHERE ${client.escapeIdentifier(column)} LIKE '% %' LIMIT 1`,
    );
    if (rowCount || ALSO.includes(name)) found.push({ table, column });
  }
  return found;
}

/**
 * Puts a script behind everything that anybody ever wrote into a database of a test, past the guards that keep what is
 * recorded as it is. Answers the columns.
 */
export async function writeScriptEverywhere(url: string): Promise<string[]> {
  return withDatabase(url, async (client) => {
    const columns = await columnsOfWords(client);
    for (const { table, column } of columns) {
      const [to, of] = [client.escapeIdentifier(table), client.escapeIdentifier(column)];
      await client.query(`ALTER TABLE ${to} DISABLE TRIGGER USER`);
      await client.query(`UPDATE ${to} SET ${of} = ${of} || $1 WHERE ${of} <> ''`, [SCRIPT]);
      await client.query(`ALTER TABLE ${to} ENABLE TRIGGER USER`);
    }
    return columns.map(({ table, column }) => `${table}.${column}`);
  });
}

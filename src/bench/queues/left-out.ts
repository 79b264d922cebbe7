import type { Client } from 'pg';
import { TABLES } from './rows.js';

/** What is left out of tables while they are loaded, with the statement that puts it back. */
interface LeftOut {
  drop: string;
  restore: string;
}

/** Foreign keys first, because keys are what they lean on. */
const CONSTRAINTS = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS restore
  FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f')
    AND (conrelid = ANY($1::regclass[]) OR confrelid = ANY($1::regclass[]))
  ORDER BY contype = 'f' DESC, conname`;

const INDEXES = `
  SELECT format('DROP INDEX %I', indexname) AS drop, indexdef AS restore FROM pg_indexes
  WHERE schemaname = 'public' AND tablename = ANY($1) AND indexname NOT IN (SELECT conname FROM pg_constraint)`;

/** Takes keys and indexes off the tables of a corpus; answers the statements that put them back, in their order. */
export async function leaveOut(client: Client): Promise<string[]> {
  const indexes = (await client.query<LeftOut>(INDEXES, [TABLES])).rows;
  const constraints = (await client.query<LeftOut>(CONSTRAINTS, [TABLES])).rows;
  const left = [...indexes, ...constraints];
  for (const { drop } of left) await client.query(drop);
  return left.map(({ restore }) => restore).reverse();
}

import { Client } from 'pg';

/** The role that owns the application's databases: no superuser, so that the database's own rules bind it. */
export const ownerRole = 'childrens_continuing_care';

/** Makes sure the owner's role is there. Running it twice, or in two processes at once, changes nothing. */
export async function ensureOwner(adminUrl: string, password: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`DO $$ BEGIN
      CREATE ROLE ${ownerRole} LOGIN CREATEDB PASSWORD ${client.escapeLiteral(password)};
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$`);
  } finally {
    await client.end();
  }
}

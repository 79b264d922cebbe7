import type { DataSource } from 'typeorm';

/** A database in which the service cannot keep what it is told. */
export class UnfitDatabase extends Error {
  override readonly name = 'UnfitDatabase';
}

/** Throws UnfitDatabase where the database cannot hold every name and sentence. */
export async function checkEncoding(dataSource: DataSource): Promise<void> {
  const [row] = await dataSource.query<{ server_encoding: string }[]>('SHOW server_encoding');
  const encoding = row?.server_encoding ?? 'unknown';
  if (encoding === 'UTF8') return;
  throw new UnfitDatabase(
    `The database keeps text as ${encoding}, which cannot hold every name. Create it with ENCODING 'UTF8' TEMPLATE template0.`,
  );
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { reading, statement } from '../database/transaction.js';

const EMPTY = statement(
  'reading_emptiness',
  `SELECT NOT EXISTS (SELECT 1 FROM cases) AND NOT EXISTS (SELECT 1 FROM meetings)
     AND NOT EXISTS (SELECT 1 FROM people)
     AND NOT EXISTS (
       SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'f') AND c.relname <> ALL ($1::text[])
         AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
         AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     ) AS empty`,
);

/** Knows whether anybody has ever used the database, for this or for anything else. */
@Injectable()
export class Emptiness {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether it holds no case, no meeting and nobody, and no table that is not the service's or an extension's. */
  async isEmpty(): Promise<boolean> {
    const found = await reading(this.dataSource, (tx) =>
      tx.row<{ empty: boolean }>(EMPTY, [this.ownTables()]),
    );
    return found?.empty === true;
  }

  private ownTables(): string[] {
    const { entityMetadatas, options } = this.dataSource;
    return [
      ...entityMetadatas.map(({ tableName }) => tableName),
      options.migrationsTableName ?? 'migrations',
    ];
  }
}

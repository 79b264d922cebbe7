import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { dataSourceFor } from '../../src/database/data-source.js';
import { createTestDatabase, type TestDatabase } from '../helpers/database.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await dataSourceFor(database.url).initialize();
}, 60_000);

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const TABLES = `SELECT table_name AS name FROM information_schema.tables
  WHERE table_schema = 'public' AND table_name <> 'migrations' ORDER BY 1`;

const SHAPE = `SELECT table_name, column_name, data_type, is_nullable, column_default
  FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position`;

const RULES = `SELECT conname AS name, pg_get_constraintdef(oid) AS rule FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1, 2`;

describe('the schema', () => {
  it('is what the entities say: there is nothing to change in either', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();

    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('has an entity for every table', async () => {
    const tables: { name: string }[] = await dataSource.query(TABLES);
    const entities = dataSource.entityMetadatas.map(({ tableName }) => tableName).sort();

    expect(tables.map(({ name }) => name)).toEqual(entities);
  });

  it('names the place in every table but those of the service itself and of who is not signed in yet', async () => {
    const without: { table_name: string }[] = await dataSource.query(
      `${TABLES.replace('SELECT table_name AS name', 'SELECT table_name').replace(' ORDER BY 1', '')}
       AND table_name NOT IN (SELECT table_name FROM information_schema.columns WHERE column_name = 'place_id')
       ORDER BY 1`,
    );

    expect(without.map(({ table_name: name }) => name)).toEqual([
      'heartbeats',
      'places',
      'queue_marks',
      'service_clock',
      'sign_in_tries',
    ]);
  });

  it('can be taken down to nothing and built again as it was', async () => {
    const shapeBefore: unknown[] = await dataSource.query(SHAPE);
    const rulesBefore: unknown[] = await dataSource.query(RULES);

    for (let left = dataSource.migrations.length; left > 0; left -= 1) await dataSource.undoLastMigration();
    const left: unknown[] = await dataSource.query(TABLES);
    const functionsLeft: unknown[] = await dataSource.query(
      `SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace`,
    );
    await dataSource.runMigrations();

    expect(left).toEqual([]);
    expect(functionsLeft).toEqual([]);
    expect(shapeBefore.length).toBeGreaterThan(100);
    expect(await dataSource.query(SHAPE)).toEqual(shapeBefore);
    expect(await dataSource.query(RULES)).toEqual(rulesBefore);
  });
});

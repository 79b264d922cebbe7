import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was said of somebody of a case before it was put right: nobody becomes somebody else without a trace. */
export class KeepWhoPeopleWere1767225600027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE people ADD COLUMN said_before jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE people DROP COLUMN said_before`);
  }
}

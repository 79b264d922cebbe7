import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Open cases at a stage, the one due first first: what waits for a second person, or for the panel. */
export class FindCasesByStage1767225600024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX cases_by_stage ON cases (place_id, stage, next_due_at, id) WHERE closed_on IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX cases_by_stage`);
  }
}

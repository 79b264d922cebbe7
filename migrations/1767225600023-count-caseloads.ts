import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The caseloads of all assessors are counted from their index, without looking at a case. */
export class CountCaseloads1767225600023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX cases_open_by_assessor`);
    await runner.query(
      `CREATE INDEX cases_open_by_assessor ON cases (place_id, assessor, id, points, work) WHERE closed_on IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX cases_open_by_assessor`);
    await runner.query(
      `CREATE INDEX cases_open_by_assessor ON cases (place_id, assessor, id) WHERE closed_on IS NULL`,
    );
  }
}

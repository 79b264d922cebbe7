import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lists of many years are found by: who read which records, and guidance among the open deadlines. */
export class IndexReadings1767225600015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX record_reads_of_person ON record_reads (place_id, person_id, id)`);
    await runner.query(
      `CREATE INDEX open_deadlines_guidance ON open_deadlines (place_id, due_at, case_id, key) WHERE guidance`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX open_deadlines_guidance`);
    await runner.query(`DROP INDEX record_reads_of_person`);
  }
}

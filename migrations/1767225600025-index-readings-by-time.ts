import type { MigrationInterface, QueryRunner } from 'typeorm';

const OF_PERSON = 'record_reads_of_person ON record_reads';

/** Who read which records on which days, found in the order in which it is shown. */
export class IndexReadingsByTime1767225600025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX record_reads_by_time ON record_reads (place_id, at, id)`);
    await runner.query(`DROP INDEX record_reads_of_person`);
    await runner.query(`CREATE INDEX ${OF_PERSON} (place_id, person_id, at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX record_reads_of_person`);
    await runner.query(`CREATE INDEX ${OF_PERSON} (place_id, person_id, id)`);
    await runner.query(`DROP INDEX record_reads_by_time`);
  }
}

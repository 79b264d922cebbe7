import type { MigrationInterface, QueryRunner } from 'typeorm';

const OF_CASE = 'staff_notices_of_case ON staff_notices';

/**
 * What is found among that of many years by all that is asked of it: cases, who read which records, guidance among the open
 * deadlines, what somebody was told of a deadline, and alarms in the order in which a queue is told of them.
 */
export class IndexReadings1767225600015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX record_reads_of_person ON record_reads (place_id, person_id, id)`);
    await runner.query(
      `CREATE INDEX open_deadlines_guidance ON open_deadlines (place_id, due_at, case_id, key) WHERE guidance`,
    );
    await runner.query(`DROP INDEX cases_by_assessor`);
    await runner.query(`CREATE INDEX cases_by_assessor ON cases (place_id, assessor, next_due_at, id)`);
    await runner.query(
      `CREATE INDEX cases_closed ON cases (place_id, next_due_at, id) WHERE closed_on IS NOT NULL`,
    );
    await runner.query(`DROP INDEX staff_notices_of_case`);
    await runner.query(
      `CREATE INDEX ${OF_CASE} (place_id, case_id, deadline_key, person_id) WHERE withdrawn_at IS NULL`,
    );
    await runner.query(`DROP INDEX alarms_due`);
    await runner.query(`CREATE INDEX alarms_due ON alarms (rings_at, id) WHERE state = 'waiting'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX alarms_due`);
    await runner.query(`CREATE INDEX alarms_due ON alarms (rings_at) WHERE state = 'waiting'`);
    await runner.query(`DROP INDEX staff_notices_of_case`);
    await runner.query(`CREATE INDEX ${OF_CASE} (place_id, case_id) WHERE withdrawn_at IS NULL`);
    await runner.query(`DROP INDEX cases_closed`);
    await runner.query(`DROP INDEX cases_by_assessor`);
    await runner.query(`CREATE INDEX cases_by_assessor ON cases (place_id, assessor)`);
    await runner.query(`DROP INDEX open_deadlines_guidance`);
    await runner.query(`DROP INDEX record_reads_of_person`);
  }
}

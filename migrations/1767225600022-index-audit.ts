import type { MigrationInterface, QueryRunner } from 'typeorm';

/** So that the audit trail of somebody, or of one kind of entry, is found among millions of others. */
export class IndexAudit1767225600022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX audit_entries_of_person ON audit_entries (place_id, person_id, id)`);
    await runner.query(`CREATE INDEX audit_entries_of_action ON audit_entries (place_id, action, id)`);
    await runner.query(`CREATE INDEX audit_entries_by_time ON audit_entries (place_id, at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX audit_entries_by_time`);
    await runner.query(`DROP INDEX audit_entries_of_action`);
    await runner.query(`DROP INDEX audit_entries_of_person`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Open deadlines that someone is to look at whenever they are due. They are few: with them by themselves, neither a queue of
 * them nor the counts of all queues look at every open deadline there is.
 */
export class IndexNotedDeadlines1767225600017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX open_deadlines_noted ON open_deadlines (place_id, due_at, case_id, key)
      WHERE excepted OR paused OR reason_wanted OR (owner = 'assessor' AND owner_person IS NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX open_deadlines_noted`);
  }
}

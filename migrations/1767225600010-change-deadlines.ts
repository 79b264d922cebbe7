import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was agreed about a clock beside what it comes to, and why a deadline was missed. */
export class ChangeDeadlines1767225600010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE deadlines
        ADD COLUMN original_due_on date,
        ADD COLUMN original_due_at timestamptz,
        ADD COLUMN extensions json NOT NULL DEFAULT '[]',
        ADD COLUMN pauses json NOT NULL DEFAULT '[]',
        ADD COLUMN paused_since date,
        ADD COLUMN breach_reason text,
        ADD COLUMN breach_ours boolean,
        ADD COLUMN breach_reason_by uuid,
        ADD COLUMN breach_reason_on date,
        ADD COLUMN breach_reason_seq integer,
        ADD CONSTRAINT deadlines_reason_whole CHECK (
          (breach_reason IS NULL) = (breach_ours IS NULL) AND (breach_reason IS NULL) = (breach_reason_seq IS NULL)),
        ADD CONSTRAINT fk_deadlines_breach_reason_by
          FOREIGN KEY (place_id, breach_reason_by) REFERENCES people (place_id, id)`);
    await runner.query(`UPDATE deadlines SET original_due_on = due_on, original_due_at = due_at`);
    await runner.query(`
      ALTER TABLE deadlines
        ALTER COLUMN original_due_on SET NOT NULL,
        ALTER COLUMN original_due_at SET NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE deadlines
        DROP CONSTRAINT fk_deadlines_breach_reason_by,
        DROP CONSTRAINT deadlines_reason_whole,
        DROP COLUMN original_due_on,
        DROP COLUMN original_due_at,
        DROP COLUMN extensions,
        DROP COLUMN pauses,
        DROP COLUMN paused_since,
        DROP COLUMN breach_reason,
        DROP COLUMN breach_ours,
        DROP COLUMN breach_reason_by,
        DROP COLUMN breach_reason_on,
        DROP COLUMN breach_reason_seq`);
  }
}

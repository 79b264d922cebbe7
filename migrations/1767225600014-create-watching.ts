import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which processes live and what they do, and what the queue was last built from. */
export class CreateWatching1767225600014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE heartbeats (
        process uuid NOT NULL,
        role text NOT NULL,
        host text NOT NULL,
        pid integer NOT NULL,
        version text NOT NULL,
        machines integer NOT NULL,
        alarms integer NOT NULL,
        started_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        passed_at timestamptz,
        queue text,
        degraded text,
        CONSTRAINT pk_heartbeats PRIMARY KEY (process),
        CONSTRAINT heartbeats_role CHECK (role IN ('web', 'worker'))
      )`);
    await runner.query(`
      CREATE TABLE queue_marks (
        "only" boolean NOT NULL DEFAULT true,
        installation uuid NOT NULL,
        epoch uuid NOT NULL,
        checked_at timestamptz,
        compared_at timestamptz,
        CONSTRAINT pk_queue_marks PRIMARY KEY ("only"),
        CONSTRAINT queue_marks_is_one_row CHECK ("only")
      )`);
    await runner.query(
      `INSERT INTO queue_marks (installation, epoch) VALUES (gen_random_uuid(), gen_random_uuid())`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE queue_marks`);
    await runner.query(`DROP TABLE heartbeats`);
  }
}

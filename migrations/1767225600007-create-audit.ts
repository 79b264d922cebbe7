import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was refused, read and administered: kept for good, and never with a child's name in it. */
export class CreateAudit1767225600007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_entries (
        id bigint GENERATED ALWAYS AS IDENTITY,
        place_id text NOT NULL,
        at timestamptz NOT NULL,
        person_id uuid,
        action text NOT NULL,
        subject_kind text,
        subject_id uuid,
        type text,
        clauses text[] NOT NULL DEFAULT '{}',
        detail jsonb NOT NULL DEFAULT '{}',
        CONSTRAINT pk_audit_entries PRIMARY KEY (id),
        CONSTRAINT fk_audit_entries_place FOREIGN KEY (place_id) REFERENCES places (id)
      )`);
    await runner.query(`CREATE INDEX audit_entries_of_subject ON audit_entries (place_id, subject_id, id)`);
    await runner.query(`
      CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_entries`);
  }
}

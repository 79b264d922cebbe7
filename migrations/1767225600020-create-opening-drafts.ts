import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What somebody is still writing of a case or meeting that is not there yet: their own, and kept for a time. */
export class CreateOpeningDrafts1767225600020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE opening_drafts (
        place_id text NOT NULL,
        person_id uuid NOT NULL,
        form text NOT NULL,
        typed jsonb NOT NULL,
        saved_at timestamptz NOT NULL,
        CONSTRAINT pk_opening_drafts PRIMARY KEY (place_id, person_id, form),
        CONSTRAINT fk_opening_drafts_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM alarms WHERE kind = 'openingDraft'`);
    await runner.query(`DROP TABLE opening_drafts`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What somebody is still writing of a case, and a way to find the cases somebody referred. */
export class CreateDrafts1767225600016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE drafts (
        place_id text NOT NULL,
        case_id uuid NOT NULL,
        person_id uuid NOT NULL,
        form text NOT NULL,
        typed jsonb NOT NULL,
        version integer NOT NULL,
        saved_at timestamptz NOT NULL,
        CONSTRAINT pk_drafts PRIMARY KEY (place_id, case_id, person_id, form),
        CONSTRAINT fk_drafts_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id),
        CONSTRAINT fk_drafts_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id)
      )`);
    await runner.query(`CREATE INDEX drafts_of_person ON drafts (place_id, person_id)`);
    await runner.query(`
      CREATE INDEX events_of_referrers ON events (place_id, by_person, at)
        WHERE type IN ('CASE_OPENED', 'CHECKLIST_BEGUN', 'CHECKLIST_RECEIVED')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX events_of_referrers`);
    await runner.query(`DROP TABLE drafts`);
  }
}

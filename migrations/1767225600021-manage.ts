import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What managers, the Chief Nurse and administrators work with: what waits for authority, saved views, passwords given by somebody else. */
export class Manage1767225600021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE cases ADD COLUMN awaits_authority boolean NOT NULL DEFAULT false`);
    await runner.query(`
      UPDATE cases SET awaits_authority = true WHERE EXISTS (
        SELECT FROM jsonb_each(record::jsonb -> 'processes') p
        WHERE p.value ->> 'kind' = 'funding' AND p.value ->> 'value' IN ('proposed', 'agreedInPrinciple'))`);
    await runner.query(
      `CREATE INDEX cases_awaiting_authority ON cases (place_id, next_due_at, id) WHERE awaits_authority`,
    );
    await runner.query(`CREATE INDEX cases_by_opened ON cases (place_id, opened_on, id)`);
    await runner.query(
      `CREATE INDEX children_in_order ON children (place_id, lower(family_name), lower(given_name))`,
    );
    await runner.query(`ALTER TABLE accounts ADD COLUMN temporary boolean NOT NULL DEFAULT false`);
    await runner.query(`
      CREATE TABLE saved_views (
        place_id text NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        list text NOT NULL,
        name text NOT NULL,
        address text NOT NULL,
        team_id text,
        saved_at timestamptz NOT NULL,
        CONSTRAINT pk_saved_views PRIMARY KEY (place_id, id),
        CONSTRAINT saved_views_name UNIQUE (place_id, person_id, list, name),
        CONSTRAINT saved_views_list CHECK (list IN ('queues', 'cases')),
        CONSTRAINT fk_saved_views_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id)
      )`);
    await runner.query(`CREATE INDEX saved_views_of_team ON saved_views (place_id, team_id)`);
    await runner.query(`
      CREATE TABLE default_views (
        place_id text NOT NULL,
        person_id uuid NOT NULL,
        list text NOT NULL,
        view_id uuid NOT NULL,
        CONSTRAINT pk_default_views PRIMARY KEY (place_id, person_id, list),
        CONSTRAINT default_views_list CHECK (list IN ('queues', 'cases')),
        CONSTRAINT fk_default_views_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id),
        CONSTRAINT fk_default_views_view FOREIGN KEY (place_id, view_id)
          REFERENCES saved_views (place_id, id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX default_views_by_view ON default_views (place_id, view_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE default_views`);
    await runner.query(`DROP TABLE saved_views`);
    await runner.query(`ALTER TABLE accounts DROP COLUMN temporary`);
    await runner.query(`DROP INDEX children_in_order`);
    await runner.query(`DROP INDEX cases_by_opened`);
    await runner.query(`DROP INDEX cases_awaiting_authority`);
    await runner.query(`ALTER TABLE cases DROP COLUMN awaits_authority`);
  }
}

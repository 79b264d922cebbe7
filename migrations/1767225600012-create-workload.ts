import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Teams, what each case weighs, absences, and changes that are carried out case by case. */
export class CreateWorkload1767225600012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE people
        ADD COLUMN team_id text,
        ADD COLUMN capacity_points integer,
        ADD CONSTRAINT people_capacity CHECK (capacity_points > 0)`);
    await runner.query(`CREATE INDEX people_by_team ON people (place_id, team_id)`);
    await runner.query(`
      ALTER TABLE cases
        ADD COLUMN points integer NOT NULL DEFAULT 0,
        ADD COLUMN work text[] NOT NULL DEFAULT '{}'`);
    await runner.query(
      `CREATE INDEX cases_open_by_assessor ON cases (place_id, assessor, id) WHERE closed_on IS NULL`,
    );
    await runner.query(`
      CREATE TABLE absences (
        place_id text NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        from_day date NOT NULL,
        to_day date,
        reason text NOT NULL,
        cover_id uuid,
        recorded_by uuid NOT NULL,
        recorded_at timestamptz NOT NULL,
        ended_by uuid,
        ended_at timestamptz,
        withdrawn boolean NOT NULL DEFAULT false,
        CONSTRAINT pk_absences PRIMARY KEY (place_id, id),
        CONSTRAINT absences_days CHECK (to_day >= from_day),
        CONSTRAINT absences_cover CHECK (cover_id <> person_id),
        CONSTRAINT fk_absences_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id),
        CONSTRAINT fk_absences_cover FOREIGN KEY (place_id, cover_id) REFERENCES people (place_id, id)
      )`);
    await runner.query(
      `CREATE INDEX absences_of_person ON absences (place_id, person_id, from_day) WHERE NOT withdrawn`,
    );
    await runner.query(`
      CREATE TABLE changes (
        place_id text NOT NULL,
        id uuid NOT NULL,
        kind text NOT NULL,
        about text NOT NULL,
        what jsonb NOT NULL,
        decided_by uuid,
        reason text NOT NULL,
        state text NOT NULL,
        created_at timestamptz NOT NULL,
        applied_at timestamptz,
        finished_at timestamptz,
        CONSTRAINT pk_changes PRIMARY KEY (place_id, id),
        CONSTRAINT changes_once UNIQUE (place_id, kind, about),
        CONSTRAINT changes_kind CHECK (kind IN ('calendar', 'protocol', 'reassignment')),
        CONSTRAINT changes_state CHECK (state IN ('previewed', 'applying', 'done', 'stopped')),
        CONSTRAINT fk_changes_place FOREIGN KEY (place_id) REFERENCES places (id),
        CONSTRAINT fk_changes_decided_by FOREIGN KEY (place_id, decided_by) REFERENCES people (place_id, id)
      )`);
    await runner.query(`CREATE INDEX changes_latest ON changes (place_id, created_at, id)`);
    await runner.query(`
      CREATE TABLE change_cases (
        place_id text NOT NULL,
        change_id uuid NOT NULL,
        case_id uuid NOT NULL,
        state text NOT NULL,
        seen_version integer,
        to_person uuid,
        result jsonb NOT NULL DEFAULT '{}',
        at timestamptz,
        CONSTRAINT pk_change_cases PRIMARY KEY (place_id, change_id, case_id),
        CONSTRAINT change_cases_state CHECK (state IN ('waiting', 'moved', 'same', 'refused', 'failed')),
        CONSTRAINT fk_change_cases_change FOREIGN KEY (place_id, change_id) REFERENCES changes (place_id, id),
        CONSTRAINT fk_change_cases_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id),
        CONSTRAINT fk_change_cases_to FOREIGN KEY (place_id, to_person) REFERENCES people (place_id, id)
      )`);
    await runner.query(
      `CREATE INDEX change_cases_waiting ON change_cases (place_id, change_id, case_id) WHERE state = 'waiting'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['change_cases', 'changes', 'absences']) await runner.query(`DROP TABLE ${table}`);
    await runner.query(`DROP INDEX cases_open_by_assessor`);
    await runner.query(`ALTER TABLE cases DROP COLUMN work, DROP COLUMN points`);
    await runner.query(`DROP INDEX people_by_team`);
    await runner.query(
      `ALTER TABLE people DROP CONSTRAINT people_capacity, DROP COLUMN capacity_points, DROP COLUMN team_id`,
    );
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the overdue-case queues, the report on performance and the forecast find deadlines by. `open_deadlines` is a small
 * copy of what is open, so that a queue costs the same however many deadlines there have been.
 */
export class CreateQueues1767225600011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE cases
        ADD COLUMN needs text[] NOT NULL DEFAULT '{}',
        ADD COLUMN commissioner text`);
    await runner.query(`CREATE INDEX cases_by_commissioner ON cases (place_id, commissioner, id)`);
    await runner.query(`
      ALTER TABLE deadlines
        ADD COLUMN critical_at timestamptz,
        ADD COLUMN settled_as text,
        ADD COLUMN settled_on date,
        ADD COLUMN settled_late boolean,
        ADD COLUMN step text,
        ADD COLUMN step_by integer,
        ADD COLUMN planned_on date,
        ADD CONSTRAINT deadlines_settled_as CHECK (settled_as IN ('met', 'stopped')),
        ADD CONSTRAINT deadlines_settled_whole
          CHECK ((settled_as IS NULL) = (settled_on IS NULL) AND (settled_as IS NULL) = (settled_late IS NULL))`);
    await runner.query(`CREATE INDEX deadlines_by_original_due ON deadlines (place_id, original_due_on)`);
    await runner.query(
      `CREATE INDEX deadlines_met ON deadlines (place_id, timescale, settled_on) WHERE settled_as = 'met'`,
    );
    await runner.query(`
      CREATE TABLE open_deadlines (
        place_id text NOT NULL,
        case_id uuid NOT NULL,
        key text NOT NULL,
        timescale text NOT NULL,
        guidance boolean NOT NULL,
        due_on date NOT NULL,
        due_at timestamptz NOT NULL,
        critical_at timestamptz,
        owner text NOT NULL,
        owner_person uuid,
        excepted boolean NOT NULL,
        paused boolean NOT NULL,
        reason_wanted boolean NOT NULL,
        stage text NOT NULL,
        commissioner text,
        needs text[] NOT NULL,
        CONSTRAINT pk_open_deadlines PRIMARY KEY (place_id, case_id, key),
        CONSTRAINT fk_open_deadlines_deadline FOREIGN KEY (place_id, case_id, key)
          REFERENCES deadlines (place_id, case_id, key) ON DELETE CASCADE
      )`);
    await runner.query(
      `CREATE INDEX open_deadlines_by_due ON open_deadlines (place_id, due_at, case_id, key)`,
    );
    for (const column of ['timescale', 'owner_person', 'stage', 'commissioner']) {
      await runner.query(
        `CREATE INDEX open_deadlines_by_${column} ON open_deadlines (place_id, ${column}, due_at, case_id, key)`,
      );
    }
    await runner.query(`
      CREATE TABLE forecast_measures (
        place_id text NOT NULL,
        as_of date NOT NULL,
        until date NOT NULL,
        open integer NOT NULL,
        looked integer NOT NULL,
        said_certain integer NOT NULL,
        said_likely integer NOT NULL,
        came integer NOT NULL,
        named_certain integer NOT NULL,
        named_likely integer NOT NULL,
        measured_at timestamptz NOT NULL,
        CONSTRAINT pk_forecast_measures PRIMARY KEY (place_id, as_of),
        CONSTRAINT fk_forecast_measures_place FOREIGN KEY (place_id) REFERENCES places (id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE forecast_measures`);
    await runner.query(`DROP TABLE open_deadlines`);
    await runner.query(`DROP INDEX deadlines_met`);
    await runner.query(`DROP INDEX deadlines_by_original_due`);
    await runner.query(`
      ALTER TABLE deadlines
        DROP COLUMN critical_at, DROP COLUMN settled_as, DROP COLUMN settled_on, DROP COLUMN settled_late,
        DROP COLUMN step, DROP COLUMN step_by, DROP COLUMN planned_on`);
    await runner.query(`DROP INDEX cases_by_commissioner`);
    await runner.query(`ALTER TABLE cases DROP COLUMN needs, DROP COLUMN commissioner`);
  }
}

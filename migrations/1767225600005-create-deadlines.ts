import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The dated instances of timescales, derived from each case, and what people are still to be told. */
export class CreateDeadlines1767225600005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE deadlines (
        place_id text NOT NULL,
        case_id uuid NOT NULL,
        key text NOT NULL,
        timescale text NOT NULL,
        clauses text[] NOT NULL,
        guidance boolean NOT NULL,
        owner text NOT NULL,
        owner_person uuid,
        started_on date NOT NULL,
        started_at timestamptz,
        started_by integer NOT NULL,
        due_on date NOT NULL,
        due_at timestamptz NOT NULL,
        settled json,
        exception json,
        passed_occurrence integer,
        passed_by integer,
        withdrawn_by integer,
        is_open boolean NOT NULL,
        awaits_passing boolean NOT NULL,
        CONSTRAINT pk_deadlines PRIMARY KEY (place_id, case_id, key),
        CONSTRAINT fk_deadlines_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id),
        CONSTRAINT fk_deadlines_owner FOREIGN KEY (place_id, owner_person) REFERENCES people (place_id, id)
      )`);
    await runner.query(`CREATE INDEX deadlines_awaiting ON deadlines (due_at) WHERE awaits_passing`);
    await runner.query(`CREATE INDEX deadlines_open ON deadlines (place_id, due_at) WHERE is_open`);
    await runner.query(`
      CREATE TABLE notices_owed (
        place_id text NOT NULL,
        case_id uuid NOT NULL,
        process text NOT NULL,
        recipient text NOT NULL,
        form text NOT NULL,
        clause text NOT NULL,
        owed_by integer NOT NULL,
        owed_since date NOT NULL,
        settled text,
        settled_by integer,
        CONSTRAINT pk_notices_owed PRIMARY KEY (place_id, case_id, process, recipient, form),
        CONSTRAINT notices_owed_settled CHECK (settled IN ('given', 'notNeeded', 'withdrawn')),
        CONSTRAINT notices_owed_settled_by CHECK ((settled IS NULL) = (settled_by IS NULL)),
        CONSTRAINT fk_notices_owed_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id)
      )`);
    await runner.query(`
      CREATE INDEX notices_owed_to_do ON notices_owed (place_id, owed_since, case_id) WHERE settled IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE notices_owed`);
    await runner.query(`DROP TABLE deadlines`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is signed in, who tried to and could not, and who read what of which case. */
export class CreateSessions1767225600013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sessions (
        digest text NOT NULL,
        place_id text NOT NULL,
        person_id uuid NOT NULL,
        username text,
        via text NOT NULL,
        created_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        revoked_at timestamptz,
        told jsonb,
        searches jsonb NOT NULL DEFAULT '[]',
        CONSTRAINT pk_sessions PRIMARY KEY (digest),
        CONSTRAINT sessions_via CHECK (via IN ('password', 'openid', 'demonstration')),
        CONSTRAINT sessions_username CHECK ((username IS NULL) = (via = 'demonstration')),
        CONSTRAINT fk_sessions_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id),
        CONSTRAINT fk_sessions_account FOREIGN KEY (username) REFERENCES accounts (username)
      )`);
    await runner.query(`CREATE INDEX sessions_of_person ON sessions (place_id, person_id)`);
    // Whoever tries to sign in has no place yet, and there may be no such account.
    await runner.query(`
      CREATE TABLE sign_in_tries (
        username_digest text NOT NULL,
        tries integer NOT NULL,
        last_at timestamptz NOT NULL,
        CONSTRAINT pk_sign_in_tries PRIMARY KEY (username_digest)
      )`);
    await runner.query(`CREATE INDEX sign_in_tries_by_time ON sign_in_tries (last_at)`);
    await runner.query(`
      CREATE TABLE record_reads (
        id bigint GENERATED ALWAYS AS IDENTITY,
        place_id text NOT NULL,
        case_id uuid,
        person_id uuid NOT NULL,
        at timestamptz NOT NULL,
        part text NOT NULL,
        via text NOT NULL,
        CONSTRAINT pk_record_reads PRIMARY KEY (id),
        CONSTRAINT record_reads_via CHECK (via IN ('page', 'api')),
        CONSTRAINT fk_record_reads_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id),
        CONSTRAINT fk_record_reads_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id)
      )`);
    await runner.query(`CREATE INDEX record_reads_of_case ON record_reads (place_id, case_id, id)`);
    await runner.query(`
      CREATE TRIGGER record_reads_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON record_reads
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(
      `CREATE INDEX children_by_name ON children (place_id, lower(family_name) text_pattern_ops)`,
    );
    await runner.query(
      `CREATE INDEX children_by_given_name ON children (place_id, lower(given_name) text_pattern_ops)`,
    );
    await runner.query(`CREATE INDEX children_by_birth ON children (place_id, date_of_birth)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX children_by_birth`);
    await runner.query(`DROP INDEX children_by_given_name`);
    await runner.query(`DROP INDEX children_by_name`);
    for (const table of ['record_reads', 'sign_in_tries', 'sessions']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

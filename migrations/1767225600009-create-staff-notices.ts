import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What staff are told, and the e-mails that tell it; never with a child's name in either. */
export class CreateStaffNotices1767225600009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE people ADD COLUMN email text`);
    await runner.query(`
      CREATE TABLE staff_notices (
        id uuid NOT NULL,
        place_id text NOT NULL,
        person_id uuid NOT NULL,
        kind text NOT NULL,
        case_id uuid,
        deadline_key text,
        due_at timestamptz,
        about_key text NOT NULL,
        words text NOT NULL,
        link text NOT NULL,
        about_at timestamptz NOT NULL,
        at timestamptz NOT NULL,
        read_at timestamptz,
        withdrawn_at timestamptz,
        withdrawn_why text,
        CONSTRAINT pk_staff_notices PRIMARY KEY (id),
        CONSTRAINT staff_notices_once UNIQUE (place_id, person_id, about_key),
        CONSTRAINT staff_notices_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_why IS NULL)),
        CONSTRAINT staff_notices_deadline CHECK (deadline_key IS NULL OR (case_id IS NOT NULL AND due_at IS NOT NULL)),
        CONSTRAINT fk_staff_notices_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id),
        CONSTRAINT fk_staff_notices_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id)
      )`);
    await runner.query(`
      CREATE INDEX staff_notices_unread ON staff_notices (place_id, person_id, at)
        WHERE read_at IS NULL AND withdrawn_at IS NULL`);
    await runner.query(`
      CREATE INDEX staff_notices_of_person ON staff_notices (place_id, person_id, at)`);
    await runner.query(`
      CREATE INDEX staff_notices_of_case ON staff_notices (place_id, case_id) WHERE withdrawn_at IS NULL`);
    await runner.query(`
      CREATE TABLE deliveries (
        id uuid NOT NULL,
        place_id text NOT NULL,
        person_id uuid NOT NULL,
        notice_id uuid,
        digest_on date,
        channel text NOT NULL,
        state text NOT NULL,
        about_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        try_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        began_at timestamptz,
        settled_at timestamptz,
        address text,
        subject text,
        body text,
        message_id text,
        failure text,
        decided_by uuid,
        decided_as text,
        decided_at timestamptz,
        CONSTRAINT pk_deliveries PRIMARY KEY (id),
        CONSTRAINT deliveries_of_notice UNIQUE (notice_id, channel),
        CONSTRAINT deliveries_of_morning UNIQUE (place_id, person_id, digest_on, channel),
        CONSTRAINT deliveries_about CHECK ((notice_id IS NULL) <> (digest_on IS NULL)),
        CONSTRAINT deliveries_channel CHECK (channel = 'email'),
        CONSTRAINT deliveries_state
          CHECK (state IN ('waiting', 'sending', 'sent', 'kept', 'uncertain', 'failed', 'withdrawn')),
        CONSTRAINT deliveries_decided CHECK (decided_as IN ('arrived', 'sendAgain', 'setAside')),
        CONSTRAINT fk_deliveries_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id),
        CONSTRAINT fk_deliveries_notice FOREIGN KEY (notice_id) REFERENCES staff_notices (id)
      )`);
    await runner.query(`
      CREATE INDEX deliveries_under_way ON deliveries (place_id, id) WHERE state IN ('waiting', 'sending')`);
    await runner.query(`
      CREATE INDEX deliveries_by_state ON deliveries (place_id, state, created_at, id)`);
    await runner.query(`
      CREATE INDEX deliveries_of_person ON deliveries (place_id, person_id, created_at, id)`);
    await runner.query(`
      CREATE TABLE mail_homes (
        place_id text NOT NULL,
        database text NOT NULL,
        since timestamptz NOT NULL,
        generation integer NOT NULL,
        CONSTRAINT pk_mail_homes PRIMARY KEY (place_id),
        CONSTRAINT fk_mail_homes_place FOREIGN KEY (place_id) REFERENCES places (id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE mail_homes`);
    await runner.query(`DROP TABLE deliveries`);
    await runner.query(`DROP TABLE staff_notices`);
    await runner.query(`ALTER TABLE people DROP COLUMN email`);
  }
}

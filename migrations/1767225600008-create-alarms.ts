import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is to happen at a time: each row rings once, and is the outbox to the queue. */
export class CreateAlarms1767225600008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE alarms (
        id uuid NOT NULL,
        kind text NOT NULL,
        place_id text,
        about text NOT NULL,
        case_id uuid,
        rings_at timestamptz NOT NULL,
        handled_until timestamptz,
        generation integer NOT NULL DEFAULT 1,
        version integer NOT NULL DEFAULT 1,
        queued boolean NOT NULL DEFAULT false,
        offered_until timestamptz,
        state text NOT NULL DEFAULT 'waiting',
        begun integer NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        retry_at timestamptz,
        failure text,
        failed_first_at timestamptz,
        failed_last_at timestamptz,
        owner_role text,
        set_aside_by uuid,
        set_aside_at timestamptz,
        set_aside_why text,
        CONSTRAINT pk_alarms PRIMARY KEY (id),
        CONSTRAINT alarms_about UNIQUE (kind, place_id, about),
        CONSTRAINT alarms_state CHECK (state IN ('waiting', 'exception', 'setAside')),
        CONSTRAINT alarms_exception_has_reason CHECK (state = 'waiting' OR failure IS NOT NULL),
        CONSTRAINT alarms_set_aside CHECK ((state = 'setAside') = (set_aside_at IS NOT NULL)),
        CONSTRAINT fk_alarms_place FOREIGN KEY (place_id) REFERENCES places (id)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX alarms_about_no_place ON alarms (kind, about) WHERE place_id IS NULL`,
    );
    await runner.query(`CREATE INDEX alarms_due ON alarms (rings_at) WHERE state = 'waiting'`);
    await runner.query(`CREATE INDEX alarms_retried ON alarms (retry_at) WHERE retry_at IS NOT NULL`);
    await runner.query(
      `CREATE INDEX alarms_to_queue ON alarms (rings_at) WHERE NOT queued AND state = 'waiting'`,
    );
    await runner.query(
      `CREATE INDEX alarms_exceptions ON alarms (place_id, failed_first_at) WHERE state <> 'waiting'`,
    );
    await runner.query(`CREATE INDEX alarms_of_case ON alarms (place_id, case_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE alarms`);
  }
}

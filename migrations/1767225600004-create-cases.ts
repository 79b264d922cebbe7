import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Children, their cases, the panel's meetings, and the events that both are made of. */
export class CreateCases1767225600004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE children (
        place_id text NOT NULL,
        id uuid NOT NULL,
        given_name text NOT NULL,
        family_name text NOT NULL,
        date_of_birth date NOT NULL,
        nhs_number text,
        address text,
        parental_responsibility json NOT NULL,
        salts json NOT NULL,
        CONSTRAINT pk_children PRIMARY KEY (place_id, id),
        CONSTRAINT children_nhs_number UNIQUE (place_id, nhs_number),
        CONSTRAINT children_nhs_number_shape CHECK (nhs_number ~ '^[0-9]{10}$'),
        CONSTRAINT fk_children_place FOREIGN KEY (place_id) REFERENCES places (id)
      )`);
    // The record is json, not jsonb: it is never searched, and the order of what is in it is part of it.
    const record = `
        version integer NOT NULL,
        person_version integer NOT NULL,
        seq integer NOT NULL,
        record json NOT NULL,
        protocol text NOT NULL,
        machines integer NOT NULL,
        calendar_version text NOT NULL,
        stage text NOT NULL,
        stage_words text NOT NULL,
        last_event_at timestamptz NOT NULL`;
    await runner.query(`
      CREATE TABLE cases (
        place_id text NOT NULL,
        id uuid NOT NULL,
        reference text NOT NULL,
        child_id uuid NOT NULL,
        ${record},
        assessor uuid,
        next_deadline text,
        next_due_at timestamptz NOT NULL DEFAULT 'infinity',
        opened_on date NOT NULL,
        closed_on date,
        CONSTRAINT pk_cases PRIMARY KEY (place_id, id),
        CONSTRAINT cases_reference UNIQUE (place_id, reference),
        CONSTRAINT fk_cases_child FOREIGN KEY (place_id, child_id) REFERENCES children (place_id, id),
        CONSTRAINT fk_cases_assessor FOREIGN KEY (place_id, assessor) REFERENCES people (place_id, id),
        CONSTRAINT fk_cases_protocol FOREIGN KEY (place_id, protocol) REFERENCES protocol_versions (place_id, version)
      )`);
    await runner.query(`CREATE INDEX cases_by_next_due ON cases (place_id, next_due_at, id)`);
    await runner.query(`CREATE INDEX cases_by_child ON cases (place_id, child_id)`);
    await runner.query(`CREATE INDEX cases_by_assessor ON cases (place_id, assessor)`);
    await runner.query(`
      CREATE TABLE meetings (
        place_id text NOT NULL,
        id uuid NOT NULL,
        reference text NOT NULL,
        ${record},
        held_on date NOT NULL,
        capacity integer,
        chair uuid NOT NULL,
        present uuid[] NOT NULL DEFAULT '{}',
        CONSTRAINT pk_meetings PRIMARY KEY (place_id, id),
        CONSTRAINT meetings_reference UNIQUE (place_id, reference),
        CONSTRAINT fk_meetings_place FOREIGN KEY (place_id) REFERENCES places (id),
        CONSTRAINT fk_meetings_chair FOREIGN KEY (place_id, chair) REFERENCES people (place_id, id)
      )`);
    await runner.query(`CREATE INDEX meetings_by_day ON meetings (place_id, held_on)`);
    await runner.query(`
      CREATE TABLE events (
        place_id text NOT NULL,
        subject_id uuid NOT NULL,
        seq integer NOT NULL,
        event_id uuid NOT NULL,
        command_id uuid,
        subject_kind text NOT NULL,
        type text NOT NULL,
        process text NOT NULL,
        at timestamptz NOT NULL,
        on_day date NOT NULL,
        by_person uuid,
        by_system boolean NOT NULL,
        actor jsonb NOT NULL,
        content jsonb NOT NULL,
        evidence jsonb NOT NULL,
        protocol text NOT NULL,
        machines integer NOT NULL,
        calendar_version text NOT NULL,
        CONSTRAINT pk_events PRIMARY KEY (place_id, subject_id, seq),
        CONSTRAINT events_event_id UNIQUE (event_id),
        CONSTRAINT events_subject_kind CHECK (subject_kind IN ('case', 'meeting')),
        CONSTRAINT events_from_one CHECK (seq >= 1),
        CONSTRAINT events_by_someone CHECK (by_system = (by_person IS NULL)),
        CONSTRAINT fk_events_person FOREIGN KEY (place_id, by_person) REFERENCES people (place_id, id)
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX events_deadline_passes_once
        ON events (place_id, subject_id, (content ->> 'deadline'), (content ->> 'occurrence'))
        WHERE type = 'DEADLINE_PASSED'`);
    await runner.query(`
      CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TABLE texts (
        place_id text NOT NULL,
        subject_id uuid NOT NULL,
        seq integer NOT NULL,
        field text NOT NULL,
        salt text NOT NULL,
        words text NOT NULL,
        CONSTRAINT pk_texts PRIMARY KEY (place_id, subject_id, seq, field),
        CONSTRAINT fk_texts_event FOREIGN KEY (place_id, subject_id, seq) REFERENCES events (place_id, subject_id, seq)
      )`);
    // Texts can be destroyed when their time comes, but never rewritten.
    await runner.query(`
      CREATE TRIGGER texts_stay BEFORE UPDATE ON texts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TABLE commands (
        command_id uuid NOT NULL,
        place_id text NOT NULL,
        person_id uuid,
        subject_kind text NOT NULL,
        subject_id uuid,
        type text NOT NULL,
        digest text NOT NULL,
        outcome json NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_commands PRIMARY KEY (command_id),
        CONSTRAINT fk_commands_place FOREIGN KEY (place_id) REFERENCES places (id)
      )`);
    // A command that could be taken back could be carried out twice.
    await runner.query(`
      CREATE TRIGGER commands_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON commands
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TABLE ended_processes (
        place_id text NOT NULL,
        subject_id uuid NOT NULL,
        process text NOT NULL,
        kind text NOT NULL,
        value text NOT NULL,
        facts json NOT NULL,
        keys json NOT NULL,
        opened_by integer NOT NULL,
        ended_by integer NOT NULL,
        cut_short text,
        CONSTRAINT pk_ended_processes PRIMARY KEY (place_id, subject_id, process)
      )`);
    await runner.query(`
      CREATE FUNCTION purpose_stays_with_cases() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.purpose <> OLD.purpose AND (EXISTS (SELECT 1 FROM cases) OR EXISTS (SELECT 1 FROM meetings)) THEN
          RAISE EXCEPTION 'what a database is for is settled before there are cases in it'
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER service_clock_purpose_stays BEFORE UPDATE ON service_clock
        FOR EACH ROW EXECUTE FUNCTION purpose_stays_with_cases()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER service_clock_purpose_stays ON service_clock`);
    await runner.query(`DROP FUNCTION purpose_stays_with_cases()`);
    for (const table of ['ended_processes', 'commands', 'texts', 'events', 'meetings', 'cases', 'children']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

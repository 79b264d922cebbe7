import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agendas and decisions of the joint panel, and who took part in what it decides on. */
export class CreatePanel1767225600006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE participations (
        place_id text NOT NULL,
        case_id uuid NOT NULL,
        seq integer NOT NULL,
        person_id uuid NOT NULL,
        part text NOT NULL,
        referral text,
        assessment text,
        CONSTRAINT pk_participations PRIMARY KEY (place_id, case_id, seq, person_id, part),
        CONSTRAINT fk_participations_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id),
        CONSTRAINT fk_participations_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id)
      )`);
    await runner.query(`CREATE INDEX participations_of_person ON participations (place_id, person_id)`);
    await runner.query(`
      CREATE TABLE agenda_items (
        place_id text NOT NULL,
        meeting_id uuid NOT NULL,
        case_id uuid NOT NULL,
        process text NOT NULL,
        presenter uuid,
        status text NOT NULL,
        seq integer NOT NULL,
        listed_at timestamptz NOT NULL,
        CONSTRAINT pk_agenda_items PRIMARY KEY (place_id, meeting_id, case_id, process),
        CONSTRAINT agenda_items_status CHECK (status IN ('listed', 'removed', 'deferred', 'decided')),
        CONSTRAINT fk_agenda_items_meeting FOREIGN KEY (place_id, meeting_id) REFERENCES meetings (place_id, id),
        CONSTRAINT fk_agenda_items_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id),
        CONSTRAINT fk_agenda_items_presenter FOREIGN KEY (place_id, presenter) REFERENCES people (place_id, id)
      )`);
    await runner.query(`CREATE INDEX agenda_items_of_case ON agenda_items (place_id, case_id)`);
    await runner.query(`
      CREATE TABLE decisions (
        place_id text NOT NULL,
        case_id uuid NOT NULL,
        process text NOT NULL,
        meeting_id uuid NOT NULL,
        seq integer NOT NULL,
        referral text,
        assessment text,
        presenter uuid,
        interested uuid[] NOT NULL DEFAULT '{}',
        CONSTRAINT pk_decisions PRIMARY KEY (place_id, case_id, process),
        CONSTRAINT fk_decisions_meeting FOREIGN KEY (place_id, meeting_id) REFERENCES meetings (place_id, id),
        CONSTRAINT fk_decisions_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id)
      )`);
    await runner.query(`
      CREATE TABLE decision_makers (
        place_id text NOT NULL,
        case_id uuid NOT NULL,
        process text NOT NULL,
        person_id uuid NOT NULL,
        CONSTRAINT pk_decision_makers PRIMARY KEY (place_id, case_id, process, person_id),
        CONSTRAINT fk_decision_makers_decision FOREIGN KEY (place_id, case_id, process)
          REFERENCES decisions (place_id, case_id, process) ON DELETE CASCADE,
        CONSTRAINT fk_decision_makers_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id)
      )`);
    await runner.query(`
      CREATE FUNCTION decided_by_the_independent() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        decision decisions%ROWTYPE;
      BEGIN
        SELECT * INTO decision FROM decisions
          WHERE place_id = NEW.place_id AND case_id = NEW.case_id AND process = NEW.process;
        IF decision.presenter = NEW.person_id THEN
          RAISE EXCEPTION 'PAN-13: whoever presents an item does not decide it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_the_independent';
        END IF;
        IF NEW.person_id = ANY (decision.interested) THEN
          RAISE EXCEPTION 'PAN-3: whoever declared an interest that excludes them does not decide'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_the_independent';
        END IF;
        IF EXISTS (
          SELECT 1 FROM participations p
          WHERE p.place_id = NEW.place_id AND p.case_id = NEW.case_id AND p.person_id = NEW.person_id
            AND (p.referral = decision.referral OR p.assessment = decision.assessment)
        ) THEN
          RAISE EXCEPTION 'PAN-3: nobody decides on what they took part in'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_the_independent';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER decision_makers_are_independent BEFORE INSERT OR UPDATE ON decision_makers
        FOR EACH ROW EXECUTE FUNCTION decided_by_the_independent()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE decision_makers`);
    await runner.query(`DROP FUNCTION decided_by_the_independent()`);
    for (const table of ['decisions', 'agenda_items', 'participations']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

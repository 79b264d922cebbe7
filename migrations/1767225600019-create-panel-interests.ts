import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who declared an interest in which case, so that its record can be closed to them at every door. */
export class CreatePanelInterests1767225600019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE panel_interests (
        place_id text NOT NULL,
        case_id uuid NOT NULL,
        seq integer NOT NULL,
        process text NOT NULL,
        person_id uuid NOT NULL,
        at timestamptz NOT NULL,
        excludes boolean NOT NULL,
        CONSTRAINT pk_panel_interests PRIMARY KEY (place_id, case_id, seq),
        CONSTRAINT fk_panel_interests_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id),
        CONSTRAINT fk_panel_interests_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id)
      )`);
    await runner.query(
      `CREATE INDEX panel_interests_of_person ON panel_interests (place_id, person_id, case_id, seq)`,
    );
    await runner.query(`
      INSERT INTO panel_interests (place_id, case_id, seq, process, person_id, at, excludes)
      SELECT e.place_id, e.subject_id, e.seq, e.process, (e.content ->> 'person')::uuid, e.at,
        (e.content ->> 'excludes')::boolean
      FROM events e
      WHERE e.type = 'INTEREST_DECLARED' AND NOT EXISTS (
        SELECT 1 FROM events s WHERE s.place_id = e.place_id AND s.subject_id = e.subject_id
          AND s.type = 'ENTERED_IN_ERROR' AND s.content ->> 'event' = e.seq::text)`);
    // A correction tells a case's agenda anew: what members said stays while the item is away for that moment.
    await runner.query(`
      ALTER TABLE panel_entries
        DROP CONSTRAINT fk_panel_entries_item,
        ADD CONSTRAINT fk_panel_entries_meeting FOREIGN KEY (place_id, meeting_id) REFERENCES meetings (place_id, id),
        ADD CONSTRAINT fk_panel_entries_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE panel_entries
        DROP CONSTRAINT fk_panel_entries_meeting,
        DROP CONSTRAINT fk_panel_entries_case,
        ADD CONSTRAINT fk_panel_entries_item FOREIGN KEY (place_id, meeting_id, case_id, process)
          REFERENCES agenda_items (place_id, meeting_id, case_id, process)`);
    await runner.query(`DROP TABLE panel_interests`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What members of the panel say of an item before it is decided: that they have no interest, and what they think of it. */
export class CreatePanelEntries1767225600018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE panel_entries (
        place_id text NOT NULL,
        meeting_id uuid NOT NULL,
        case_id uuid NOT NULL,
        process text NOT NULL,
        person_id uuid NOT NULL,
        kind text NOT NULL,
        at timestamptz NOT NULL,
        opinion text,
        reasons text,
        CONSTRAINT pk_panel_entries PRIMARY KEY (place_id, meeting_id, case_id, process, person_id, kind),
        CONSTRAINT panel_entries_kind CHECK (kind IN ('noInterest', 'view', 'opened')),
        CONSTRAINT panel_entries_opinion CHECK (opinion IN ('eligible', 'notEligible', 'unsure')),
        CONSTRAINT panel_entries_view CHECK ((kind = 'view') = (opinion IS NOT NULL AND reasons IS NOT NULL)),
        CONSTRAINT fk_panel_entries_item FOREIGN KEY (place_id, meeting_id, case_id, process)
          REFERENCES agenda_items (place_id, meeting_id, case_id, process),
        CONSTRAINT fk_panel_entries_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id)
      )`);
    await runner.query(`CREATE INDEX panel_entries_of_person ON panel_entries (place_id, person_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE panel_entries`);
  }
}

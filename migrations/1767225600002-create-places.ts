import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Places with their organisations, and every version of the protocol and calendar that events are judged by. */
export class CreatePlaces1767225600002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE places (
        id text NOT NULL,
        name text NOT NULL,
        protocol text NOT NULL,
        calendar_version text NOT NULL,
        data jsonb NOT NULL,
        CONSTRAINT pk_places PRIMARY KEY (id)
      )`);
    await runner.query(`
      CREATE TABLE protocol_versions (
        place_id text NOT NULL,
        version text NOT NULL,
        digest text NOT NULL,
        data json NOT NULL,
        CONSTRAINT pk_protocol_versions PRIMARY KEY (place_id, version),
        CONSTRAINT fk_protocol_versions_place FOREIGN KEY (place_id) REFERENCES places (id)
      )`);
    await runner.query(`
      CREATE TABLE calendar_versions (
        place_id text NOT NULL,
        version text NOT NULL,
        ordinal integer NOT NULL,
        data json NOT NULL,
        added_by uuid,
        added_at timestamptz NOT NULL,
        CONSTRAINT pk_calendar_versions PRIMARY KEY (place_id, version),
        CONSTRAINT calendar_versions_in_order UNIQUE (place_id, ordinal),
        CONSTRAINT fk_calendar_versions_place FOREIGN KEY (place_id) REFERENCES places (id)
      )`);
    await runner.query(`
      CREATE TRIGGER calendar_versions_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_versions
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TABLE organisations (
        place_id text NOT NULL,
        id text NOT NULL,
        name text NOT NULL,
        ods_code text,
        kind text NOT NULL,
        funds text[] NOT NULL,
        exists_from date NOT NULL,
        exists_to date,
        succeeded_by text,
        CONSTRAINT pk_organisations PRIMARY KEY (place_id, id),
        CONSTRAINT organisations_dates CHECK (exists_to IS NULL OR exists_to >= exists_from),
        CONSTRAINT fk_organisations_place FOREIGN KEY (place_id) REFERENCES places (id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['organisations', 'calendar_versions', 'protocol_versions', 'places']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

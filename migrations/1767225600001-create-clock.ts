import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the database is for, and the one clock that everything in it is judged by. */
export class CreateClock1767225600001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE service_clock (
        "only" boolean NOT NULL DEFAULT true,
        purpose text NOT NULL DEFAULT 'live',
        shift interval NOT NULL DEFAULT '00:00:00',
        CONSTRAINT pk_service_clock PRIMARY KEY ("only"),
        CONSTRAINT service_clock_is_one_row CHECK ("only"),
        CONSTRAINT service_clock_purpose CHECK (purpose IN ('live', 'demonstration', 'play', 'test')),
        CONSTRAINT service_clock_true_when_live CHECK (purpose <> 'live' OR shift = interval '0')
      )`);
    await runner.query(`INSERT INTO service_clock DEFAULT VALUES`);
    await runner.query(`
      CREATE FUNCTION service_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
        SELECT date_trunc('milliseconds', clock_timestamp() + shift) FROM service_clock
      $$`);
    await runner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is refused on %: what is recorded there stays as it is', TG_OP, TG_TABLE_NAME
          USING ERRCODE = 'integrity_constraint_violation';
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION refuse_change()`);
    await runner.query(`DROP FUNCTION service_now()`);
    await runner.query(`DROP TABLE service_clock`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People of one case, as parents and carers are: known there and nowhere else. Whoever has no part in the place's work and was
 * named in one case only is of that case from now on.
 */
export class PeopleOfCases1767225600026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE people ADD COLUMN case_id uuid, ADD COLUMN relation text,
        ADD CONSTRAINT fk_people_case FOREIGN KEY (place_id, case_id) REFERENCES cases (place_id, id)`);
    await runner.query(`CREATE INDEX people_of_case ON people (place_id, case_id) WHERE case_id IS NOT NULL`);
    await runner.query(`
      WITH named AS (
        SELECT p.place_id, p.id, array_agg(DISTINCT e.subject_id) AS cases
        FROM events e
          CROSS JOIN LATERAL jsonb_path_query(e.content, 'strict $.** ? (@.type() == "string")') AS said
          JOIN people p ON p.place_id = e.place_id AND p.id::text = said #>> '{}'
          JOIN cases c ON c.place_id = e.place_id AND c.id = e.subject_id
        WHERE p.organisation_id IS NULL AND p.competences = '{}'
          AND NOT EXISTS (SELECT 1 FROM person_roles r WHERE r.place_id = p.place_id AND r.person_id = p.id)
          AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.place_id = p.place_id AND a.person_id = p.id)
        GROUP BY p.place_id, p.id
      )
      UPDATE people SET case_id = named.cases[1] FROM named
      WHERE people.place_id = named.place_id AND people.id = named.id AND cardinality(named.cases) = 1`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX people_of_case`);
    await runner.query(`ALTER TABLE people DROP CONSTRAINT fk_people_case`);
    await runner.query(`ALTER TABLE people DROP COLUMN relation, DROP COLUMN case_id`);
  }
}

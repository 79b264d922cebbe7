import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One directory of people, with or without an account, their roles, and how they sign in. */
export class CreateDirectory1767225600003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE people (
        place_id text NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        organisation_id text,
        discipline text,
        clinician boolean NOT NULL DEFAULT false,
        commissioner boolean NOT NULL DEFAULT false,
        delegated_limit_pence bigint,
        competences text[] NOT NULL DEFAULT '{}',
        CONSTRAINT pk_people PRIMARY KEY (place_id, id),
        CONSTRAINT people_discipline CHECK (discipline IN ('health', 'socialCare', 'education')),
        CONSTRAINT people_limit CHECK (delegated_limit_pence >= 0),
        CONSTRAINT fk_people_organisation FOREIGN KEY (place_id, organisation_id) REFERENCES organisations (place_id, id)
      )`);
    await runner.query(`
      CREATE TABLE person_roles (
        place_id text NOT NULL,
        person_id uuid NOT NULL,
        role text NOT NULL,
        held_from date NOT NULL,
        held_to date,
        CONSTRAINT pk_person_roles PRIMARY KEY (place_id, person_id, role, held_from),
        CONSTRAINT person_roles_dates CHECK (held_to IS NULL OR held_to >= held_from),
        CONSTRAINT fk_person_roles_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id)
      )`);
    await runner.query(`
      CREATE TABLE accounts (
        username text NOT NULL,
        place_id text NOT NULL,
        person_id uuid NOT NULL,
        password_hash text NOT NULL,
        created_at timestamptz NOT NULL,
        disabled_at timestamptz,
        CONSTRAINT pk_accounts PRIMARY KEY (username),
        CONSTRAINT accounts_one_each UNIQUE (place_id, person_id),
        CONSTRAINT fk_accounts_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id)
      )`);
    await runner.query(`
      CREATE TABLE api_tokens (
        id uuid NOT NULL,
        place_id text NOT NULL,
        person_id uuid NOT NULL,
        digest text NOT NULL,
        label text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT pk_api_tokens PRIMARY KEY (id),
        CONSTRAINT api_tokens_digest UNIQUE (digest),
        CONSTRAINT fk_api_tokens_person FOREIGN KEY (place_id, person_id) REFERENCES people (place_id, id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['api_tokens', 'accounts', 'person_roles', 'people']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

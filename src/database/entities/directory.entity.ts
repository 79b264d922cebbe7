import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { OrganisationRow } from './places.entity.js';

/** Someone of the directory. */
@Entity('people')
@Check('people_discipline', `discipline IN ('health', 'socialCare', 'education')`)
@Check('people_limit', 'delegated_limit_pence >= 0')
@Check('people_capacity', 'capacity_points > 0')
@Index('people_by_team', ['place_id', 'team_id'])
@Index('people_of_case', ['place_id', 'case_id'], { where: 'case_id IS NOT NULL' })
@ForeignKey('CaseEntity', ['place_id', 'case_id'], ['place_id', 'id'], { name: 'fk_people_case' })
@ForeignKey(() => OrganisationRow, ['place_id', 'organisation_id'], ['place_id', 'id'], {
  name: 'fk_people_organisation',
})
export class PersonRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_people' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_people' })
  id: string;

  @Column('text')
  name: string;

  @Column({ type: 'text', nullable: true })
  organisation_id: string | null;

  @Column({ type: 'text', nullable: true })
  discipline: string | null;

  @Column({ type: 'boolean', default: false })
  clinician: boolean;

  @Column({ type: 'boolean', default: false })
  commissioner: boolean;

  @Column({ type: 'bigint', nullable: true })
  delegated_limit_pence: number | null;

  @Column({ type: 'text', array: true, default: '{}' })
  competences: string[];

  /** A team of the place, by id. */
  @Column({ type: 'text', nullable: true })
  team_id: string | null;

  /** Points of work they carry; null: as the protocol version says. */
  @Column({ type: 'integer', nullable: true })
  capacity_points: number | null;

  @Column({ type: 'text', nullable: true })
  email: string | null;

  /** The one case they are of, as a parent or carer is; null for everybody who works with cases. */
  @Column({ type: 'uuid', nullable: true })
  case_id: string | null;

  /** What somebody of a case is to the child, in words. */
  @Column({ type: 'text', nullable: true })
  relation: string | null;

  /** What was said of somebody of a case before, each until when and put right by whom, the oldest first. */
  @Column({ type: 'jsonb', default: [] })
  said_before: { name: string; relation: string | null; until: string; by: string }[];
}

/** A role someone holds, or held. */
@Entity('person_roles')
@Check('person_roles_dates', 'held_to IS NULL OR held_to >= held_from')
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], {
  name: 'fk_person_roles_person',
})
export class PersonRoleRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_person_roles' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_person_roles' })
  person_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_person_roles' })
  role: string;

  @PrimaryColumn({ type: 'date', primaryKeyConstraintName: 'pk_person_roles' })
  held_from: string;

  @Column({ type: 'date', nullable: true })
  held_to: string | null;
}

/** How someone signs in. */
@Entity('accounts')
@Unique('accounts_one_each', ['place_id', 'person_id'])
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], { name: 'fk_accounts_person' })
export class AccountRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_accounts' })
  username: string;

  @Column('text')
  place_id: string;

  @Column('uuid')
  person_id: string;

  @Column('text')
  password_hash: string;

  /** Somebody else chose the password: its owner changes it before anything else. */
  @Column({ type: 'boolean', default: false })
  temporary: boolean;

  @Column('timestamptz')
  created_at: string;

  @Column({ type: 'timestamptz', nullable: true })
  disabled_at: string | null;
}

/** A token for the API, by its digest. */
@Entity('api_tokens')
@Unique('api_tokens_digest', ['digest'])
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], { name: 'fk_api_tokens_person' })
export class ApiTokenRow {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_api_tokens' })
  id: string;

  @Column('text')
  place_id: string;

  @Column('uuid')
  person_id: string;

  @Column('text')
  digest: string;

  @Column('text')
  label: string;

  @Column('timestamptz')
  created_at: string;

  @Column('timestamptz')
  expires_at: string;

  @Column({ type: 'timestamptz', nullable: true })
  revoked_at: string | null;
}

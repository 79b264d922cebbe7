import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { CaseEntity } from './cases.entity.js';
import { PersonRow } from './directory.entity.js';
import { PlaceRow } from './places.entity.js';

/** Days on which someone is not at work, and who covers for them. */
@Entity('absences')
@Check('absences_days', 'to_day >= from_day')
@Check('absences_cover', 'cover_id <> person_id')
@Index('absences_of_person', ['place_id', 'person_id', 'from_day'], { where: 'NOT withdrawn' })
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], { name: 'fk_absences_person' })
@ForeignKey(() => PersonRow, ['place_id', 'cover_id'], ['place_id', 'id'], { name: 'fk_absences_cover' })
export class AbsenceRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_absences' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_absences' })
  id: string;

  @Column('uuid')
  person_id: string;

  @Column('date')
  from_day: string;

  /** The last day; null until further notice. */
  @Column({ type: 'date', nullable: true })
  to_day: string | null;

  @Column('text')
  reason: string;

  @Column({ type: 'uuid', nullable: true })
  cover_id: string | null;

  @Column('uuid')
  recorded_by: string;

  @Column('timestamptz')
  recorded_at: string;

  @Column({ type: 'uuid', nullable: true })
  ended_by: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  ended_at: string | null;

  @Column({ type: 'boolean', default: false })
  withdrawn: boolean;
}

/** Something decided once and carried out case by case: a calendar, a protocol version, other assessors. */
@Entity('changes')
@Unique('changes_once', ['place_id', 'kind', 'about'])
@Check('changes_kind', `kind IN ('calendar', 'protocol', 'reassignment')`)
@Check('changes_state', `state IN ('previewed', 'applying', 'done', 'stopped')`)
@Index('changes_latest', ['place_id', 'created_at', 'id'])
@ForeignKey(() => PlaceRow, ['place_id'], ['id'], { name: 'fk_changes_place' })
@ForeignKey(() => PersonRow, ['place_id', 'decided_by'], ['place_id', 'id'], {
  name: 'fk_changes_decided_by',
})
export class ChangeRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_changes' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_changes' })
  id: string;

  @Column('text')
  kind: string;

  @Column('text')
  about: string;

  @Column('jsonb')
  what: Record<string, unknown>;

  @Column({ type: 'uuid', nullable: true })
  decided_by: string | null;

  @Column('text')
  reason: string;

  @Column('text')
  state: string;

  @Column('timestamptz')
  created_at: string;

  @Column({ type: 'timestamptz', nullable: true })
  applied_at: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  finished_at: string | null;
}

/** What a change does to one case, and what became of it. */
@Entity('change_cases')
@Check('change_cases_state', `state IN ('waiting', 'moved', 'same', 'refused', 'failed')`)
@Index('change_cases_waiting', ['place_id', 'change_id', 'case_id'], { where: `state = 'waiting'` })
@ForeignKey(() => ChangeRow, ['place_id', 'change_id'], ['place_id', 'id'], {
  name: 'fk_change_cases_change',
})
@ForeignKey(() => CaseEntity, ['place_id', 'case_id'], ['place_id', 'id'], { name: 'fk_change_cases_case' })
@ForeignKey(() => PersonRow, ['place_id', 'to_person'], ['place_id', 'id'], { name: 'fk_change_cases_to' })
export class ChangeCaseRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_change_cases' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_change_cases' })
  change_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_change_cases' })
  case_id: string;

  @Column('text')
  state: string;

  /** The case's version when it was judged in a dry run. */
  @Column({ type: 'integer', nullable: true })
  seen_version: number | null;

  @Column({ type: 'uuid', nullable: true })
  to_person: string | null;

  @Column({ type: 'jsonb', default: '{}' })
  result: Record<string, unknown>;

  @Column({ type: 'timestamptz', nullable: true })
  at: string | null;
}

import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { CaseRecord } from '../../../workflows/protocol/index.js';
import { PersonRow } from './directory.entity.js';
import { PlaceRow, ProtocolVersionRow } from './places.entity.js';

/** Who a child is, apart from every event. */
@Entity('children')
@Unique('children_nhs_number', ['place_id', 'nhs_number'])
@Index('children_by_name', { synchronize: false })
@Index('children_by_given_name', { synchronize: false })
@Index('children_in_order', { synchronize: false })
@Index('children_by_birth', ['place_id', 'date_of_birth'])
@Check('children_nhs_number_shape', `nhs_number ~ '^[0-9]{10}$'`)
@ForeignKey(() => PlaceRow, ['place_id'], ['id'], { name: 'fk_children_place' })
export class ChildEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_children' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_children' })
  id: string;

  @Column('text')
  given_name: string;

  @Column('text')
  family_name: string;

  @Column('date')
  date_of_birth: string;

  @Column({ type: 'text', nullable: true })
  nhs_number: string | null;

  @Column({ type: 'text', nullable: true })
  address: string | null;

  @Column('json')
  parental_responsibility: unknown;

  @Column('json')
  salts: Record<string, string>;
}

/** What cases and meetings have alike: the record, and the versions it was last written under. */
abstract class SubjectRow {
  @Column('integer')
  version: number;

  @Column('integer')
  person_version: number;

  @Column('integer')
  seq: number;

  @Column('json')
  record: CaseRecord;

  @Column('text')
  protocol: string;

  @Column('integer')
  machines: number;

  @Column('text')
  calendar_version: string;

  @Column('text')
  stage: string;

  @Column('text')
  stage_words: string;

  @Column('timestamptz')
  last_event_at: string;
}

/** One child's continuing care case. */
@Entity('cases')
@Unique('cases_reference', ['place_id', 'reference'])
@Index('cases_by_next_due', ['place_id', 'next_due_at', 'id'])
@Index('cases_by_child', ['place_id', 'child_id'])
@Index('cases_by_assessor', ['place_id', 'assessor', 'next_due_at', 'id'])
@Index('cases_closed', ['place_id', 'next_due_at', 'id'], { where: 'closed_on IS NOT NULL' })
@Index('cases_by_commissioner', ['place_id', 'commissioner', 'id'])
@Index('cases_awaiting_authority', ['place_id', 'next_due_at', 'id'], { where: 'awaits_authority' })
@Index('cases_by_opened', ['place_id', 'opened_on', 'id'])
@Index('cases_by_stage', ['place_id', 'stage', 'next_due_at', 'id'], { where: 'closed_on IS NULL' })
@Index('cases_open_by_assessor', ['place_id', 'assessor', 'id', 'points', 'work'], {
  where: 'closed_on IS NULL',
})
@ForeignKey(() => ChildEntity, ['place_id', 'child_id'], ['place_id', 'id'], { name: 'fk_cases_child' })
@ForeignKey(() => PersonRow, ['place_id', 'assessor'], ['place_id', 'id'], { name: 'fk_cases_assessor' })
@ForeignKey(() => ProtocolVersionRow, ['place_id', 'protocol'], ['place_id', 'version'], {
  name: 'fk_cases_protocol',
})
export class CaseEntity extends SubjectRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_cases' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_cases' })
  id: string;

  @Column('text')
  reference: string;

  @Column('uuid')
  child_id: string;

  @Column({ type: 'uuid', nullable: true })
  assessor: string | null;

  @Column({ type: 'text', nullable: true })
  next_deadline: string | null;

  @Column({ type: 'timestamptz', default: 'infinity' })
  next_due_at: string | null;

  @Column('date')
  opened_on: string;

  @Column({ type: 'date', nullable: true })
  closed_on: string | null;

  /** What the case weighs in its assessor's caseload. */
  @Column({ type: 'integer', default: 0 })
  points: number;

  /** What it weighs for, by slug of the caseload weights. */
  @Column({ type: 'text', array: true, default: '{}' })
  work: string[];

  /** Whether a high cost form or a further agreement waits for authority (ROL-3, PAN-6). */
  @Column({ type: 'boolean', default: false })
  awaits_authority: boolean;

  /** Kinds of need (SCO-2). */
  @Column({ type: 'text', array: true, default: '{}' })
  needs: string[];

  /** The responsible commissioner. */
  @Column({ type: 'text', nullable: true })
  commissioner: string | null;
}

/** A meeting of the joint panel. */
@Entity('meetings')
@Unique('meetings_reference', ['place_id', 'reference'])
@Index('meetings_by_day', ['place_id', 'held_on'])
@ForeignKey(() => PlaceRow, ['place_id'], ['id'], { name: 'fk_meetings_place' })
@ForeignKey(() => PersonRow, ['place_id', 'chair'], ['place_id', 'id'], { name: 'fk_meetings_chair' })
export class MeetingEntity extends SubjectRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_meetings' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_meetings' })
  id: string;

  @Column('text')
  reference: string;

  @Column('date')
  held_on: string;

  @Column({ type: 'integer', nullable: true })
  capacity: number | null;

  @Column('uuid')
  chair: string;

  @Column({ type: 'uuid', array: true, default: '{}' })
  present: string[];
}

/** A process that has run its course. */
@Entity('ended_processes')
export class EndedProcessRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_ended_processes' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_ended_processes' })
  subject_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_ended_processes' })
  process: string;

  @Column('text')
  kind: string;

  @Column('text')
  value: string;

  @Column('json')
  facts: Record<string, unknown>;

  @Column('json')
  keys: Record<string, string>;

  @Column('integer')
  opened_by: number;

  @Column('integer')
  ended_by: number;

  @Column({ type: 'text', nullable: true })
  cut_short: string | null;
}

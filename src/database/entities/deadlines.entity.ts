import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type {
  ClockException,
  ClockExtension,
  ClockPause,
  Settlement,
} from '../../../workflows/protocol/index.js';
import { CaseEntity } from './cases.entity.js';
import { PersonRow } from './directory.entity.js';

/** A dated instance of a timescale for one case, as it was last derived. */
@Entity('deadlines')
@Index('deadlines_awaiting', ['due_at'], { where: 'awaits_passing' })
@Index('deadlines_open', ['place_id', 'due_at'], { where: 'is_open' })
@Index('deadlines_by_original_due', ['place_id', 'original_due_on'])
@Index('deadlines_met', ['place_id', 'timescale', 'settled_on'], { where: `settled_as = 'met'` })
@Check('deadlines_settled_as', `settled_as IN ('met', 'stopped')`)
@Check(
  'deadlines_settled_whole',
  '(settled_as IS NULL) = (settled_on IS NULL) AND (settled_as IS NULL) = (settled_late IS NULL)',
)
@ForeignKey(() => CaseEntity, ['place_id', 'case_id'], ['place_id', 'id'], { name: 'fk_deadlines_case' })
@Check(
  'deadlines_reason_whole',
  '(breach_reason IS NULL) = (breach_ours IS NULL) AND (breach_reason IS NULL) = (breach_reason_seq IS NULL)',
)
@ForeignKey(() => PersonRow, ['place_id', 'owner_person'], ['place_id', 'id'], { name: 'fk_deadlines_owner' })
@ForeignKey(() => PersonRow, ['place_id', 'breach_reason_by'], ['place_id', 'id'], {
  name: 'fk_deadlines_breach_reason_by',
})
export class DeadlineEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_deadlines' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_deadlines' })
  case_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_deadlines' })
  key: string;

  @Column('text')
  timescale: string;

  @Column({ type: 'text', array: true })
  clauses: string[];

  @Column('boolean')
  guidance: boolean;

  @Column('text')
  owner: string;

  @Column({ type: 'uuid', nullable: true })
  owner_person: string | null;

  @Column('date')
  started_on: string;

  @Column({ type: 'timestamptz', nullable: true })
  started_at: string | null;

  @Column('integer')
  started_by: number;

  @Column('date')
  due_on: string;

  @Column('timestamptz')
  due_at: string;

  @Column({ type: 'json', nullable: true })
  settled: Settlement | null;

  @Column({ type: 'json', nullable: true })
  exception: ClockException | null;

  @Column({ type: 'integer', nullable: true })
  passed_occurrence: number | null;

  @Column({ type: 'integer', nullable: true })
  passed_by: number | null;

  @Column({ type: 'integer', nullable: true })
  withdrawn_by: number | null;

  @Column('boolean')
  is_open: boolean;

  @Column('boolean')
  awaits_passing: boolean;

  @Column('date')
  original_due_on: string;

  @Column('timestamptz')
  original_due_at: string;

  @Column({ type: 'json', default: [] })
  extensions: ClockExtension[];

  @Column({ type: 'json', default: [] })
  pauses: ClockPause[];

  @Column({ type: 'date', nullable: true })
  paused_since: string | null;

  @Column({ type: 'text', nullable: true })
  breach_reason: string | null;

  @Column({ type: 'boolean', nullable: true })
  breach_ours: boolean | null;

  @Column({ type: 'uuid', nullable: true })
  breach_reason_by: string | null;

  @Column({ type: 'date', nullable: true })
  breach_reason_on: string | null;

  @Column({ type: 'integer', nullable: true })
  breach_reason_seq: number | null;

  @Column({ type: 'timestamptz', nullable: true })
  critical_at: string | null;

  @Column({ type: 'text', nullable: true })
  settled_as: string | null;

  @Column({ type: 'date', nullable: true })
  settled_on: string | null;

  @Column({ type: 'boolean', nullable: true })
  settled_late: boolean | null;

  @Column({ type: 'text', nullable: true })
  step: string | null;

  @Column({ type: 'integer', nullable: true })
  step_by: number | null;

  @Column({ type: 'date', nullable: true })
  planned_on: string | null;
}

/** An open deadline as queues find it, with what its case is found by: a copy, kept in the same transaction. */
@Entity('open_deadlines')
@Index('open_deadlines_by_due', ['place_id', 'due_at', 'case_id', 'key'])
@Index('open_deadlines_by_timescale', ['place_id', 'timescale', 'due_at', 'case_id', 'key'])
@Index('open_deadlines_by_owner_person', ['place_id', 'owner_person', 'due_at', 'case_id', 'key'])
@Index('open_deadlines_by_stage', ['place_id', 'stage', 'due_at', 'case_id', 'key'])
@Index('open_deadlines_by_commissioner', ['place_id', 'commissioner', 'due_at', 'case_id', 'key'])
@Index('open_deadlines_noted', ['place_id', 'due_at', 'case_id', 'key'], {
  where: `excepted OR paused OR reason_wanted OR (owner = 'assessor' AND owner_person IS NULL)`,
})
@Index('open_deadlines_guidance', ['place_id', 'due_at', 'case_id', 'key'], { where: 'guidance' })
@ForeignKey(() => DeadlineEntity, ['place_id', 'case_id', 'key'], ['place_id', 'case_id', 'key'], {
  name: 'fk_open_deadlines_deadline',
  onDelete: 'CASCADE',
})
export class OpenDeadlineRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_open_deadlines' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_open_deadlines' })
  case_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_open_deadlines' })
  key: string;

  @Column('text')
  timescale: string;

  @Column('boolean')
  guidance: boolean;

  @Column('date')
  due_on: string;

  @Column('timestamptz')
  due_at: string;

  @Column({ type: 'timestamptz', nullable: true })
  critical_at: string | null;

  @Column('text')
  owner: string;

  @Column({ type: 'uuid', nullable: true })
  owner_person: string | null;

  @Column('boolean')
  excepted: boolean;

  @Column('boolean')
  paused: boolean;

  /** Whether it passed, and nobody has said why. */
  @Column('boolean')
  reason_wanted: boolean;

  @Column('text')
  stage: string;

  @Column({ type: 'text', nullable: true })
  commissioner: string | null;

  @Column({ type: 'text', array: true })
  needs: string[];
}

/** Someone who is to be told something by a person: the to-do list, and what became of it. */
@Entity('notices_owed')
@Check('notices_owed_settled', `settled IN ('given', 'notNeeded', 'withdrawn')`)
@Check('notices_owed_settled_by', '(settled IS NULL) = (settled_by IS NULL)')
@Index('notices_owed_to_do', ['place_id', 'owed_since', 'case_id'], { where: 'settled IS NULL' })
@ForeignKey(() => CaseEntity, ['place_id', 'case_id'], ['place_id', 'id'], { name: 'fk_notices_owed_case' })
export class NoticeOwedRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_notices_owed' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_notices_owed' })
  case_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_notices_owed' })
  process: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_notices_owed' })
  recipient: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_notices_owed' })
  form: string;

  @Column('text')
  clause: string;

  @Column('integer')
  owed_by: number;

  @Column('date')
  owed_since: string;

  @Column({ type: 'text', nullable: true })
  settled: string | null;

  @Column({ type: 'integer', nullable: true })
  settled_by: number | null;
}

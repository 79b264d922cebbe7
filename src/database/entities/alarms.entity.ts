import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { PlaceRow } from './places.entity.js';

/** Something that is to happen at a time, and what became of the attempts to do it. */
@Entity('alarms')
@Unique('alarms_about', ['kind', 'place_id', 'about'])
@Check('alarms_state', `state IN ('waiting', 'exception', 'setAside')`)
@Check('alarms_exception_has_reason', `state = 'waiting' OR failure IS NOT NULL`)
@Check('alarms_set_aside', `(state = 'setAside') = (set_aside_at IS NOT NULL)`)
@Index('alarms_about_no_place', ['kind', 'about'], { unique: true, where: 'place_id IS NULL' })
@Index('alarms_due', ['rings_at', 'id'], { where: `state = 'waiting'` })
@Index('alarms_retried', ['retry_at'], { where: 'retry_at IS NOT NULL' })
@Index('alarms_to_queue', ['rings_at'], { where: `NOT queued AND state = 'waiting'` })
@Index('alarms_exceptions', ['place_id', 'failed_first_at'], { where: `state <> 'waiting'` })
@Index('alarms_of_case', ['place_id', 'case_id'])
@ForeignKey(() => PlaceRow, ['place_id'], ['id'], { name: 'fk_alarms_place' })
export class AlarmRow {
  /** The only thing a job in the queue carries. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_alarms' })
  id: string;

  @Column('text')
  kind: string;

  @Column({ type: 'text', nullable: true })
  place_id: string | null;

  @Column('text')
  about: string;

  @Column({ type: 'uuid', nullable: true })
  case_id: string | null;

  /** By the service's clock; infinity where it rests until it is set again. */
  @Column('timestamptz')
  rings_at: string;

  /** Moments up to this one have been handled. */
  @Column({ type: 'timestamptz', nullable: true })
  handled_until: string | null;

  /** Counts how often it was set. */
  @Column({ type: 'integer', default: 1 })
  generation: number;

  /** By which version of alarms it was written. */
  @Column({ type: 'integer', default: 1 })
  version: number;

  /** Whether the queue was told of this generation. */
  @Column({ type: 'boolean', default: false })
  queued: boolean;

  /** Until when one process alone tells the queue of it. */
  @Column({ type: 'timestamptz', nullable: true })
  offered_until: string | null;

  @Column({ type: 'text', default: 'waiting' })
  state: string;

  /** How often its handling was begun and neither ended nor failed. */
  @Column({ type: 'integer', default: 0 })
  begun: number;

  @Column({ type: 'integer', default: 0 })
  attempts: number;

  @Column({ type: 'timestamptz', nullable: true })
  retry_at: string | null;

  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  failed_first_at: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  failed_last_at: string | null;

  @Column({ type: 'text', nullable: true })
  owner_role: string | null;

  @Column({ type: 'uuid', nullable: true })
  set_aside_by: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  set_aside_at: string | null;

  @Column({ type: 'text', nullable: true })
  set_aside_why: string | null;
}

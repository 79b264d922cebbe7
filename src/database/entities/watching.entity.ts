import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** A process of the service, and when it was last seen; all moments are the true time. */
@Entity('heartbeats')
@Check('heartbeats_role', `role IN ('web', 'worker')`)
export class HeartbeatRow {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_heartbeats' })
  process: string;

  @Column('text')
  role: string;

  @Column('text')
  host: string;

  @Column('integer')
  pid: number;

  @Column('text')
  version: string;

  /** The version of machines it knows. */
  @Column('integer')
  machines: number;

  /** The version of alarms it knows. */
  @Column('integer')
  alarms: number;

  @Column('timestamptz')
  started_at: string;

  @Column('timestamptz')
  seen_at: string;

  /** When its last pass over what is due succeeded. */
  @Column({ type: 'timestamptz', nullable: true })
  passed_at: string | null;

  /** The back end of its queue. */
  @Column({ type: 'text', nullable: true })
  queue: string | null;

  /** Why it does without the queue, if it does. */
  @Column({ type: 'text', nullable: true })
  degraded: string | null;
}

/** Whose queue it is and which marker it holds: one row. */
@Entity('queue_marks')
@Check('queue_marks_is_one_row', 'only')
export class QueueMarksRow {
  @PrimaryColumn({ type: 'boolean', default: true, primaryKeyConstraintName: 'pk_queue_marks' })
  only: boolean;

  @Column('uuid')
  installation: string;

  /** Named by the marker that is in the queue for as long as nobody emptied it. */
  @Column('uuid')
  epoch: string;

  @Column({ type: 'timestamptz', nullable: true })
  checked_at: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  compared_at: string | null;
}
